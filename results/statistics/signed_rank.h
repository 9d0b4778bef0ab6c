/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wilcoxon's signed-rank test: whether differences, as of pairs in one block, lie around 0.
 *
 * The statistic V is the sum of the ranks of |d| over the differences d above 0 (F. Wilcoxon,
 * Individual Comparisons by Ranking Methods, Biometrics Bulletin 1 (1945), 80-83; M. Hollander, D.
 * A. Wolfe and E. Chicken, Nonparametric Statistical Methods, 3rd ed., Wiley 2014, section 3.1).
 * It assumes that the differences are independent and symmetric around their median.
 *
 * Differences of 0 are left out, as Wilcoxon did, and n is what remains. Equal |d| share their
 * midrank. Up to SIGNED_RANK_EXACT of them the distribution is exact, given the ties; beyond, it
 * is normal with mean n (n + 1) / 4 and variance n (n + 1) (2 n + 1) / 24 - sum(t^3 - t) / 48 over
 * groups of t ties, and V moved by 1/2 towards the mean.
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_SIGNED_RANK_H
#define BREAKEVEN_RESULTS_STATISTICS_SIGNED_RANK_H

#include "results/statistics/hypothesis.h"
#include "support/error.h"

#define SIGNED_RANK_EXACT 50

/* Where all are 0 every p is 1. 0, or -1 with the error where there is no difference, one is not
 * finite, or memory is out. */
int signed_rank_test(struct hypothesis *hypothesis, const double *differences, size_t count,
	struct error *error);

/* The largest k for which the k-th smallest and the k-th largest of the count (count + 1) / 2 means
 * of pairs bound the centre with at least this confidence: 1 - 2 P(V <= k - 1) without ties, which
 * goes to *attained. Where no k has it: 1, and what that attains. 0, or -1 with the error where
 * memory is out. count is at least 1. */
int signed_rank_interval(size_t *rank, double *attained, size_t count, double confidence,
	struct error *error);

#endif
