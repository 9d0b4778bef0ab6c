/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ranks of values among each other: 1 for the smallest.
 *
 * Equal values share the mean of the ranks they take together, their midrank (W. H. Kruskal and W.
 * A. Wallis, Use of Ranks in One-Criterion Variance Analysis, JASA 47 (1952), 583-621). Midranks
 * are whole or half numbers, so they are given doubled: whole numbers that a distribution can be
 * counted over.
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_RANKS_H
#define BREAKEVEN_RESULTS_STATISTICS_RANKS_H

#include "support/error.h"

#include <stddef.h>

/* Twice the midrank of each value into doubled[], and into *ties the sum of t^3 - t over the
 * groups of t equal values, 0 where all differ. The values are finite. 0, or -1 with the error
 * where memory is out. */
int ranks_doubled(size_t *doubled, double *ties, const double *values, size_t count,
	struct error *error);

#endif
