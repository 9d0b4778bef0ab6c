/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a result says, in words: which approach wins for each workload, and where parallelism
 * overtakes concurrency.
 *
 * One case counts as faster than another only where their intervals are apart. Everything else
 * is a tie, and is called one.
 */
#ifndef BREAKEVEN_RESULTS_VERDICT_VERDICT_H
#define BREAKEVEN_RESULTS_VERDICT_VERDICT_H

#include "results/record/record.h"
#include "support/error.h"

#include <stdio.h>

/* Writes the sentences, wrapped at `width` columns; 0: not wrapped. 0, or -1 with the error. */
int verdict_write(FILE *stream, const struct result *result, unsigned width, struct error *error);

#endif
