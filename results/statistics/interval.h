/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Intervals of the median from order statistics, at any confidence.
 *
 * The exact interval is that of estimate.h: from the k-th smallest to the k-th largest of n values,
 * which covers the true median with probability 1 - 2 P(B <= k - 1), B binomial(n, 1/2), whatever
 * continuous distribution the values have. Because k is a whole number, few confidences exist, and
 * the attained one can be far above the wanted one: 96.9 % for 6 values, 99.2 % for 8.
 *
 * The interpolated interval lies between two neighbouring exact ones. With g(k) the confidence
 * above, and g(k) >= c > g(k + 1) for the confidence c wanted,
 *
 *     i = (g(k) - c) / (g(k) - g(k + 1)),   w = (n - k) i / (k + (n - 2k) i)
 *     low  = (1 - w) x(k) + w x(k + 1),     high = (1 - w) x(n + 1 - k) + w x(n - k)
 *
 * (T. P. Hettmansperger and S. J. Sheather, Confidence Intervals Based on Interpolated Order
 * Statistics, Statistics & Probability Letters 4 (1986), 75-79). The weight w is right for values
 * from a Laplace distribution, and slightly wrong for others: the coverage is close to c, but not
 * guaranteed to reach it. This interval is narrower, but the exact one is reported.
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_INTERVAL_H
#define BREAKEVEN_RESULTS_STATISTICS_INTERVAL_H

#include "results/statistics/estimate.h"
#include "support/error.h"

#include <stddef.h>

/* Of the interval from the rank-th smallest to the rank-th largest of count values; rank at least
 * 1 and at most half of count, rounded up. */
double interval_confidence(size_t rank, size_t count);

/* The largest rank that has at least this confidence, or 0 where count values cannot have it. */
size_t interval_rank(size_t count, double confidence);

/* Sets low, high and confidence of the interval of this rank from sorted values. */
void interval_set(struct estimate *estimate, const double *sorted, size_t count, size_t rank);

/* The median with its exact interval of at least this confidence, and the confidence it has. Where
 * count values cannot have it the interval is from the smallest to the largest, with the
 * confidence of that: 0 for a single value. 0, or -1 with the error where there is no value, one
 * is not finite, confidence is not above 0 and below 1, or memory is out. */
int interval_exact(struct estimate *estimate, const double *values, size_t count, double confidence,
	struct error *error);

/* The same with the interpolated interval, of about this confidence; below a half, where there may
 * be no next interval inside, it is the exact one. */
int interval_interpolated(struct estimate *estimate, const double *values, size_t count,
	double confidence, struct error *error);

/* The median with the narrowest exact interval that has at least ESTIMATE_CONFIDENCE, and the
 * confidence it really has. Fewer than six values cannot have it: then the interval is from the
 * smallest to the largest, with confidence 1 - 2^(1-n), which is 0 for a single value. Sorts the
 * values. count is at least 1. */
struct estimate interval_of(double *values, size_t count);

#endif
