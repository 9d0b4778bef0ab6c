/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The median of few values, and an interval for it that assumes nothing about how they are
 * spread.
 *
 * With n independent values the interval from the k-th smallest to the k-th largest misses the
 * true median where fewer than k of them fall on one side of it, so it covers the median with
 * probability
 *
 *     1 - 2 P(B <= k - 1),   B binomial(n, 1/2)
 *
 * (H. A. David and H. N. Nagaraja, Order Statistics, 3rd ed., Wiley 2003, section 7.1; W. J.
 * Conover, Practical Nonparametric Statistics, 3rd ed., Wiley 1999, section 3.2.) This is exact
 * for values from any continuous distribution, and the true confidence is at least that where
 * values can be equal.
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_ESTIMATE_H
#define BREAKEVEN_RESULTS_STATISTICS_ESTIMATE_H

#include <stdbool.h>
#include <stddef.h>

#define ESTIMATE_CONFIDENCE 0.95

/* A median over blocks with its order-statistic interval. */
struct estimate {
	double median, low, high;
	double confidence; /* of [low, high], e.g. 0.9375; 0 where there are too few blocks for any
	                    */
};

/* The median; the mean of the middle two where count is even. Sorts the values. count is at
 * least 1. */
double estimate_median(double *values, size_t count);

/* Whether two intervals have no value in common. False where one of them has no confidence. */
bool estimate_apart(const struct estimate *one, const struct estimate *other);

#endif
