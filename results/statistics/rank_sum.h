/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rank-sum test of Wilcoxon, Mann and Whitney: whether one of two samples tends to be larger.
 *
 * The statistic U is the number of pairs, one value of each sample, where that of the first is
 * larger, a tie counting one half: the rank sum of the first sample minus m (m + 1) / 2 (H. B. Mann
 * and D. R. Whitney, On a Test of Whether one of Two Random Variables is Stochastically Larger than
 * the Other, Annals of Mathematical Statistics 18 (1947), 50-60; M. Hollander, D. A. Wolfe and E.
 * Chicken, Nonparametric Statistical Methods, 3rd ed., Wiley 2014, section 4.1).
 *
 * Equal values share their midrank. With m n up to RANK_SUM_EXACT the distribution is exact, given
 * the ties; beyond, it is normal with mean m n / 2 and variance
 * m n / 12 (N + 1 - sum(t^3 - t) / (N (N - 1))), N = m + n, over groups of t ties, and U moved by
 * 1/2 towards the mean.
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_RANK_SUM_H
#define BREAKEVEN_RESULTS_STATISTICS_RANK_SUM_H

#include "results/statistics/hypothesis.h"
#include "support/error.h"

#define RANK_SUM_EXACT 2500 /* pairs: 50 values against 50 */

/* p_less is small where the values of `one` are the smaller ones. Where all values are equal
 * every p is 1. 0, or -1 with the error where a sample is empty, a value is not finite, or memory
 * is out. */
int rank_sum_test(struct hypothesis *hypothesis, const double *one, size_t one_count,
	const double *other, size_t other_count, struct error *error);

/* The largest k for which the k-th smallest and the k-th largest of the one_count other_count
 * differences of pairs bound the shift with at least this confidence: 1 - 2 P(U <= k - 1) without
 * ties, which goes to *attained. Where no k has it: 1, and what that attains. 0, or -1 with the
 * error where memory is out. The counts are at least 1. */
int rank_sum_interval(size_t *rank, double *attained, size_t one_count, size_t other_count,
	double confidence, struct error *error);

#endif
