/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Speed-up by the size of a task: a panel for each workload that was measured with several values
 * of a number among its parameters, with a line per runner, each at its best cores and concurrency.
 * If a line is above serial's, handing tasks over pays off.
 */
#include "config.h"

#include "plots/chart_kind.h"
#include "plots/panels.h"
#include "plots/quantity.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/numbering.h"

#define VALUES_FROM 3      /* of the parameter */
#define SHORT_SWEEP_FROM 2 /* fewer values are no sweep */
#define NAME_LIMIT 40      /* characters of a workload */
#define NAMED_LIMIT 4      /* sweeps that a note names */

static double value_of(const struct case_record *record, const char *key)
{
	return json_number_value(json_object_get(record->workload_parameters, key));
}

/* Families of cases that differ in at most one number of their workload, and how many values of
 * that number have figures. */
struct families {
	struct numbering names;  /* of families */
	struct numbering values; /* of a family and a value */
	size_t *value_counts;    /* of each family */
	size_t room;             /* for this many families */
};

/* What all cases of a family have in common, as text; the caller frees. NULL if memory is out. */
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

/* Counts the value of a case in its family. */
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

/* Of the cases of all runners, or of serial alone. */
static int families_make(struct families *families, const struct result *result, bool serial)
{
	*families = (struct families){.room = 0};
	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_record *record = &result->cases[i];
		const char *key;
		json_t *value;

		if (!chart_has_figure(record) || (serial && strcmp(record->model, "serial") != 0))
			continue;
		json_object_foreach(record->workload_parameters, key, value) {
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

/* The number over which the workload of a case was measured. */
struct sweep {
	const char *key;    /* NULL: there is none */
	size_t value_count; /* that have figures */
};

/* Finds the first parameter with enough values for a panel, else the first with several. 0, or -1
 * if memory is out. */
static int find_sweep(const struct families *families, const struct case_record *record,
	struct sweep *sweep)
{
	const char *key;
	json_t *value;

	*sweep = (struct sweep){.key = NULL};
	json_object_foreach(record->workload_parameters, key, value) {
		char *name = json_is_number(value) ? family_name(record, key) : NULL;
		size_t number, count = 0;

		if (!name && json_is_number(value))
			return -1;
		if (name && numbering_find_text(&families->names, name, &number))
			count = families->value_counts[number];
		free(name);
		if (count >= SHORT_SWEEP_FROM && (!sweep->key || count >= VALUES_FROM))
			*sweep = (struct sweep){key, count};
		if (count >= VALUES_FROM)
			return 0;
	}
	return 0;
}

/* The sweeps that are left out for one reason, for the note. */
struct left_out {
	struct numbering names;
	char text[LABEL_SIZE]; /* of the first ones: "sleep by duration, hash by rounds" */
};

/* 0, or -1 where memory is out. */
static int left_out_add(struct left_out *sweeps, const struct case_record *record, const char *key)
{
	struct quantity quantity;
	char workload[QUANTITY_SIZE], name[2 * QUANTITY_SIZE + sizeof(" by ")];
	size_t number, used = strlen(sweeps->text);
	int added;

	quantity_of_parameter(&quantity, key, record->workload_text);
	label_clean(workload, sizeof(workload), NAME_LIMIT, record->workload);
	snprintf(name, sizeof(name), "%s by %s", workload, quantity.words);
	added = numbering_add_text(&sweeps->names, name, &number);
	if (added == 1 && number < NAMED_LIMIT)
		snprintf(sweeps->text + used, sizeof(sweeps->text) - used, "%s%s",
			number > 0 ? ", " : "", name);
	return added < 0 ? -1 : 0;
}

/* Appends to `note` which sweeps are left out and why. */
static void left_out_note(const struct left_out *sweeps, const char *reason, char note[LABEL_SIZE])
{
	size_t used = strlen(note), count = sweeps->names.count;
	char others[40] = "";

	if (count == 0)
		return;
	if (count > NAMED_LIMIT)
		snprintf(others, sizeof(others), " and %zu more", count - NAMED_LIMIT);
	snprintf(note + used, LABEL_SIZE - used, "%sleft out%s: %.400s%s", used > 0 ? "; " : "",
		reason, sweeps->text, others);
}

static int collect_case(struct panel_chart *chart, const struct case_record *record,
	const char *key, const struct case_record *serial, struct error *error)
{
	const struct estimate *figure = &record->summary.tasks_per_second;
	double unit = case_record_throughput(serial);
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

/* The families that a chart is collected from, and the sweeps that are not drawn. */
struct sweeps {
	struct families serial, all; /* values with figures of serial; of any runner */
	struct left_out too_short, without_serial;
};

static int sweeps_make(struct sweeps *sweeps, const struct result *result, struct error *error)
{
	*sweeps = (struct sweeps){.too_short.text = ""};
	if (families_make(&sweeps->serial, result, true) < 0 ||
		families_make(&sweeps->all, result, false) < 0)
		return error_set(error, "out of memory while collecting a chart");
	return 0;
}

static void sweeps_clear(struct sweeps *sweeps)
{
	families_clear(&sweeps->serial);
	families_clear(&sweeps->all);
	numbering_clear(&sweeps->too_short.names);
	numbering_clear(&sweeps->without_serial.names);
}

/* Notes a case that is left out only because serial has no figure. 0, or -1 if memory is out. */
static int add_without_serial(struct sweeps *sweeps, const struct case_record *record)
{
	struct sweep sweep;

	if (find_sweep(&sweeps->all, record, &sweep) < 0)
		return -1;
	return sweep.value_count < VALUES_FROM
		? 0
		: left_out_add(&sweeps->without_serial, record, sweep.key);
}

/* The sweep that a case belongs to; its key is NULL if it is not to be drawn. 0, or -1 if memory is
 * out. */
static int choose_sweep(struct sweeps *sweeps, const struct case_record *record, bool serial,
	struct sweep *sweep)
{
	*sweep = (struct sweep){.key = NULL};
	if (!serial)
		return add_without_serial(sweeps, record);
	if (find_sweep(&sweeps->serial, record, sweep) < 0)
		return -1;
	if (!sweep->key || sweep->value_count >= VALUES_FROM)
		return 0;
	if (left_out_add(&sweeps->too_short, record, sweep->key) < 0)
		return -1;
	sweep->key = NULL;
	return 0;
}

static int collect(struct panel_chart *chart, struct sweeps *sweeps, struct error *error)
{
	const struct chart_index *index = chart->index;

	for (size_t i = 0; i < index->result->case_count; i++) {
		const struct case_record *record = &index->result->cases[i];
		const struct case_record *serial = chart_set_of(index, i)->serial;
		struct sweep sweep;

		if (!chart_has_figure(record) || chart_is_sweep(index, i))
			continue;
		if (choose_sweep(sweeps, record, serial != NULL, &sweep) < 0)
			return error_set(error, "out of memory while collecting a chart");
		if (sweep.key && collect_case(chart, record, sweep.key, serial, error) < 0)
			return -1;
	}
	return 0;
}

/* Appends to `note` what is left out. */
static void sweeps_note(const struct sweeps *sweeps, char note[LABEL_SIZE])
{
	char reason[80];

	snprintf(reason, sizeof(reason), ", as a line needs at least %d values of the parameter",
		VALUES_FROM);
	left_out_note(&sweeps->too_short, reason, note);
	left_out_note(&sweeps->without_serial, " where serial has no figure to compare with", note);
}

static int write(const struct chart_index *index, struct canvas *canvas, char note[LABEL_SIZE],
	struct error *error)
{
	struct panel_chart chart = {
		.index = index,
		.title = "Speed-up by the size of a task",
		.subtitle = "Throughput relative to serial on the same work; each runner at its "
			    "best number of cores and concurrency. Above 1, handing tasks over "
			    "pays.",
		.y_label = "speed-up over serial",
		.x_logarithmic = true,
	};
	struct sweeps sweeps;
	int status = sweeps_make(&sweeps, index->result, error);

	if (status == 0)
		status = collect(&chart, &sweeps, error);
	panel_chart_tidy(&chart);
	panel_chart_note(&chart, note);
	sweeps_note(&sweeps, note);
	sweeps_clear(&sweeps);
	if (status == 0 && chart.count > 0)
		status = panel_chart_draw(&chart, canvas, error);
	/* Most results have no sweep; then a missing chart needs no note. */
	panel_chart_clear(&chart);
	return status;
}

const struct chart_kind chart_granularity = {.name = "granularity", .write = write};
