/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells and marks; see table_rows.h. */
#include "config.h"

#include "results/table/table_rows.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "results/summary/arrived.h"
#include "results/table/columns.h"
#include "results/table/groups.h"
#include "support/percent.h"
#include "results/statistics/estimate.h"
#include "results/summary/summary.h"
#include "results/record/summary_members.h"
#include "results/record/variants.h"
#include "support/numbering.h"
#include "support/text.h"

const struct column_row table_columns[TABLE_COLUMN_COUNT] = {
#define COLUMN(column, ...) [TABLE_##column] = {.title = __VA_ARGS__},
#include "results/table/column_rows.h"
#undef COLUMN
};

const char *table_cell(const struct table_row *row, enum table_column column)
{
	return column == TABLE_RUNNER ? row->runner : row->cells[column];
}

/* Aligns the digits: pads the unit to `width` columns, even if there is no unit. */
static void pad_unit(char *text, size_t width)
{
	const char *unit = strchr(text, ' ');
	size_t missing = unit != NULL ? width - columns_of(unit + 1) : width + 1;

	if (missing <= width + 1)
		snprintf(text + strlen(text), TABLE_CELL_SIZE - strlen(text), "%*s", (int)missing,
			"");
}

/* By the ending of a figure's name, the first that fits: its text function and the width of its
 * unit. Any other, such as tasks_per_second, is a plain number. */
static const struct {
	const char *end;
	char *(*text)(char *buffer, size_t size, double value);
	size_t width;
} units[] = {
	{"_ns", text_duration_rounded, 2},
	{"_use", percent_text, 0},
	{"", text_rounded, 1},
};

static void fill_figure(char *cell, const struct summary *summary, const struct column_row *column)
{
	const double value = summary_value(summary, column->figure);
	size_t unit = 0;

	while (!text_has_ending(column->figure, units[unit].end))
		unit++;
	if (!isnan(value))
		units[unit].text(cell, TABLE_CELL_SIZE, value);
	else if (column->unknown != NULL)
		snprintf(cell, TABLE_CELL_SIZE, "%s", column->unknown);
	else
		return;
	if (units[unit].width > 0)
		pad_unit(cell, units[unit].width);
}

static void fill_maximum(struct table_row *row)
{
	struct arrived arrived;

	if (!row->record->summary.arrived)
		return;
	arrived_gather(&arrived, row->record);
	text_duration_rounded(row->cells[TABLE_MAXIMUM], TABLE_CELL_SIZE, (double)arrived.max_ns);
	pad_unit(row->cells[TABLE_MAXIMUM], 2);
}

static void fill_interval(struct table_row *row)
{
	const struct estimate *rate = &row->record->summary.tasks_per_second;
	char low[TEXT_NUMBER_SIZE], high[TEXT_NUMBER_SIZE];

	if (rate->confidence > 0)
		snprintf(row->cells[TABLE_INTERVAL], TABLE_CELL_SIZE, "[%s, %s]",
			text_rounded(low, sizeof(low), rate->low),
			text_rounded(high, sizeof(high), rate->high));
	else
		snprintf(row->cells[TABLE_INTERVAL], TABLE_CELL_SIZE, "—");
}

static void fill_figures(struct table_row *row)
{
	const struct summary *summary = &row->record->summary;

	for (int column = 0; column < TABLE_COLUMN_COUNT; column++)
		if (table_columns[column].figure != NULL)
			fill_figure(row->cells[column], summary, &table_columns[column]);
	fill_interval(row);
	fill_maximum(row);
	if (summary->memory.peak_bytes > 0)
		text_bytes_rounded(row->cells[TABLE_PEAK], TABLE_CELL_SIZE,
			(double)summary->memory.peak_bytes);
	if (summary->memory.bytes_per_task > 0)
		text_bytes_rounded(row->cells[TABLE_PER_TASK], TABLE_CELL_SIZE,
			(double)summary->memory.bytes_per_task);
}

static void __attribute__((format(printf, 2, 3)))
add_mark(struct table_row *row, const char *format, ...)
{
	char *mark = row->cells[TABLE_MARK];
	size_t used = strlen(mark);
	va_list arguments;

	if (used > 0)
		used += (size_t)snprintf(mark + used, TABLE_CELL_SIZE - used, ", ");
	va_start(arguments, format);
	vsnprintf(mark + used, TABLE_CELL_SIZE - used, format, arguments);
	va_end(arguments);
}

/* Adds to the mark, if any, what happened to the blocks, if it matters for reading the figures of
 * the case. */
static void mark_blocks(struct table_row *row)
{
	const struct summary *summary = &row->record->summary;

	if (!row->measured)
		return;
	if (summary->disturbed)
		add_mark(row, "disturbed");
	else if (summary->left_out > 0)
		add_mark(row, "%ju left out", (uintmax_t)summary->left_out);
	if (summary->throttled > 0)
		add_mark(row, "throttled");
}

static int fill_row(struct table_row *row, const struct case_record *record, bool *has_memory)
{
	row->record = record;
	row->measured = case_record_measured(record);
	*has_memory |= row->measured && record->summary.memory.peak_bytes > 0;
	if (asprintf(&row->runner, "%s%s", record->runner, record->runner_text) < 0) {
		row->runner = NULL;
		return -1;
	}
	snprintf(row->cells[TABLE_CORES], TABLE_CELL_SIZE, "%u", record->cores);
	snprintf(row->cells[TABLE_CONCURRENCY], TABLE_CELL_SIZE, "%u", record->concurrency);
	if (case_record_has_rate(record))
		arrived_rate(row->cells[TABLE_ARRIVALS], TABLE_CELL_SIZE, &record->arrivals);
	if (row->measured)
		fill_figures(row);
	return 0;
}

/* Whether its throughput is compared with that of others. */
static bool competes(const struct table_row *row)
{
	return row->measured && !case_record_has_rate(row->record);
}

/* Marks the best in the table of rows[first], and those not clearly different from it. */
static void mark_table(struct table_rows *rows, size_t first)
{
	const struct estimate *figure = NULL;
	struct table_row *best = NULL;
	bool throttled = false;
	size_t measured = 0;

	for (size_t i = first; i < rows->count; i = rows->rows[i].next) {
		struct table_row *row = &rows->rows[i];

		if (!competes(row))
			continue;
		measured++;
		throttled = throttled || row->record->summary.throttled > 0;
		if (best == NULL || case_record_throughput(row->record) > figure->median) {
			best = row;
			figure = &row->record->summary.tasks_per_second;
		}
	}
	if (measured < 2)
		return;
	best->mark = TABLE_MARK_BEST;
	snprintf(best->cells[TABLE_MARK], TABLE_CELL_SIZE,
		figure->confidence > 0 && !throttled ? "best" : "highest");
	for (size_t i = first; i < rows->count && figure->confidence > 0 && !throttled;
		i = rows->rows[i].next) {
		struct table_row *row = &rows->rows[i];

		if (row == best || !competes(row) ||
			estimate_apart(figure, &row->record->summary.tasks_per_second))
			continue;
		row->mark = TABLE_MARK_LEVEL;
		snprintf(row->cells[TABLE_MARK], TABLE_CELL_SIZE, "≈ best");
	}
}

/* Links the rows of each table: those of one variant in one group. 0, or -1 if out of memory. */
static int chain(struct table_rows *rows, const struct result *result)
{
	size_t *last = calloc(rows->count + 1, sizeof(*last)); /* of each table */
	struct numbering tables = {0};
	struct variants variants;
	int outcome = variants_open(&variants, result);

	if (last == NULL)
		outcome = -1;
	for (size_t i = 0; i < rows->count && outcome >= 0; i++) {
		struct table_row *row = &rows->rows[i];
		const size_t key[2] = {row->group, variants.variant[row->record - result->cases]};
		size_t table;

		row->next = rows->count;
		outcome = numbering_add(&tables, key, sizeof(key), &table);
		if (outcome < 0)
			break;
		row->first = outcome > 0;
		if (!row->first)
			rows->rows[last[table]].next = i;
		last[table] = i;
	}
	variants_clear(&variants);
	numbering_clear(&tables);
	free(last);
	return outcome < 0 ? -1 : 0;
}

/* The rows: every case in each of its groups. */
static int fill(struct table_rows *rows, const struct result *result)
{
	struct grouped_case *cases;
	size_t count;
	int outcome = -1;

	if (groups_list(result, &cases, &count) != 0)
		return -1;
	rows->rows = calloc(count + 1, sizeof(*rows->rows));
	if (rows->rows == NULL)
		goto free_cases;
	for (size_t i = 0; i < count; i++) {
		rows->rows[i].group = cases[i].group;
		rows->count++;
		if (fill_row(&rows->rows[i], cases[i].record, &rows->has_memory) != 0)
			goto free_cases;
	}
	outcome = 0;
free_cases:
	free(cases);
	return outcome;
}

int table_rows_make(struct table_rows *rows, const struct result *result)
{
	*rows = (struct table_rows){0};
	if (fill(rows, result) != 0 || chain(rows, result) != 0)
		return -1;
	for (size_t i = 0; i < rows->count; i++)
		if (rows->rows[i].first)
			mark_table(rows, i);
	for (size_t i = 0; i < rows->count; i++)
		mark_blocks(&rows->rows[i]);
	return 0;
}

void table_rows_clear(struct table_rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		free(rows->rows[i].runner);
	free(rows->rows);
}
