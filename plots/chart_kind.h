/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How charts.c sees each chart: a name for its files, and a function that writes them. */
#ifndef BREAKEVEN_PLOTS_CHART_KIND_H
#define BREAKEVEN_PLOTS_CHART_KIND_H

#include "plots/canvas.h"
#include "plots/chart_index.h"
#include "plots/label.h"
#include "results/record/record.h"
#include "results/summary/summary.h"
#include "support/error.h"

#include <stdbool.h>

struct chart_kind {
	const char *name; /* of its files */

	/* Opens the canvas and writes the chart, or leaves it closed where the result has nothing
	 * to draw. `note` says why, or what is left out; it stays "" where there is nothing to say.
	 * 0 or -1. */
	int (*write)(const struct chart_index *index, struct canvas *canvas, char note[LABEL_SIZE],
		struct error *error);
};

extern const struct chart_kind chart_throughput, chart_scaling, chart_crossover, chart_granularity;

/* Whether a case has a figure that can be drawn: charts show what throughput is possible, which a
 * case with a rate does not show. */
static inline bool chart_has_figure(const struct case_record *record)
{
	return case_record_measured(record) && !case_record_has_rate(record) &&
		case_record_throughput(record) > 0;
}

/* The ends of an interval, or the median where there are too few blocks for any. */
static inline double chart_low(const struct estimate *estimate)
{
	return estimate->confidence > 0 && estimate->low > 0 ? estimate->low : estimate->median;
}

static inline double chart_high(const struct estimate *estimate)
{
	return estimate->confidence > 0 ? estimate->high : estimate->median;
}

#endif
