/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The result of a test, the same for all tests. */
#ifndef BREAKEVEN_RESULTS_STATISTICS_HYPOTHESIS_H
#define BREAKEVEN_RESULTS_STATISTICS_HYPOTHESIS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Each p is the probability, where there is no difference, of a statistic as far out as this one
 * or further: p_less to the small side, p_greater to the large side, and p to either, which is
 * twice the smaller of the two and at most 1 (D. R. Cox and D. V. Hinkley, Theoretical Statistics,
 * Chapman and Hall 1974, chapter 3).
 */
struct hypothesis {
	double statistic;
	double p, p_less, p_greater;
	size_t used; /* how many values counted */
	bool exact;  /* else the normal approximation */
};

#endif
