/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of the tables of a result: the text of each cell, and which case is marked as the best
 * of its table or as level with it.
 */
#ifndef BREAKEVEN_RESULTS_TABLE_TABLE_ROWS_H
#define BREAKEVEN_RESULTS_TABLE_TABLE_ROWS_H

#include "results/record/record.h"
#include "support/text.h"

#include <stdbool.h>
#include <stddef.h>

#define TABLE_CELL_SIZE (2 * TEXT_NUMBER_SIZE)

enum table_column {
	TABLE_RUNNER,
	TABLE_CORES,
	TABLE_CONCURRENCY,
	TABLE_ARRIVALS,
	TABLE_RATE,
	TABLE_INTERVAL,
	TABLE_P50,
	TABLE_P99,
	TABLE_UNCORRECTED,
	TABLE_MAXIMUM,
	TABLE_PEAK,
	TABLE_PER_TASK,
	TABLE_CPU,
	TABLE_MARK,
	TABLE_COLUMN_COUNT
};

enum table_mark { TABLE_MARK_NONE, TABLE_MARK_BEST, TABLE_MARK_LEVEL };

struct table_row {
	const struct case_record *record;
	size_t group; /* of the result's; their number: none */
	bool measured;
	bool first;  /* of its table */
	size_t next; /* row of its table; their number: there is none */
	enum table_mark mark;
	char *runner; /* its name and parameters */
	char cells[TABLE_COLUMN_COUNT][TABLE_CELL_SIZE];
};

struct table_rows {
	struct table_row *rows; /* by group: a case in several has a row in each */
	size_t count;
	bool has_memory; /* that of a case is known */
};

/* The rows of a result, with their marks. 0, or -1 without memory; to be cleared either way. */
int table_rows_make(struct table_rows *rows, const struct result *result);

void table_rows_clear(struct table_rows *rows);

const char *table_cell(const struct table_row *row, enum table_column column);

#endif
