/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Speed-up by the size of a task: a panel for each workload that was measured with several values
 * of a number among its parameters, a line a runner, each at its best cores and concurrency. From
 * where a line is above serial's, handing tasks over is worth it.
 */
#include "config.h"

#include "plots/chart_kind.h"
#include "plots/panels.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/numbering.h"

#define VALUES_FROM 3 /* of the parameter */

static double value_of(const struct case_record *record, const char *key)
{
	return json_number_value(json_object_get(record->workload_parameters, key));
}

/* Families of cases that differ in one number of their workload at most, and how many values of it
 * serial has figures at. */
struct families {
	struct numbering names;  /* of families */
	struct numbering values; /* of a family and a value */
	size_t *value_counts;    /* of each family */
	size_t room;             /* for so many families */
};

/* What all cases of a family have in common, as text; the caller frees. NULL where memory is out.
 */
static char *family_name(const struct case_record *record, const char *key)
{
	json_t *others = json_copy(record->workload_parameters);
	char *text = NULL, *name = NULL;

	json_object_del(others, key);
	text = others ? json_dumps(others, JSON_SORT_KEYS | JSON_COMPACT) : NULL;
	if (text && asprintf(&name, "%s %s %s", record->workload, key, text) < 0)
		name = NULL;
	free(text);
	json_decref(others);
	return name;
}

/* Makes sure that there is a count for a family with this number. 0 or -1. */
static int make_room(struct families *families, size_t number)
{
	size_t room = number < 16 ? 16 : 2 * number;
	size_t *larger;

	if (number < families->room)
		return 0;
	larger = reallocarray(families->value_counts, room, sizeof(*larger));
	if (!larger)
		return -1;
	memset(larger + families->room, 0, (room - families->room) * sizeof(*larger));
	families->value_counts = larger;
	families->room = room;
	return 0;
}

/* Counts the value of a case of serial in its family. */
static int family_add(struct families *families, const struct case_record *record, const char *key)
{
	struct {
		uint64_t family;
		double value;
	} value = {.value = value_of(record, key)};
	char *name = family_name(record, key);
	size_t number, ignored;
	int added = name ? numbering_add_text(&families->names, name, &number) : -1;

	free(name);
	if (added < 0 || make_room(families, number) < 0)
		return -1;
	value.family = number;
	added = numbering_add(&families->values, &value, sizeof(value), &ignored);
	families->value_counts[number] += added == 1;
	return added < 0 ? -1 : 0;
}

static int families_make(struct families *families, const struct result *result)
{
	*families = (struct families){.room = 0};
	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_record *record = &result->cases[i];
		const char *key;
		json_t *value;

		if (!chart_has_figure(record) || strcmp(record->model, "serial") != 0)
			continue;
		json_object_foreach(record->workload_parameters, key, value)
		{
			if (json_is_number(value) && family_add(families, record, key) < 0)
				return -1;
		}
	}
	return 0;
}

static void families_clear(struct families *families)
{
	numbering_clear(&families->names);
	numbering_clear(&families->values);
	free(families->value_counts);
}

/* The key of the number over which the workload of this case was measured into *key, or NULL. 0, or
 * -1 where memory is out. */
static int swept_key(const struct families *families, const struct case_record *record,
	const char **key)
{
	json_t *value;

	json_object_foreach(record->workload_parameters, *key, value)
	{
		char *name = json_is_number(value) ? family_name(record, *key) : NULL;
		size_t number;
		bool swept = name && numbering_find_text(&families->names, name, &number) &&
			families->value_counts[number] >= VALUES_FROM;

		if (!name && json_is_number(value))
			return -1;
		free(name);
		if (swept)
			return 0;
	}
	*key = NULL;
	return 0;
}

static int collect_case(struct panel_chart *chart, const struct case_record *record,
	const char *key, const struct case_record *serial, struct error *error)
{
	const struct estimate *figure = &record->summary.tasks_per_second;
	double unit = serial->summary.tasks_per_second.median;
	const struct panel_point point = {
		.x = value_of(record, key),
		.y = figure->median / unit,
		.low = chart_low(figure) / unit,
		.high = chart_high(figure) / unit,
		.weight = figure->median,
	};
	struct panel *panel = panel_named(chart, record->workload, key, error);
	struct panel_series *series = panel ? panel_series_of(panel, chart, record, error) : NULL;

	if (!series)
		return -1;
	if (panel->x.words[0] == '\0')
		quantity_of_parameter(&panel->x, key, record->workload_text);
	series->reference = record == serial;
	series->kind = series->reference ? LINE_BASELINE
		: record->cores == 1     ? LINE_CONCURRENT
					 : LINE_PARALLEL;
	return panel_point_add(series, &point, error);
}

static int collect(struct panel_chart *chart, const struct families *families, struct error *error)
{
	const struct chart_index *index = chart->index;

	for (size_t i = 0; i < index->result->case_count; i++) {
		const struct case_record *record = &index->result->cases[i];
		const struct case_record *serial = chart_set_of(index, i)->serial;
		const char *key;

		if (!serial || !chart_has_figure(record) || chart_is_sweep(index, i))
			continue;
		if (swept_key(families, record, &key) < 0)
			return error_set(error, "out of memory while collecting a chart");
		if (key && collect_case(chart, record, key, serial, error) < 0)
			return -1;
	}
	return 0;
}

static int write(const struct chart_index *index, struct canvas *canvas, char note[LABEL_SIZE],
	struct error *error)
{
	struct panel_chart chart = {
		.index = index,
		.title = "Speed-up by the size of a task",
		.subtitle =
			"Times the throughput of serial on the same work; each runner at its best cores and "
			"concurrency. Above 1, handing tasks over is worth it.",
		.y_label = "speed-up over serial",
		.x_logarithmic = true,
	};
	struct families families;
	int status = families_make(&families, index->result) == 0
		? collect(&chart, &families, error)
		: error_set(error, "out of memory while collecting a chart");

	families_clear(&families);
	panel_chart_tidy(&chart);
	panel_chart_note(&chart, note);
	if (status == 0 && chart.count > 0)
		status = panel_chart_draw(&chart, canvas, error);
	/* Most results are not about this, so where it is not drawn it is not missed. */
	panel_chart_clear(&chart);
	return status;
}

const struct chart_kind chart_granularity = {.name = "granularity", .write = write};
