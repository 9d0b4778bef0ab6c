/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rules by which two widely used programs say that a benchmark got faster or slower, to be held
 * beside those of comparison.h. Both take single samples as independent values.
 *
 * benchstat (golang.org/x/perf, benchmath/anone.go and sample.go, in 2022 and since): the
 * Mann-Whitney U test, two-sided, of all values of one file against all of the other; a change
 * where p <= 0.05. Its p value is exact up to 50 values a side, or 9 with ties, and normal beyond;
 * here it is exact up to 2500 pairs, with ties too.
 *
 * Criterion.rs (src/analysis/compare.rs, src/stats/, src/report.rs, version 0.5): Welch's t of the
 * average times of the samples, against its distribution where both samples are drawn with
 * replacement from all values pooled; p is twice the smaller share of draws below t or not below
 * it. Where p < 0.05, the change of the mean gets a 95 % percentile interval, from both samples
 * drawn with replacement each from itself (b within about sqrt(R) draws of a, as it does), and
 * there is a change where the whole interval is more than the noise threshold of 1 % away from 0,
 * to one side. It draws 100 000 times; here it is RULES_RESAMPLES.
 */
#ifndef BREAKEVEN_TESTS_PROOFS_RULES_H
#define BREAKEVEN_TESTS_PROOFS_RULES_H

#include "support/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RULES_RESAMPLES 10000

/* Times of a task, one a sample. */
struct times {
	double *values;
	size_t count;
};

/* Whether b differs from a. 0, or -1 with the error; a sample without values is an error. */
int rules_benchstat(bool *changed, const struct times *a, const struct times *b,
	struct error *error);
int rules_criterion(bool *changed, const struct times *a, const struct times *b, uint64_t seed,
	struct error *error);

#endif
