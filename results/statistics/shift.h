/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * By how much one sample is above another, or differences are above 0: the estimator of Hodges and
 * Lehmann.
 *
 * For differences it is the median of the means of all pairs of them, each with itself included;
 * for two samples the median of the differences of all pairs, one value of each (J. L. Hodges and
 * E. L. Lehmann, Estimates of Location Based on Rank Tests, Annals of Mathematical Statistics 34
 * (1963), 598-611). The interval is from the k-th smallest to the k-th largest of the same means or
 * differences: the shifts that the signed-rank or the rank-sum test does not reject (M. Hollander,
 * D. A. Wolfe and E. Chicken, Nonparametric Statistical Methods, 3rd ed., Wiley 2014, sections 3.3
 * and 4.3). It is exact where that test's distribution is (SIGNED_RANK_EXACT, RANK_SUM_EXACT), and
 * beyond by the normal approximation. Where values can be equal it covers at least as often.
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_SHIFT_H
#define BREAKEVEN_RESULTS_STATISTICS_SHIFT_H

#include "results/statistics/estimate.h"
#include "support/error.h"

#include <stddef.h>

/* The centre of the differences into estimate->median, with the narrowest interval that has at
 * least this confidence, and the confidence it has. Where there are too few for it the interval is
 * the widest there is, with the confidence of that: 0 for a single difference. 0, or -1 with the
 * error where there is no difference, one is not finite, confidence is not above 0 and below 1, or
 * memory is out. */
int shift_paired(struct estimate *estimate, const double *differences, size_t count,
	double confidence, struct error *error);

/* The same for how much higher `one` lies than `other`; -1 also where some difference is more than
 * a double can hold. */
int shift_between(struct estimate *estimate, const double *one, size_t one_count,
	const double *other, size_t other_count, double confidence, struct error *error);

#endif
