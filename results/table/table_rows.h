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

/* TABLE_RUNNER and so on: each column by its row in column_rows.h. */
enum table_column {
#define COLUMN(column, ...) TABLE_##column,
#include "results/table/column_rows.h"
#undef COLUMN
	TABLE_COLUMN_COUNT
};

struct column_row {
	const char *title;
	bool left;
	bool with_rates;     /* only where a case has a rate */
	bool with_memory;    /* only where the memory of a case is known */
	unsigned dropped[2]; /* its place, from 1, in the order of dropping where there is no room:
	                      * in a table without rates, in one with them; 0: it stays */
	const char *figure;  /* of the summary, by its member's name; NULL: of none */
	const char *unknown; /* text where it is not known; NULL: nothing */
};

extern const struct column_row table_columns[TABLE_COLUMN_COUNT];

enum table_mark { TABLE_MARK_NONE, TABLE_MARK_BEST, TABLE_MARK_LEVEL };

struct table_row {
	const struct case_record *record;
	size_t group; /* index into the result's groups; their number: none */
	bool measured;
	bool first;  /* of its table */
	size_t next; /* next row of its table; the number of rows: there is none */
	enum table_mark mark;
	char *runner; /* its name and parameters */
	char cells[TABLE_COLUMN_COUNT][TABLE_CELL_SIZE];
};

struct table_rows {
	struct table_row *rows; /* by group: a case in several has a row in each */
	size_t count;
	bool has_memory; /* the memory of a case is known */
};

/* The rows of a result, with their marks. 0, or -1 without memory; to be cleared either way. */
int table_rows_make(struct table_rows *rows, const struct result *result);

void table_rows_clear(struct table_rows *rows);

const char *table_cell(const struct table_row *row, enum table_column column);

#endif
