/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A chart of panels: one per workload with its parameters, in two columns, each with a line per
 * runner, under one key. Other charts collect their points into it; it does the layout.
 */
#ifndef BREAKEVEN_PLOTS_PANELS_H
#define BREAKEVEN_PLOTS_PANELS_H

#include "plots/canvas.h"
#include "plots/chart_index.h"
#include "plots/label.h"
#include "plots/quantity.h"
#include "results/verdict/crossover.h"
#include "results/record/record.h"
#include "support/error.h"
#include "support/numbering.h"

#include <stdbool.h>
#include <stddef.h>

struct panel_point {
	double x, y, low, high;
	double weight; /* chosen by the chart: of points at one x the heaviest is drawn */
};

struct panel_series {
	const char *runner, *runner_text; /* of the result */
	size_t place, variant;            /* look_place() and look_variant() of the runner */
	unsigned cores;      /* chosen by the chart; shown in the key where key_cores is set */
	enum line_kind kind; /* for its dashes */
	bool reference;      /* one point, drawn as a thin line across the panel */
	struct panel_point *points; /* by ascending x when tidied */
	size_t count;
};

struct panel {
	const char *workload, *workload_text; /* of the result */
	struct quantity x;                    /* where it has one of its own; else the chart's */
	struct panel_series *series;
	size_t count;
	struct numbering names; /* of the series, before the chart is tidied */
};

struct panel_chart {
	const struct chart_index *index;
	const char *title, *subtitle, *y_label;
	struct quantity x;
	bool x_logarithmic;
	bool ideal;     /* draw the line y = x */
	bool key_cores; /* the key says how many cores a line has */
	struct panel *panels;
	size_t count;
	struct numbering names;                  /* of the panels, before the chart is tidied */
	size_t panels_left_out, series_left_out; /* for which there is no room, once it is tidied */
};

/* The panel of that name or the series of a case in it, created where missing; NULL with the error
 * where memory is out. A panel may stand for more than one set of parameters, under another text.
 */
struct panel *panel_named(struct panel_chart *chart, const char *workload, const char *text,
	struct error *error);
struct panel_series *panel_series_of(struct panel *panel, const struct panel_chart *chart,
	const struct case_record *record, struct error *error);

/* Adds a point to a series. 0, or -1 with the error. */
int panel_point_add(struct panel_series *series, const struct panel_point *point,
	struct error *error);

/* Drops the series without points, the panels without series, and what there is no room for; sorts
 * what is left. */
void panel_chart_tidy(struct panel_chart *chart);

/* Says in `note` what was left out; leaves it alone where nothing was. */
void panel_chart_note(const struct panel_chart *chart, char note[LABEL_SIZE]);

/* Draws a tidied chart of at least one panel. 0, or -1 with the error. */
int panel_chart_draw(const struct panel_chart *chart, struct canvas *canvas, struct error *error);

void panel_chart_clear(struct panel_chart *chart);

#endif
