/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of a result as tables for people: in each group, one table per workload with its
 * parameters; then notes on how to read them. */
#ifndef BREAKEVEN_RESULTS_TABLE_TABLE_H
#define BREAKEVEN_RESULTS_TABLE_TABLE_H

#include "results/record/record.h"

#include <stdbool.h>
#include <stdio.h>

/* Writes the tables. `colour` adds terminal colours. Where a table is wider than `width` columns,
 * it drops columns in the order of column_rows.h; 0: any width. Control characters in names and
 * reasons are replaced. 0, or -1 where memory is out or the stream fails. */
int table_write(FILE *stream, const struct result *result, bool colour, unsigned width);

#endif
