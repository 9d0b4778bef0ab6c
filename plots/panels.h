/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A chart of panels: one a workload with its parameters, in two columns, each with a line a runner,
 * under one key. The throughput and the scaling chart collect their points into it; it does the
 * layout.
 */
#ifndef BREAKEVEN_PLOTS_PANELS_H
#define BREAKEVEN_PLOTS_PANELS_H

#include "plots/canvas.h"
#include "results/crossover.h"
#include "results/record.h"
#include "support/error.h"

#include <stdbool.h>
#include <stddef.h>

struct panel_point {
	double x, y, low, high;
	double weight; /* of the chart's own: which of two points at one x is the better one */
};

struct panel_series {
	const char *runner, *runner_text; /* of the result */
	size_t place, variant;            /* look_place() and look_variant() of the runner */
	unsigned cores;      /* of the chart's own; shown in the key where key_cores is set */
	enum line_kind kind; /* for its dashes */
	bool reference;      /* one point, drawn as a thin line across the panel */
	struct panel_point *points; /* by ascending x when drawn */
	size_t count;
};

struct panel {
	const char *workload, *workload_text; /* of the result */
	struct panel_series *series;
	size_t count;
};

struct panel_chart {
	const struct result *result;
	const char *title, *subtitle, *x_label, *y_label;
	bool x_logarithmic;
	bool ideal;     /* draw the line y = x */
	bool key_cores; /* the key says how many cores a line has */
	struct panel *panels;
	size_t count;
};

/* Whether a workload of the result has so many variants in a share (a parameter in percent) that
 * they are a sweep over it, which has a chart of its own rather than a panel each. */
bool panel_is_sweep(const struct result *result, const char *workload);

/* The panel, series or point of a case, created where missing; NULL with the error where memory is
 * out. A panel may stand for more than one set of parameters, under another text. */
struct panel *panel_named(struct panel_chart *chart, const char *workload, const char *text,
	struct error *error);
struct panel *panel_of(struct panel_chart *chart, const struct case_record *record,
	struct error *error);
struct panel_series *panel_series_of(struct panel *panel, const struct result *result,
	const struct case_record *record, struct error *error);
struct panel_point *panel_point_at(struct panel_series *series, double x, struct error *error);

/* Drops the series without points, then the panels without series; sorts what is left. */
void panel_chart_tidy(struct panel_chart *chart);

/* Draws a tidied chart of at least one panel. 0, or -1 with the error. */
int panel_chart_draw(const struct panel_chart *chart, struct canvas *canvas, struct error *error);

void panel_chart_clear(struct panel_chart *chart);

#endif
