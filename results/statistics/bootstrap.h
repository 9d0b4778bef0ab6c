/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bootstrap interval of the median over blocks.
 *
 * Blocks are drawn with replacement, as many as there are, again and again, and the interval is
 * that of the medians drawn: with R of them from the ((R + 1) a / 2)-th smallest to the same
 * largest, a = 1 - confidence (the percentile interval: B. Efron and R. J. Tibshirani, An
 * Introduction to the Bootstrap, Chapman & Hall 1993, section 13.3). It is preferred to BCa because
 * the acceleration of BCa comes from the jackknife, which fails for a median (the same, section
 * 11.6). Its coverage is close to what it says, and below it for few blocks: with fewer than about
 * ten, rely on the exact interval (interval.h).
 *
 * Samples of one block are not independent. So whole blocks are drawn, never single samples, and
 * nothing is drawn again within a block, because that would count the noise inside blocks twice (A.
 * C. Davison and D. V. Hinkley, Bootstrap Methods and their Application, Cambridge 1997, section
 * 3.8; C. A. Field and A. H. Welsh, Bootstrapping Clustered Data, Journal of the Royal Statistical
 * Society B 69 (2007), 369-390).
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_BOOTSTRAP_H
#define BREAKEVEN_RESULTS_STATISTICS_BOOTSTRAP_H

#include "results/statistics/estimate.h"
#include "support/error.h"

#include <stddef.h>
#include <stdint.h>

#define BOOTSTRAP_RESAMPLES 1999 /* R + 1 times 0.05 / 2 is a whole number */

/* The median of values, one per block, and its interval from this many resamples; the same seed
 * gives the same interval. The confidence is 0 for a single value. 0, or -1 with the error where
 * there is no value, one is not finite, confidence is not above 0 and below 1, the resamples are
 * too few for it, or memory is out. */
int bootstrap_median(struct estimate *estimate, const double *values, size_t count,
	double confidence, size_t resamples, uint64_t seed, struct error *error);

/* The same of the median over blocks of the median of each block's samples: counts[b] of them for
 * block b, one block after the other. -1 also where a block has none. */
int bootstrap_blocks(struct estimate *estimate, const double *samples, const size_t *counts,
	size_t blocks, double confidence, size_t resamples, uint64_t seed, struct error *error);

#endif
