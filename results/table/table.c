/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables of a result, written by workload. The rows of all cases are made first, so that a column
 * is equally wide in all tables.
 */
#include "config.h"

#include "results/table/table.h"

#include <stdlib.h>
#include <string.h>

#include "results/summary/arrived.h"
#include "results/table/case_notes.h"
#include "results/table/columns.h"
#include "results/table/groups.h"
#include "results/table/table_notes.h"
#include "results/table/table_rows.h"
#include "support/text.h"

#define MARGIN 2 /* before a table */
#define GAP 2    /* between columns */

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define RED "\033[31m"
#define GREEN "\033[32m"
#define RESET "\033[0m"

struct table {
	const struct result *result;
	struct table_rows rows;
	size_t needed[TABLE_COLUMN_COUNT]; /* for the cells of all rows */
	size_t widths[TABLE_COLUMN_COUNT]; /* in the table being written; 0: left out */
	bool rates;                        /* a case in it has one */
	bool shown[TABLE_COLUMN_COUNT];    /* in a table that was written */
	bool colour;
	size_t width;
};

static size_t total_width(const struct table *table)
{
	size_t total = MARGIN;

	for (int column = 0; column < TABLE_COLUMN_COUNT; column++)
		if (table->widths[column] > 0)
			total += table->widths[column] + (column > 0 ? GAP : 0);
	return total;
}

static void measure_cells(struct table *table)
{
	for (size_t i = 0; i < table->rows.count; i++)
		for (int column = 0; column < TABLE_COLUMN_COUNT; column++) {
			size_t width = columns_of(table_cell(&table->rows.rows[i],
				(enum table_column)column));

			if (width > table->needed[column])
				table->needed[column] = width;
		}
}

/* Leaves columns out until the others fit. */
static void drop(struct table *table)
{
	for (unsigned turn = 1; turn <= TABLE_COLUMN_COUNT; turn++)
		for (int column = 0; column < TABLE_COLUMN_COUNT; column++)
			if (table_columns[column].dropped[table->rates] == turn &&
				table->width > 0 && total_width(table) > table->width)
				table->widths[column] = 0;
}

/* The columns of the table that begins with this row. */
static void fit(struct table *table, size_t first)
{
	table->rates = false;
	for (size_t i = first; i < table->rows.count; i = table->rows.rows[i].next)
		table->rates = table->rates || case_record_has_rate(table->rows.rows[i].record);
	for (int column = 0; column < TABLE_COLUMN_COUNT; column++) {
		table->widths[column] = 0;
		if ((table_columns[column].with_rates && !table->rates) ||
			(table_columns[column].with_memory && !table->rows.has_memory))
			continue;
		table->widths[column] = columns_of(table_columns[column].title);
		if (table->needed[column] > table->widths[column])
			table->widths[column] = table->needed[column];
	}
	drop(table);
	for (int column = 0; column < TABLE_COLUMN_COUNT; column++)
		table->shown[column] = table->shown[column] || table->widths[column] > 0;
}

static void colour(FILE *stream, const struct table *table, const char *code)
{
	if (table->colour)
		fputs(code, stream);
}

static void write_padded(FILE *stream, const char *text, size_t width, bool left)
{
	int pad = (int)(width - columns_of(text));

	if (!left)
		fprintf(stream, "%*s", pad, "");
	columns_write(stream, text, 0);
	if (left)
		fprintf(stream, "%*s", pad, "");
}

static void write_cells(FILE *stream, const struct table *table, const struct table_row *row,
	int columns_wanted)
{
	for (int column = 0; column < columns_wanted; column++) {
		const char *text = row != NULL ? table_cell(row, (enum table_column)column)
					       : table_columns[column].title;

		/* The last column is not padded: no blanks at the end of a line. */
		if (table->widths[column] == 0 || (column == TABLE_MARK && text[0] == '\0'))
			continue;
		fprintf(stream, "%*s", column == 0 ? MARGIN : GAP, "");
		if (column == TABLE_MARK)
			columns_write(stream, text, 0);
		else
			write_padded(stream, text, table->widths[column],
				table_columns[column].left);
	}
}

/* A line under the figures of a case. */
static void write_under(FILE *stream, const struct table *table, const char *code, const char *text)
{
	fprintf(stream, "%*s", 2 * MARGIN, "");
	colour(stream, table, code);
	columns_wrap_beside(stream, text, table->width, 2 * MARGIN);
	colour(stream, table, RESET);
}

/* A case without figures: its outcome instead of them, or in a line below if it does not fit. */
static void write_failure(FILE *stream, const struct table *table, const struct table_row *row)
{
	const struct case_record *record = row->record;
	size_t used = MARGIN + table->widths[TABLE_RUNNER] + GAP + table->widths[TABLE_CORES] +
		GAP + table->widths[TABLE_CONCURRENCY] + GAP +
		(table->rates ? table->widths[TABLE_ARRIVALS] + GAP : 0);
	char *text;
	int length;

	write_cells(stream, table, row, TABLE_RATE);
	length = record->summary.blocks > 0
		? asprintf(&text, "%s: %s (%ju of %zu block%s %s ok)", status_name(record->status),
			  record->reason != NULL ? record->reason : "no reason was given",
			  (uintmax_t)record->summary.blocks, record->block_count,
			  text_plural(record->block_count),
			  record->summary.blocks == 1 ? "is" : "are")
		: asprintf(&text, "%s: %s", status_name(record->status),
			  record->reason != NULL ? record->reason : "no reason was given");
	if (length < 0) {
		fputc('\n', stream);
		return;
	}
	if (table->width > 0 && table->width <= used + 8) {
		fputc('\n', stream);
		write_under(stream, table, RED, text);
	} else {
		fprintf(stream, "%*s", GAP, "");
		colour(stream, table, RED);
		columns_write(stream, text, table->width > 0 ? table->width - used : 0);
		colour(stream, table, RESET);
		fputc('\n', stream);
	}
	free(text);
}

/* Other figures that the workload observed, and how the figures were obtained, in a line below. */
static void write_case_notes(FILE *stream, const struct table *table, const struct table_row *row)
{
	char text[CASE_NOTES_SIZE];

	if (case_notes_text(text, sizeof(text), row->record)[0] != '\0')
		write_under(stream, table, DIM, text);
}

/* A warning, in a line of its own, if latencies at a rate do not mean what they seem to. */
static void write_warning(FILE *stream, const struct table *table, const struct table_row *row)
{
	char text[ARRIVED_WARNING_SIZE];

	if (row->record->summary.arrived &&
		arrived_warning(text, sizeof(text), row->record)[0] != '\0')
		write_under(stream, table, RED, text);
}

static void write_row(FILE *stream, const struct table *table, const struct table_row *row)
{
	if (!row->measured) {
		write_failure(stream, table, row);
		return;
	}
	if (row->mark == TABLE_MARK_BEST)
		colour(stream, table, BOLD GREEN);
	else if (row->mark == TABLE_MARK_LEVEL)
		colour(stream, table, GREEN);
	write_cells(stream, table, row, TABLE_COLUMN_COUNT);
	colour(stream, table, RESET);
	fputc('\n', stream);
	write_case_notes(stream, table, row);
	write_warning(stream, table, row);
}

static void write_workload(FILE *stream, struct table *table, size_t first)
{
	const struct case_record *record = table->rows.rows[first].record;

	fit(table, first);
	colour(stream, table, BOLD);
	columns_write(stream, record->workload, 0);
	colour(stream, table, RESET);
	columns_write(stream, record->workload_text, 0);
	fputc('\n', stream);
	colour(stream, table, DIM);
	write_cells(stream, table, NULL, TABLE_COLUMN_COUNT);
	colour(stream, table, RESET);
	fputc('\n', stream);
	for (size_t i = first; i < table->rows.count; i = table->rows.rows[i].next)
		write_row(stream, table, &table->rows.rows[i]);
	fputc('\n', stream);
}

/* The tables of a group, whose rows begin at *next; moves *next past them. */
static void write_group(FILE *stream, struct table *table, size_t group, size_t *next)
{
	const size_t first = *next;

	while (*next < table->rows.count && table->rows.rows[*next].group == group)
		++*next;
	if (*next == first && group == table->result->groups_count)
		return;
	groups_heading(stream, table->result, group, table->width, table->colour ? BOLD : "",
		table->colour ? RESET : "");
	if (*next == first)
		columns_text(stream, "None of its cases is possible here.\n\n", table->width);
	for (size_t i = first; i < *next; i++)
		if (table->rows.rows[i].first)
			write_workload(stream, table, i);
}

static void write_notes(FILE *stream, const struct table *table)
{
	bool level = false;

	for (size_t i = 0; i < table->rows.count; i++)
		level = level || table->rows.rows[i].mark == TABLE_MARK_LEVEL;
	colour(stream, table, DIM);
	table_notes_write(stream, table->result, level, table->shown, table->width);
	colour(stream, table, RESET);
}

int table_write(FILE *stream, const struct result *result, bool with_colour, unsigned width)
{
	struct table table = {.result = result, .colour = with_colour, .width = width};
	int outcome = table_rows_make(&table.rows, result);
	size_t next = 0;

	if (outcome == 0) {
		measure_cells(&table);
		for (size_t group = 0; group <= result->groups_count; group++)
			write_group(stream, &table, group, &next);
		write_notes(stream, &table);
		outcome = ferror(stream) ? -1 : 0;
	}
	table_rows_clear(&table.rows);
	return outcome;
}
