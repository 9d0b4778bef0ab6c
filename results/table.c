/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables of a result: the cells of all cases are made first, so that columns are as wide in one
 * table as in the next, then written by workload.
 */
#include "config.h"

#include "results/table.h"

#include <stdlib.h>
#include <string.h>

#include "results/arrived.h"
#include "results/case_notes.h"
#include "results/columns.h"
#include "results/groups.h"
#include "results/statistics/estimate.h"
#include "results/table_notes.h"
#include "support/text.h"

#define CELL_SIZE (2 * TEXT_NUMBER_SIZE)
#define MARGIN 2 /* before a table */
#define GAP 2    /* between columns */
#define NONE "—"

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define RED "\033[31m"
#define GREEN "\033[32m"
#define RESET "\033[0m"

enum column {
	RUNNER,
	CORES,
	CONCURRENCY,
	ARRIVALS,
	RATE,
	INTERVAL,
	P50,
	P99,
	UNCORRECTED,
	MAXIMUM,
	PEAK,
	PER_TASK,
	CPU,
	MARK,
	COLUMN_COUNT
};

static const struct {
	const char *title;
	bool left;
	bool with_rates; /* only where a case has a rate */
} columns[COLUMN_COUNT] = {
	[RUNNER] = {"runner", true, false},
	[CORES] = {"cores", false, false},
	[CONCURRENCY] = {"in flight", false, false},
	[ARRIVALS] = {"rate", false, true},
	[RATE] = {"tasks/s", false, false},
	[INTERVAL] = {"interval", false, false},
	[P50] = {"p50", false, false},
	[P99] = {"p99", false, false},
	[UNCORRECTED] = {"uncorrected", false, true},
	[MAXIMUM] = {"max", false, true},
	[PEAK] = {"memory", false, false},
	[PER_TASK] = {"mem/task", false, false},
	[CPU] = {"CPU", false, false},
	[MARK] = {"", true, false},
};

enum mark { MARK_NONE, MARK_BEST, MARK_LEVEL };

struct row {
	const struct case_record *record;
	size_t group; /* of the result's; their number: none */
	bool measured;
	enum mark mark;
	char *runner; /* its name and parameters */
	char cells[COLUMN_COUNT][CELL_SIZE];
};

struct table {
	const struct result *result;
	struct row *rows; /* by group: a case in several has a row in each */
	size_t count;
	size_t widths[COLUMN_COUNT]; /* of the table that is being written; 0: left out */
	bool rates;                  /* a case in it has one */
	bool colour, has_memory, shows_memory;
	size_t width;
};

static const char *cell(const struct row *row, enum column column)
{
	return column == RUNNER ? row->runner : row->cells[column];
}

/* Brings digits under digits: a unit takes `width` columns, also where there is none. */
static void pad_unit(char *text, size_t width)
{
	const char *unit = strchr(text, ' ');
	size_t missing = unit != NULL ? width - columns_of(unit + 1) : width + 1;

	if (missing <= width + 1)
		snprintf(text + strlen(text), CELL_SIZE - strlen(text), "%*s", (int)missing, "");
}

/* What only a case with a rate has: the others leave those columns empty. */
static void fill_arrivals(struct row *row)
{
	const struct summary *summary = &row->record->summary;
	struct arrived arrived;

	if (!summary->arrived)
		return;
	arrived_gather(&arrived, row->record);
	text_duration_rounded(row->cells[UNCORRECTED], CELL_SIZE,
		summary->latency_uncorrected_p99_ns);
	text_duration_rounded(row->cells[MAXIMUM], CELL_SIZE, (double)arrived.max_ns);
	pad_unit(row->cells[UNCORRECTED], 2);
	pad_unit(row->cells[MAXIMUM], 2);
}

static void fill_figures(struct row *row)
{
	const struct summary *summary = &row->record->summary;
	char low[TEXT_NUMBER_SIZE], high[TEXT_NUMBER_SIZE];
	double use = 100 * summary->cpu_use.median;

	text_rounded(row->cells[RATE], CELL_SIZE, summary->tasks_per_second.median);
	pad_unit(row->cells[RATE], 1);
	if (summary->tasks_per_second.confidence > 0)
		snprintf(row->cells[INTERVAL], CELL_SIZE, "[%s, %s]",
			text_rounded(low, sizeof(low), summary->tasks_per_second.low),
			text_rounded(high, sizeof(high), summary->tasks_per_second.high));
	else
		snprintf(row->cells[INTERVAL], CELL_SIZE, NONE);
	if (summary->stamped) {
		text_duration_rounded(row->cells[P50], CELL_SIZE, summary->latency_p50_ns);
		text_duration_rounded(row->cells[P99], CELL_SIZE, summary->latency_p99_ns);
	} else {
		snprintf(row->cells[P50], CELL_SIZE, NONE);
		snprintf(row->cells[P99], CELL_SIZE, NONE);
	}
	pad_unit(row->cells[P50], 2);
	pad_unit(row->cells[P99], 2);
	fill_arrivals(row);
	snprintf(row->cells[CPU], CELL_SIZE, "%.*f %%", use < 10 ? 1 : 0, use);
	if (summary->memory.peak_bytes > 0)
		text_bytes_rounded(row->cells[PEAK], CELL_SIZE, (double)summary->memory.peak_bytes);
	if (summary->memory.bytes_per_task > 0)
		text_bytes_rounded(row->cells[PER_TASK], CELL_SIZE,
			(double)summary->memory.bytes_per_task);
}

/* Behind the mark, if there is one: what its disturbed blocks mean for the figures of a case. */
static void mark_disturbed(struct row *row)
{
	const struct summary *summary = &row->record->summary;
	char *mark = row->cells[MARK];
	size_t used = strlen(mark);

	if (!row->measured || (summary->left_out == 0 && !summary->disturbed))
		return;
	if (used > 0)
		used += (size_t)snprintf(mark + used, CELL_SIZE - used, ", ");
	if (summary->disturbed)
		snprintf(mark + used, CELL_SIZE - used, "disturbed");
	else
		snprintf(mark + used, CELL_SIZE - used, "%ju left out",
			(uintmax_t)summary->left_out);
}

static int fill_row(struct row *row, const struct case_record *record, bool *has_memory)
{
	row->record = record;
	row->measured = case_record_measured(record);
	*has_memory |= row->measured && record->summary.memory.peak_bytes > 0;
	if (asprintf(&row->runner, "%s%s", record->runner, record->runner_text) < 0) {
		row->runner = NULL;
		return -1;
	}
	snprintf(row->cells[CORES], CELL_SIZE, "%u", record->cores);
	snprintf(row->cells[CONCURRENCY], CELL_SIZE, "%u", record->concurrency);
	if (case_record_has_rate(record))
		arrived_rate(row->cells[ARRIVALS], CELL_SIZE, &record->arrivals);
	if (row->measured)
		fill_figures(row);
	return 0;
}

/* Whether its throughput is held against that of others. */
static bool competes(const struct row *row)
{
	return row->measured && !case_record_has_rate(row->record);
}

/* Whether both rows are in one table. */
static bool same_table(const struct row *one, const struct row *other)
{
	return one->group == other->group &&
		strcmp(one->record->workload, other->record->workload) == 0 &&
		strcmp(one->record->workload_text, other->record->workload_text) == 0;
}

/* Marks the best in the table of rows[first], and those that the blocks do not tell from it. */
static void mark_table(struct table *table, size_t first)
{
	const struct estimate *figure = NULL;
	struct row *best = NULL;
	size_t measured = 0;

	for (size_t i = first; i < table->count; i++) {
		struct row *row = &table->rows[i];

		if (!competes(row) || !same_table(row, &table->rows[first]))
			continue;
		measured++;
		if (best == NULL || row->record->summary.tasks_per_second.median > figure->median) {
			best = row;
			figure = &row->record->summary.tasks_per_second;
		}
	}
	if (measured < 2)
		return;
	best->mark = MARK_BEST;
	snprintf(best->cells[MARK], CELL_SIZE, figure->confidence > 0 ? "best" : "highest");
	for (size_t i = first; i < table->count && figure->confidence > 0; i++) {
		struct row *row = &table->rows[i];

		if (row == best || !competes(row) || !same_table(row, best) ||
			estimate_apart(figure, &row->record->summary.tasks_per_second))
			continue;
		row->mark = MARK_LEVEL;
		snprintf(row->cells[MARK], CELL_SIZE, "≈ best");
	}
}

static bool is_first_of_table(const struct table *table, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (same_table(&table->rows[i], &table->rows[index]))
			return false;
	return true;
}

static size_t total_width(const struct table *table)
{
	size_t total = MARGIN;

	for (int column = 0; column < COLUMN_COUNT; column++)
		if (table->widths[column] > 0)
			total += table->widths[column] + (column > 0 ? GAP : 0);
	return total;
}

/* The columns of the table that begins with this row. */
static void fit(struct table *table, size_t first)
{
	static const enum column dropped[2][6] = {{PEAK, PER_TASK, P50, INTERVAL, P99, CPU},
		{PEAK, PER_TASK, INTERVAL, CPU, P50, MAXIMUM}};

	table->rates = false;
	for (size_t i = first; i < table->count; i++)
		table->rates = table->rates ||
			(same_table(&table->rows[i], &table->rows[first]) &&
				case_record_has_rate(table->rows[i].record));
	for (int column = 0; column < COLUMN_COUNT; column++) {
		table->widths[column] = 0;
		if (columns[column].with_rates && !table->rates)
			continue;
		table->widths[column] = columns_of(columns[column].title);
		for (size_t i = 0; i < table->count; i++) {
			size_t width = columns_of(cell(&table->rows[i], (enum column)column));

			if (width > table->widths[column])
				table->widths[column] = width;
		}
	}
	if (!table->has_memory)
		table->widths[PEAK] = table->widths[PER_TASK] = 0;
	for (size_t i = 0; i < sizeof(dropped[0]) / sizeof(dropped[0][0]); i++)
		if (table->width > 0 && total_width(table) > table->width)
			table->widths[dropped[table->rates][i]] = 0;
	table->shows_memory = table->shows_memory || table->widths[PER_TASK] > 0;
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

static void write_cells(FILE *stream, const struct table *table, const struct row *row,
	int columns_wanted)
{
	for (int column = 0; column < columns_wanted; column++) {
		const char *text =
			row != NULL ? cell(row, (enum column)column) : columns[column].title;

		/* The last column is not padded: no blanks at the end of a line. */
		if (table->widths[column] == 0 || (column == MARK && text[0] == '\0'))
			continue;
		fprintf(stream, "%*s", column == 0 ? MARGIN : GAP, "");
		if (column == MARK)
			columns_write(stream, text, 0);
		else
			write_padded(stream, text, table->widths[column], columns[column].left);
	}
}

/* A case without figures: what came of it, in place of them. */
static void write_failure(FILE *stream, const struct table *table, const struct row *row)
{
	const struct case_record *record = row->record;
	size_t used = MARGIN + table->widths[RUNNER] + GAP + table->widths[CORES] + GAP +
		table->widths[CONCURRENCY] + GAP +
		(table->rates ? table->widths[ARRIVALS] + GAP : 0);
	char *text;
	int length;

	write_cells(stream, table, row, RATE);
	length = record->summary.blocks > 0
		? asprintf(&text, "%s: %s (%ju of %zu blocks are ok)", status_name(record->status),
			  record->reason != NULL ? record->reason : "no reason was given",
			  (uintmax_t)record->summary.blocks, record->block_count)
		: asprintf(&text, "%s: %s", status_name(record->status),
			  record->reason != NULL ? record->reason : "no reason was given");
	fprintf(stream, "%*s", GAP, "");
	colour(stream, table, RED);
	if (length >= 0) {
		columns_write(stream, text, table->width > used + 8 ? table->width - used : 0);
		free(text);
	}
	colour(stream, table, RESET);
	fputc('\n', stream);
}

/* What the workload saw beside time and how the figures came about, in a line under them. */
static void write_case_notes(FILE *stream, const struct table *table, const struct row *row)
{
	char text[CASE_NOTES_SIZE];

	if (case_notes_text(text, sizeof(text), row->record)[0] == '\0')
		return;
	fprintf(stream, "%*s", 2 * MARGIN, "");
	colour(stream, table, DIM);
	columns_write(stream, text, 0);
	colour(stream, table, RESET);
	fputc('\n', stream);
}

/* What makes latencies at a rate other than the reader may think, in a line of its own. */
static void write_warning(FILE *stream, const struct table *table, const struct row *row)
{
	char text[ARRIVED_WARNING_SIZE];

	if (!row->record->summary.arrived ||
		arrived_warning(text, sizeof(text), row->record)[0] == '\0')
		return;
	fprintf(stream, "%*s", 2 * MARGIN, "");
	colour(stream, table, RED);
	columns_write(stream, text, 0);
	colour(stream, table, RESET);
	fputc('\n', stream);
}

static void write_row(FILE *stream, const struct table *table, const struct row *row)
{
	if (!row->measured) {
		write_failure(stream, table, row);
		return;
	}
	if (row->mark == MARK_BEST)
		colour(stream, table, BOLD GREEN);
	else if (row->mark == MARK_LEVEL)
		colour(stream, table, GREEN);
	write_cells(stream, table, row, COLUMN_COUNT);
	colour(stream, table, RESET);
	fputc('\n', stream);
	write_case_notes(stream, table, row);
	write_warning(stream, table, row);
}

static void write_workload(FILE *stream, struct table *table, size_t first)
{
	const struct case_record *record = table->rows[first].record;

	fit(table, first);
	colour(stream, table, BOLD);
	columns_write(stream, record->workload, 0);
	colour(stream, table, RESET);
	columns_write(stream, record->workload_text, 0);
	fputc('\n', stream);
	colour(stream, table, DIM);
	write_cells(stream, table, NULL, COLUMN_COUNT);
	colour(stream, table, RESET);
	fputc('\n', stream);
	for (size_t i = first; i < table->count; i++)
		if (same_table(&table->rows[i], &table->rows[first]))
			write_row(stream, table, &table->rows[i]);
	fputc('\n', stream);
}

/* The rows: every case in each of its groups. */
static int fill(struct table *table)
{
	struct grouped_case *cases;
	size_t count;
	int outcome = -1;

	if (groups_list(table->result, &cases, &count) != 0)
		return -1;
	table->rows = calloc(count + 1, sizeof(*table->rows));
	if (table->rows == NULL)
		goto free_cases;
	for (size_t i = 0; i < count; i++) {
		table->rows[i].group = cases[i].group;
		table->count++;
		if (fill_row(&table->rows[i], cases[i].record, &table->has_memory) != 0)
			goto free_cases;
	}
	outcome = 0;
free_cases:
	free(cases);
	return outcome;
}

static void write_group(FILE *stream, struct table *table, size_t group)
{
	bool last = group == table->result->groups_count;
	size_t first = 0;

	while (first < table->count && table->rows[first].group != group)
		first++;
	if (first == table->count && last)
		return;
	groups_heading(stream, table->result, group, table->width, table->colour ? BOLD : "",
		table->colour ? RESET : "");
	if (first == table->count)
		fputs("None of its cases exists here.\n\n", stream);
	for (size_t i = first; i < table->count; i++)
		if (table->rows[i].group == group && is_first_of_table(table, i))
			write_workload(stream, table, i);
}

static void write_notes(FILE *stream, const struct table *table)
{
	bool level = false;

	for (size_t i = 0; i < table->count; i++)
		level = level || table->rows[i].mark == MARK_LEVEL;
	colour(stream, table, DIM);
	table_notes_write(stream, table->result, level, table->shows_memory, table->width);
	colour(stream, table, RESET);
}

int table_write(FILE *stream, const struct result *result, bool with_colour, unsigned width)
{
	struct table table = {.result = result, .colour = with_colour, .width = width};
	int outcome = -1;

	if (fill(&table) != 0)
		goto free_rows;
	for (size_t i = 0; i < table.count; i++)
		if (is_first_of_table(&table, i))
			mark_table(&table, i);
	for (size_t i = 0; i < table.count; i++)
		mark_disturbed(&table.rows[i]);
	for (size_t group = 0; group <= result->groups_count; group++)
		write_group(stream, &table, group);
	write_notes(stream, &table);
	outcome = ferror(stream) ? -1 : 0;
free_rows:
	for (size_t i = 0; i < table.count; i++)
		free(table.rows[i].runner);
	free(table.rows);
	return outcome;
}
