/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sign test: whether differences are as often above 0 as below.
 *
 * The number above 0 of n that are not 0 is binomial(n, 1/2) where the median is 0 (W. J. Dixon and
 * A. M. Mood, The Statistical Sign Test, JASA 41 (1946), 557-566; W. J. Conover, Practical
 * Nonparametric Statistics, 3rd ed., Wiley 1999, section 3.4). It is exact for every n, and assumes
 * only that the differences are independent. Differences of 0 are left out.
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_SIGN_TEST_H
#define BREAKEVEN_RESULTS_STATISTICS_SIGN_TEST_H

#include "results/statistics/hypothesis.h"
#include "support/error.h"

/* The statistic is the number above 0. Where all are 0 every p is 1. 0, or -1 with the error where
 * there is no difference or one is not finite. */
int sign_test(struct hypothesis *hypothesis, const double *differences, size_t count,
	struct error *error);

#endif
