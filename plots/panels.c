/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Collecting the panels of a chart; panels_draw.c lays them out. */
#include "config.h"

#include "plots/panels.h"

#include <stdlib.h>
#include <string.h>

#define SWEEP_FROM 4 /* variants of one workload */
#define SHARE "_percent"

static bool has_share(const struct case_record *record)
{
	const char *key;
	json_t *value;

	json_object_foreach(record->workload_parameters, key, value)
	{
		size_t length = strlen(key), ending = strlen(SHARE);

		if (length > ending && strcmp(key + length - ending, SHARE) == 0)
			return true;
	}
	return false;
}

bool panel_is_sweep(const struct result *result, const char *workload)
{
	const char *seen[SWEEP_FROM];
	size_t count = 0;

	for (size_t i = 0; i < result->case_count && count < SWEEP_FROM; i++) {
		const struct case_record *record = &result->cases[i];
		size_t known = 0;

		if (strcmp(record->workload, workload) != 0 || !has_share(record))
			continue;
		while (known < count && strcmp(seen[known], record->workload_text) != 0)
			known++;
		if (known == count)
			seen[count++] = record->workload_text;
	}
	return count == SWEEP_FROM;
}

/* Room for one more at the end of an array, cleared; the array moves. NULL where memory is out. */
static void *grow(void **array, size_t *count, size_t size, struct error *error)
{
	char *larger = reallocarray(*array, *count + 1, size);

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

	for (size_t i = 0; i < chart->count; i++) {
		panel = &chart->panels[i];
		if (strcmp(panel->workload, workload) == 0 &&
			strcmp(panel->workload_text, text) == 0)
			return panel;
	}
	panel = grow(&array, &chart->count, sizeof(*panel), error);
	chart->panels = array;
	if (panel) {
		panel->workload = workload;
		panel->workload_text = text;
	}
	return panel;
}

struct panel *panel_of(struct panel_chart *chart, const struct case_record *record,
	struct error *error)
{
	return panel_named(chart, record->workload, record->workload_text, error);
}

struct panel_series *panel_series_of(struct panel *panel, const struct result *result,
	const struct case_record *record, struct error *error)
{
	void *array = panel->series;
	struct panel_series *series;

	for (size_t i = 0; i < panel->count; i++) {
		series = &panel->series[i];
		if (strcmp(series->runner, record->runner) == 0 &&
			strcmp(series->runner_text, record->runner_text) == 0)
			return series;
	}
	series = grow(&array, &panel->count, sizeof(*series), error);
	panel->series = array;
	if (series) {
		series->runner = record->runner;
		series->runner_text = record->runner_text;
		series->place = look_place(result, record->runner);
		series->variant = look_variant(result, record->runner, record->runner_text);
	}
	return series;
}

struct panel_point *panel_point_at(struct panel_series *series, double x, struct error *error)
{
	void *array = series->points;
	struct panel_point *point;

	for (size_t i = 0; i < series->count; i++)
		if (series->points[i].x == x)
			return &series->points[i];
	point = grow(&array, &series->count, sizeof(*point), error);
	series->points = array;
	if (point)
		point->x = x;
	return point;
}

static int point_compare(const void *left, const void *right)
{
	double a = ((const struct panel_point *)left)->x;
	double b = ((const struct panel_point *)right)->x;

	return (a > b) - (a < b);
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
}

static void panel_tidy(struct panel *panel)
{
	size_t kept = 0;

	for (size_t i = 0; i < panel->count; i++) {
		struct panel_series *series = &panel->series[i];

		if (series->count == 0) {
			free(series->points);
			continue;
		}
		qsort(series->points, series->count, sizeof(*series->points), point_compare);
		panel->series[kept++] = *series;
	}
	panel->count = kept;
	if (kept > 0)
		qsort(panel->series, kept, sizeof(*panel->series), series_compare);
}

void panel_chart_tidy(struct panel_chart *chart)
{
	size_t kept = 0;

	for (size_t i = 0; i < chart->count; i++) {
		panel_tidy(&chart->panels[i]);
		if (chart->panels[i].count > 0)
			chart->panels[kept++] = chart->panels[i];
		else
			panel_clear(&chart->panels[i]);
	}
	chart->count = kept;
}

void panel_chart_clear(struct panel_chart *chart)
{
	for (size_t i = 0; i < chart->count; i++)
		panel_clear(&chart->panels[i]);
	free(chart->panels);
	chart->panels = NULL;
	chart->count = 0;
}
