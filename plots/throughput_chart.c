/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Throughput by concurrency: a panel per workload, and a line per runner at the largest number of
 * cores it was measured with. A runner with neither axis is a line across the panel, to compare the
 * others with.
 */
#include "config.h"

#include "plots/chart_kind.h"
#include "plots/panels.h"

#include <stdlib.h>

static int collect_case(struct panel_chart *chart, const struct case_record *record,
	struct error *error)
{
	const struct estimate *figure = &record->summary.tasks_per_second;
	const struct panel_point point = {
		.x = record->concurrency,
		.y = figure->median,
		.low = chart_low(figure),
		.high = chart_high(figure),
	};
	struct panel *panel = panel_named(chart, record->workload, record->workload_text, error);
	struct panel_series *series = panel ? panel_series_of(panel, chart, record, error) : NULL;

	if (!series)
		return -1;
	if (record->cores < series->cores)
		return 0;
	if (record->cores > series->cores) {
		series->cores = record->cores;
		free(series->points);
		series->points = NULL;
		series->count = 0;
	}
	return panel_point_add(series, &point, error);
}

static void choose_kinds(struct panel_chart *chart)
{
	for (size_t i = 0; i < chart->count; i++) {
		for (size_t j = 0; j < chart->panels[i].count; j++) {
			struct panel_series *series = &chart->panels[i].series[j];

			series->reference = series->cores == 1 && series->count == 1 &&
				series->points[0].x == 1;
			series->kind = series->reference ? LINE_BASELINE
				: series->cores == 1     ? LINE_CONCURRENT
							 : LINE_PARALLEL;
		}
	}
}

static int write(const struct chart_index *index, struct canvas *canvas, char note[LABEL_SIZE],
	struct error *error)
{
	struct panel_chart chart = {
		.index = index,
		.title = "Throughput by concurrency",
		.subtitle =
			"Median of the blocks with its interval; each runner at its largest number of cores; "
			"points at one concurrency stand side by side.",
		.x = {.words = "concurrency", .unit = "tasks in flight"},
		.y_label = "throughput (tasks/s)",
		.x_logarithmic = true,
		.key_cores = true,
	};
	int status = 0;
	bool swept = false;

	for (size_t i = 0; i < index->result->case_count && status == 0; i++) {
		const struct case_record *record = &index->result->cases[i];

		if (!chart_has_figure(record))
			continue;
		if (chart_is_sweep(index, i))
			swept = true;
		else
			status = collect_case(&chart, record, error);
	}
	panel_chart_tidy(&chart);
	panel_chart_note(&chart, note);
	choose_kinds(&chart);
	if (status == 0 && chart.count > 0)
		status = panel_chart_draw(&chart, canvas, error);
	else if (status == 0)
		snprintf(note, LABEL_SIZE, "not drawn: %s",
			swept ? "every workload with a figure is swept over a parameter"
			      : "no case has a figure");
	panel_chart_clear(&chart);
	return status;
}

const struct chart_kind chart_throughput = {.name = "throughput", .write = write};
