/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a task takes longer in one case than in another, by how much, and what would have been
 * found if not.
 *
 * A block is one process, and one value: the logarithm of the time of a task, the median over the
 * block's samples. That time is the batch's over its tasks; where tasks arrive at a rate, it is the
 * median latency from when they were due. Blocks that do not count in the summary of their case, as
 * they were disturbed, are left out; where one of the cases has too few others and counts them,
 * they are taken on both sides. The difference is the Hodges-Lehmann shift between the values, so
 * its exponential is a ratio, and p is that of the test that belongs to it.
 *
 * Where both cases were measured side by side, in one run, with at least COMPARISON_PAIRS blocks in
 * common, the blocks are pairs and the test is the signed-rank test: what both have of the state of
 * the machine drops out. With fewer pairs that test can never say p <= 0.05 (five pairs: 0.0625 at
 * best). Then, and for cases of different runs, it is the rank-sum test (five blocks against five:
 * 0.0079 at best). It is exact for independent blocks; what neighbouring blocks have in common
 * makes it alarm less often than it may, never more often.
 *
 * Many comparisons are a family: what counts is p adjusted by Holm, so that in the whole family
 * even one false finding has at most the probability of the level.
 */
#ifndef BREAKEVEN_RESULTS_VERDICT_COMPARISON_H
#define BREAKEVEN_RESULTS_VERDICT_COMPARISON_H

#include "results/record/record.h"
#include "support/error.h"

#include <stdbool.h>
#include <stddef.h>

#define COMPARISON_LEVEL 0.05
#define COMPARISON_PAIRS 6

enum change {
	CHANGE_NONE,
	CHANGE_FASTER,
	CHANGE_SLOWER,
	CHANGE_UNKNOWN, /* there are too few blocks for any change to be found */
};

struct comparison {
	/* Given. */
	const struct case_record *a, *b; /* summarised */
	bool side_by_side;               /* of one run */

	/* Found. */
	size_t a_blocks, b_blocks; /* that counted */
	bool paired;
	size_t family;         /* of how many comparisons this is one */
	struct estimate ratio; /* time of a task in b over that in a; its interval is for this
	                          comparison alone, whatever the family. All 0 without blocks. */
	double p, p_holm, p_benjamini_hochberg;
	double detectable;  /* the slowdown that the family would have found here with the power
	                       DETECTABLE_POWER: 0.03 for 3 %; INFINITY where there is none */
	enum change change; /* from a to b, by p_holm and the level */
};

/* Fills what is found of each, as one family at this level. 0, or -1 with the error where memory is
 * out, the level is not above 0 and below 1, or a sample took no time. */
int comparison_family(struct comparison *comparisons, size_t count, double level,
	struct error *error);

/* "faster", "slower", "no change", "cannot say". */
const char *change_name(enum change change);

/* One comparison as a line of text, for example "no change (+0.4 % [-1.1, +1.9]); a change of 3.2 %
 * would have been found". Returns the buffer. */
char *comparison_format(const struct comparison *comparison, char *buffer, size_t size);

#endif
