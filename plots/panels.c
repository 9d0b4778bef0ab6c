/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Collecting the panels of a chart; panels_draw.c lays them out. */
#include "config.h"

#include "plots/panels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/text.h"

#define PANELS_LIMIT 80 /* more are too high for a PNG: cairo draws 32767 pixels */
#define SERIES_LIMIT 24 /* of a panel: no more can be told apart */

/* Adds a cleared element to the end of an array, which may move. NULL if memory is out. */
static void *grow(void **array, size_t *count, size_t size, struct error *error)
{
	char *larger = *array;

	/* Its size is doubled whenever it is full: at each power of two. */
	if ((*count & (*count - 1)) == 0)
		larger = reallocarray(*array, *count > 0 ? 2 * *count : 1, size);
	if (!larger) {
		error_set(error, "out of memory while collecting a chart");
		return NULL;
	}
	*array = larger;
	return memset(larger + (*count)++ * size, 0, size);
}

struct panel *panel_named(struct panel_chart *chart, const char *workload, const char *text,
	struct error *error)
{
	void *array = chart->panels;
	struct panel *panel;
	size_t number;

	if (look_number_pair(&chart->names, workload, text, &number) < 0) {
		error_set(error, "out of memory while collecting a chart");
		return NULL;
	}
	if (number < chart->count)
		return &chart->panels[number];
	panel = grow(&array, &chart->count, sizeof(*panel), error);
	chart->panels = array;
	if (panel) {
		panel->workload = workload;
		panel->workload_text = text;
	}
	return panel;
}

struct panel_series *panel_series_of(struct panel *panel, const struct panel_chart *chart,
	const struct case_record *record, struct error *error)
{
	const struct looks *looks = &chart->index->looks;
	void *array = panel->series;
	struct panel_series *series;
	size_t number;

	if (look_number_pair(&panel->names, record->runner, record->runner_text, &number) < 0) {
		error_set(error, "out of memory while collecting a chart");
		return NULL;
	}
	if (number < panel->count)
		return &panel->series[number];
	series = grow(&array, &panel->count, sizeof(*series), error);
	panel->series = array;
	if (series) {
		series->runner = record->runner;
		series->runner_text = record->runner_text;
		series->place = look_place(looks, record->runner);
		series->variant = look_variant(looks, record->runner, record->runner_text);
	}
	return series;
}

int panel_point_add(struct panel_series *series, const struct panel_point *point,
	struct error *error)
{
	void *array = series->points;
	struct panel_point *added = grow(&array, &series->count, sizeof(*added), error);

	series->points = array;
	if (!added)
		return -1;
	*added = *point;
	return 0;
}

/* Orders by x; at the same x, the best comes first. */
static int point_compare(const void *left, const void *right)
{
	const struct panel_point *a = left, *b = right;

	if (a->x != b->x)
		return a->x < b->x ? -1 : 1;
	return (a->weight < b->weight) - (a->weight > b->weight);
}

static int series_compare(const void *left, const void *right)
{
	const struct panel_series *a = left;
	const struct panel_series *b = right;

	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return strcmp(a->runner_text, b->runner_text);
}

static void panel_clear(struct panel *panel)
{
	for (size_t i = 0; i < panel->count; i++)
		free(panel->series[i].points);
	free(panel->series);
	numbering_clear(&panel->names);
}

/* Sorts the points and keeps the best at each x. */
static void series_tidy(struct panel_series *series)
{
	size_t kept = 0;

	qsort(series->points, series->count, sizeof(*series->points), point_compare);
	for (size_t i = 0; i < series->count; i++)
		if (kept == 0 || series->points[i].x != series->points[kept - 1].x)
			series->points[kept++] = series->points[i];
	series->count = kept;
}

/* Returns how many series did not fit. */
static size_t panel_tidy(struct panel *panel)
{
	size_t kept = 0, left_out;

	for (size_t i = 0; i < panel->count; i++) {
		if (panel->series[i].count == 0) {
			free(panel->series[i].points);
			continue;
		}
		series_tidy(&panel->series[i]);
		panel->series[kept++] = panel->series[i];
	}
	if (kept > 0)
		qsort(panel->series, kept, sizeof(*panel->series), series_compare);
	panel->count = kept;
	left_out = kept > SERIES_LIMIT ? kept - SERIES_LIMIT : 0;
	for (; panel->count > SERIES_LIMIT; panel->count--)
		free(panel->series[panel->count - 1].points);
	return left_out;
}

void panel_chart_tidy(struct panel_chart *chart)
{
	size_t kept = 0;

	for (size_t i = 0; i < chart->count; i++) {
		size_t left_out = panel_tidy(&chart->panels[i]);
		bool drawn = chart->panels[i].count > 0;

		if (drawn && kept < PANELS_LIMIT) {
			chart->series_left_out += left_out;
			chart->panels[kept++] = chart->panels[i];
		} else {
			chart->panels_left_out += drawn;
			panel_clear(&chart->panels[i]);
		}
	}
	chart->count = kept;
}

void panel_chart_note(const struct panel_chart *chart, char note[LABEL_SIZE])
{
	if (chart->panels_left_out > 0)
		snprintf(note, LABEL_SIZE,
			"%zu workload%s after the first %zu %s left out; there is no room for "
			"more",
			chart->panels_left_out, text_plural(chart->panels_left_out), chart->count,
			chart->panels_left_out == 1 ? "is" : "are");
	else if (chart->series_left_out > 0)
		snprintf(note, LABEL_SIZE, "%zu %s left out; there is no room for more",
			chart->series_left_out,
			chart->series_left_out == 1 ? "line is" : "lines are");
}

void panel_chart_clear(struct panel_chart *chart)
{
	for (size_t i = 0; i < chart->count; i++)
		panel_clear(&chart->panels[i]);
	free(chart->panels);
	numbering_clear(&chart->names);
	chart->panels = NULL;
	chart->count = 0;
}
