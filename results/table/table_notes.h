/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The notes under the tables of a result. */
#ifndef BREAKEVEN_RESULTS_TABLE_TABLE_NOTES_H
#define BREAKEVEN_RESULTS_TABLE_TABLE_NOTES_H

#include "results/record/record.h"
#include "results/table/table_rows.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Writes how to read the figures of these cases, in lines of at most `width` columns (0: any);
 * `level`: a case was marked as level with the best; `shown`: the columns that a table has; only
 * these are explained. */
void table_notes_write(FILE *stream, const struct result *result, bool level,
	const bool shown[TABLE_COLUMN_COUNT], size_t width);

#endif
