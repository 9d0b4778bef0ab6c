/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A stopping rule that does not bias the interval: the confidence that the interval needs at each
 * of several looks, so that it covers as often as it claims, whichever look is the last.
 *
 * Stopping at the first look at which the interval is narrow enough gives more than one chance to
 * stop at a wrong one. So the numbers of blocks at which to look are fixed in advance, and the
 * error 1 - confidence is split among them in equal shares; a share that a look cannot use goes to
 * the next (error spending: E. V. Slud and L. J. Wei, Two-Sample Repeated Significance Tests Based
 * on the Modified Wilcoxon Statistic, JASA 77 (1982), 862-868; K. K. G. Lan and D. L. DeMets,
 * Discrete Sequential Boundaries for Clinical Trials, Biometrika 70 (1983), 659-663). The intervals
 * of all looks cover together with the confidence wanted, so the last one does, for whatever reason
 * one stopped (C. Jennison and B. W. Turnbull, Interim Analyses: The Repeated Confidence Interval
 * Approach, Journal of the Royal Statistical Society B 51 (1989), 305-361).
 *
 * It is exact, and assumes nothing of the distribution: the interval from the k-th smallest to the
 * k-th largest of n values covers the median where at least k of them are on each side, and the
 * number on one side is a walk that goes up with probability 1/2 at each value. The probability
 * that the walk first leaves k … n - k at each look is counted value by value (as P. Armitage, C.
 * K. McPherson and B. C. Rowe, Repeated Significance Tests on Accumulating Data, Journal of the
 * Royal Statistical Society A 132 (1969), 235-244).
 *
 * The confidence that look i needs depends only on the blocks at looks 1 … i: where blocks were
 * discarded without regard to their result, the plan can be made again with the actual numbers.
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_LOOKS_H
#define BREAKEVEN_RESULTS_STATISTICS_LOOKS_H

#include "support/error.h"

#include <stddef.h>

#define LOOKS_BLOCKS_MAX 10000

struct look {
	size_t blocks;     /* how many values there are by then */
	size_t rank;       /* the interval is from this smallest to this largest; 0: none yet */
	double confidence; /* what to ask interval_exact() for; 0 where there is none yet */
	double spent;      /* of the error, by this look and those before it */
};

/* Fills the rest of each of count looks; looks[i].blocks are given and grow. 0, or -1 with the
 * error where there is no look, the blocks do not grow or are more than LOOKS_BLOCKS_MAX,
 * confidence is not above 0 and below 1, or memory is out. */
int looks_plan(struct look *looks, size_t count, double confidence, struct error *error);

#endif
