/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which of many values are too far from the rest to belong to them.
 *
 * The Hampel identifier: the distance from the median, in units of a spread that outliers hardly
 * move, the median absolute deviation (MAD). 1.4826 times the MAD is the standard deviation of a
 * normal distribution (F. R. Hampel, The Influence Curve and its Role in Robust Estimation, Journal
 * of the American Statistical Association 69 (1974), 383-393). How many such units are too many
 * depends on how many values are looked at: with the level alpha_N = 1 - (1 - alpha)^(1/N) for
 * each, N normal values hold any outlier with probability alpha (L. Davies and U. Gather, The
 * Identification of Multiple Outliers, Journal of the American Statistical Association 88 (1993),
 * 782-792).
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_OUTLIER_H
#define BREAKEVEN_RESULTS_STATISTICS_OUTLIER_H

#include <stddef.h>

/* The median of the values, and 1.4826 times their MAD in *spread. Sorts the values and then
 * overwrites them; count is at least 1. */
double outlier_centre(double *values, size_t count, double *spread);

/* How many units of spread a value may be from the median: alpha is the probability of finding any
 * outlier among `count` normal values. 0 < alpha < 1, count at least 1. */
double outlier_limit(size_t count, double alpha);

#endif
