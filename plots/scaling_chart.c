/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scaling with cores: how many times serial's throughput a runner reaches on each number of cores,
 * at its best concurrency there, beside the ideal line. Only workloads measured on more than one
 * number of cores.
 */
#include "config.h"

#include "plots/chart_kind.h"
#include "plots/panels.h"

#include <string.h>

static bool same_workload(const struct case_record *left, const struct case_record *right)
{
	return strcmp(left->workload, right->workload) == 0 &&
		strcmp(left->workload_text, right->workload_text) == 0;
}

/* serial's case of the same workload, or NULL. */
static const struct case_record *serial_of(const struct result *result,
	const struct case_record *record)
{
	for (size_t i = 0; i < result->case_count; i++)
		if (strcmp(result->cases[i].model, "serial") == 0 &&
			chart_has_figure(&result->cases[i]) &&
			same_workload(&result->cases[i], record))
			return &result->cases[i];
	return NULL;
}

static bool has_several_cores(const struct result *result, const struct case_record *record)
{
	unsigned cores = 0;

	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_record *other = &result->cases[i];

		if (!chart_has_figure(other) || !same_workload(other, record))
			continue;
		if (cores != 0 && other->cores != cores)
			return true;
		cores = other->cores;
	}
	return false;
}

static int collect_case(struct panel_chart *chart, const struct case_record *record,
	const struct case_record *serial, struct error *error)
{
	const struct estimate *figure = &record->summary.tasks_per_second;
	double unit = serial->summary.tasks_per_second.median;
	struct panel *panel = panel_of(chart, record, error);
	struct panel_series *series =
		panel ? panel_series_of(panel, chart->result, record, error) : NULL;
	struct panel_point *point = series ? panel_point_at(series, record->cores, error) : NULL;

	if (!point)
		return -1;
	if (figure->median <= point->weight)
		return 0;
	point->weight = figure->median;
	point->y = figure->median / unit;
	point->low = chart_low(figure) / unit;
	point->high = chart_high(figure) / unit;
	series->reference = record == serial;
	return 0;
}

static void choose_kinds(struct panel_chart *chart)
{
	for (size_t i = 0; i < chart->count; i++) {
		for (size_t j = 0; j < chart->panels[i].count; j++) {
			struct panel_series *series = &chart->panels[i].series[j];

			series->kind = series->reference ? LINE_BASELINE : LINE_PARALLEL;
		}
	}
}

static int write(const struct result *result, struct canvas *canvas, char note[LABEL_SIZE],
	struct error *error)
{
	struct panel_chart chart = {
		.result = result,
		.title = "Scaling with cores",
		.subtitle =
			"Times the throughput of serial on the same work; each runner at its best concurrency on "
			"that many cores.",
		.x_label = "cores",
		.y_label = "speed-up over serial",
		.ideal = true,
	};
	int status = 0;
	bool without_serial = false;

	for (size_t i = 0; i < result->case_count && status == 0; i++) {
		const struct case_record *record = &result->cases[i];
		const struct case_record *serial;

		if (!chart_has_figure(record) || panel_is_sweep(result, record->workload) ||
			!has_several_cores(result, record))
			continue;
		serial = serial_of(result, record);
		if (serial)
			status = collect_case(&chart, record, serial, error);
		else
			without_serial = true;
	}
	panel_chart_tidy(&chart);
	choose_kinds(&chart);
	if (status == 0 && chart.count > 0)
		status = panel_chart_draw(&chart, canvas, error);
	else if (status == 0)
		snprintf(note, LABEL_SIZE, "not drawn: %s",
			without_serial
				? "no case of serial to compare with"
				: "no workload has figures on more than one number of cores");
	panel_chart_clear(&chart);
	return status;
}

const struct chart_kind chart_scaling = {.name = "scaling", .write = write};
