/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Speed-up by the size of a task: a panel for each workload that was measured with several values
 * of a number among its parameters, a line a runner, each at its best cores and concurrency. From
 * where a line is above serial's, handing tasks over is worth it.
 */
#include "config.h"

#include "plots/chart_kind.h"
#include "plots/panels.h"

#include <string.h>

#define VALUES_FROM 3 /* of the parameter */

static double value_of(const struct case_record *record, const char *key)
{
	return json_number_value(json_object_get(record->workload_parameters, key));
}

/* Whether two cases of a workload differ in this parameter at most. */
static bool same_but(const struct case_record *left, const struct case_record *right,
	const char *key)
{
	const char *name;
	json_t *value;

	if (strcmp(left->workload, right->workload) != 0)
		return false;
	json_object_foreach(left->workload_parameters, name, value) if (strcmp(name, key) != 0 &&
		!json_equal(value, json_object_get(right->workload_parameters, name))) return false;
	return true;
}

/* How many values of the parameter cases of serial have that are otherwise as this one. */
static size_t count_values(const struct result *result, const struct case_record *first,
	const char *key)
{
	double seen[VALUES_FROM];
	size_t count = 0;

	for (size_t i = 0; i < result->case_count && count < VALUES_FROM; i++) {
		const struct case_record *record = &result->cases[i];
		size_t known = 0;

		if (!chart_has_figure(record) || strcmp(record->model, "serial") != 0 ||
			!same_but(first, record, key))
			continue;
		while (known < count && seen[known] != value_of(record, key))
			known++;
		if (known == count)
			seen[count++] = value_of(record, key);
	}
	return count;
}

/* The key of the number over which the workload of this case was measured, or NULL. */
static const char *swept_key(const struct result *result, const struct case_record *record)
{
	const char *key;
	json_t *value;

	json_object_foreach(record->workload_parameters, key, value) if (json_is_number(value) &&
		count_values(result, record, key) >= VALUES_FROM) return key;
	return NULL;
}

static const struct case_record *serial_of(const struct result *result,
	const struct case_record *record)
{
	for (size_t i = 0; i < result->case_count; i++)
		if (strcmp(result->cases[i].model, "serial") == 0 &&
			chart_has_figure(&result->cases[i]) &&
			strcmp(result->cases[i].workload, record->workload) == 0 &&
			strcmp(result->cases[i].workload_text, record->workload_text) == 0)
			return &result->cases[i];
	return NULL;
}

static int collect_case(struct panel_chart *chart, const struct case_record *record,
	const char *key, const struct case_record *serial, struct error *error)
{
	const struct estimate *figure = &record->summary.tasks_per_second;
	double unit = serial->summary.tasks_per_second.median;
	struct panel *panel = panel_named(chart, record->workload, key, error);
	struct panel_series *series =
		panel ? panel_series_of(panel, chart->result, record, error) : NULL;
	struct panel_point *point =
		series ? panel_point_at(series, value_of(record, key), error) : NULL;

	if (!point)
		return -1;
	series->reference = record == serial;
	series->kind = series->reference ? LINE_BASELINE
		: record->cores == 1     ? LINE_CONCURRENT
					 : LINE_PARALLEL;
	if (figure->median <= point->weight)
		return 0;
	point->weight = figure->median;
	point->y = figure->median / unit;
	point->low = chart_low(figure) / unit;
	point->high = chart_high(figure) / unit;
	return 0;
}

static int write(const struct result *result, struct canvas *canvas, char note[LABEL_SIZE],
	struct error *error)
{
	struct panel_chart chart = {
		.result = result,
		.title = "Speed-up by the size of a task",
		.subtitle =
			"Times the throughput of serial on the same work; each runner at its best cores and "
			"concurrency. Above 1, handing tasks over is worth it.",
		.x_label = "the parameter above",
		.y_label = "speed-up over serial",
		.x_logarithmic = true,
	};
	int status = 0;

	for (size_t i = 0; i < result->case_count && status == 0; i++) {
		const struct case_record *record = &result->cases[i], *serial;
		const char *key;

		if (!chart_has_figure(record) || panel_is_sweep(result, record->workload))
			continue;
		key = swept_key(result, record);
		serial = key ? serial_of(result, record) : NULL;
		if (serial)
			status = collect_case(&chart, record, key, serial, error);
	}
	panel_chart_tidy(&chart);
	if (status == 0 && chart.count > 0)
		status = panel_chart_draw(&chart, canvas, error);
	(void)note; /* most results are not about this, so it is not missed */
	panel_chart_clear(&chart);
	return status;
}

const struct chart_kind chart_granularity = {.name = "granularity", .write = write};
