/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scaling with cores: how many times serial's throughput a runner reaches on each number of cores,
 * at its best concurrency there, beside the ideal line. Only workloads measured on more than one
 * number of cores.
 */
#include "config.h"

#include "plots/chart_kind.h"
#include "plots/panels.h"

static int collect_case(struct panel_chart *chart, const struct case_record *record,
	const struct case_record *serial, struct error *error)
{
	const struct estimate *figure = &record->summary.tasks_per_second;
	double unit = case_record_throughput(serial);
	const struct panel_point point = {
		.x = record->cores,
		.y = figure->median / unit,
		.low = chart_low(figure) / unit,
		.high = chart_high(figure) / unit,
		.weight = figure->median,
	};
	struct panel *panel = panel_named(chart, record->workload, record->workload_text, error);
	struct panel_series *series = panel ? panel_series_of(panel, chart, record, error) : NULL;

	if (!series)
		return -1;
	series->reference = record == serial;
	return panel_point_add(series, &point, error);
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

static int write(const struct chart_index *index, struct canvas *canvas, char note[LABEL_SIZE],
	struct error *error)
{
	struct panel_chart chart = {
		.index = index,
		.title = "Scaling with cores",
		.subtitle = "Throughput relative to serial on the same work; each runner at its "
			    "best concurrency on that many cores.",
		.x = {.words = "cores"},
		.y_label = "speed-up over serial",
		.ideal = true,
	};
	int status = 0;
	bool without_serial = false;

	for (size_t i = 0; i < index->result->case_count && status == 0; i++) {
		const struct case_record *record = &index->result->cases[i];
		const struct chart_set *set = chart_set_of(index, i);

		if (!chart_has_figure(record) || chart_is_sweep(index, i) || !set->several_cores)
			continue;
		if (set->serial)
			status = collect_case(&chart, record, set->serial, error);
		else
			without_serial = true;
	}
	panel_chart_tidy(&chart);
	panel_chart_note(&chart, note);
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
