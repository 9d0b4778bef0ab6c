/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Charts of a result, drawn by gnuplot: throughput by concurrency, scaling with cores, the
 * crossover, speed-up by the size of a task.
 *
 * Each chart is four files of one fixed name: the pictures (NAME.svg, NAME.png), the gnuplot script
 * that draws them (NAME.gp) and its data (NAME.dat). The script draws them again by hand, in their
 * folder: `gnuplot NAME.gp`. Text of the result is data: nothing in it can run a command.
 */
#ifndef BREAKEVEN_PLOTS_CHARTS_H
#define BREAKEVEN_PLOTS_CHARTS_H

#include "results/record/record.h"
#include "support/error.h"

#include <stdbool.h>
#include <stddef.h>

enum chart_format {
	CHART_SVG = 1 << 0,
	CHART_PNG = 1 << 1,
	CHART_ALL = CHART_SVG | CHART_PNG,
};

/* What was drawn and what was not. */
struct chart_list {
	char **paths; /* of the pictures, in the order drawn; their .gp and .dat lie beside them */
	size_t path_count;
	char **notes; /* one line each: what could not be drawn, or is left out of a chart, and why
	               */
	size_t note_count;
	size_t failed; /* charts with data that could not be drawn; a note each */
};

struct chart_order {
	const char *directory;
	unsigned formats;  /* of enum chart_format */
	bool follow;       /* the folder may be a link to one */
	unsigned limit_ms; /* of one chart; 0: the usual */
};

/* Draws every chart that the result has data for into a folder, which is created where missing, and
 * must be no link; files there of the same names are replaced, each at once, and no other is
 * touched. A chart without data, or one that fails while another is drawn, is a note, not an error.
 * `drawn` is initialised, and to be cleared also after an error. 0, or -1 with the error. */
int charts_draw(const struct result *result, const char *directory, struct chart_list *drawn,
	struct error *error);

/* The same with a choice. */
int charts_draw_as(const struct result *result, const struct chart_order *order,
	struct chart_list *drawn, struct error *error);

/* One format by its name, "svg" or "png"; 0 for any other. */
unsigned chart_format_find(const char *name);

void chart_list_clear(struct chart_list *list);

#endif
