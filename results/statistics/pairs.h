/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The k-th smallest of the sums of all pairs of two samples, without making the pairs.
 *
 * How many sums are at most some t is counted in one walk along both sorted samples, and t is
 * bisected over the doubles themselves, in the order of their bits, until it is the smallest with
 * at least k sums up to it: that is the k-th sum (the counting is that of D. B. Johnson and T.
 * Mizoguchi, Selecting the Kth Element in X + Y and X1 + X2 + … + Xm, SIAM Journal on Computing 7
 * (1978), 147-153). 64 walks at most, so 5000 values against 5000 take about a millisecond.
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_PAIRS_H
#define BREAKEVEN_RESULTS_STATISTICS_PAIRS_H

#include <stddef.h>

/* The rank-th smallest of one[i] + other[j] over all i and j, rank from 1 to one_count other_count.
 * Both are sorted, and every sum is finite. */
double pairs_select(const double *one, size_t one_count, const double *other, size_t other_count,
	size_t rank);

/* The rank-th smallest of values[i] + values[j] over all i <= j, rank from 1 to count (count + 1) /
 * 2; also sorted and finite. */
double pairs_select_within(const double *values, size_t count, size_t rank);

#endif
