/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compares two cases: whether and by how much a task takes longer in one than in the other, and
 * which change would have been found.
 *
 * A block is one process and gives one value: the logarithm of the time per task, the median over
 * the block's samples. That time is the batch's time divided by its tasks; where tasks arrive at a
 * rate, it is the median latency from when they were due. Disturbed blocks that do not count in the
 * summary of their case are left out; where one of the cases has too few other blocks and counts
 * the disturbed ones, they are used on both sides. The difference is the Hodges-Lehmann shift
 * between the values, so its exponential is a ratio; p comes from the matching test.
 *
 * Where both cases were measured side by side, in one run, with at least COMPARISON_PAIRS blocks in
 * common, the blocks are pairs and the test is the signed-rank test: the state of the machine,
 * which both share, cancels out. With fewer pairs that test can never reach p <= 0.05 (five pairs:
 * 0.0625 at best). Then, and for cases of different runs, the test is the rank-sum test (five
 * blocks against five: 0.0079 at best). It is exact for independent blocks; what neighbouring
 * blocks have in common makes false alarms rarer than the level allows, never more frequent.
 *
 * Comparisons made together are a family: p is adjusted by Holm, so the probability of even one
 * false finding in the whole family is at most the level.
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
	size_t family;         /* how many comparisons are made together */
	struct estimate ratio; /* time of a task in b over that in a; its interval is for this
	                          comparison alone, whatever the family. All 0 without blocks. */
	double p, p_holm, p_benjamini_hochberg;
	double detectable;  /* the slowdown that the family would have found here with the power
	                       DETECTABLE_POWER: 0.03 for 3 %; INFINITY where there is none */
	enum change change; /* from a to b, by p_holm and the level */
};

/* Fills the found members of each, as one family at this level. 0, or -1 with the error where
 * memory is out, the level is not above 0 and below 1, or a sample took no time. */
int comparison_family(struct comparison *comparisons, size_t count, double level,
	struct error *error);

/* "faster", "slower", "no change", "cannot say". */
const char *change_name(enum change change);

/* One comparison as a line of text, for example "no change (+0.4 % [-1.1, +1.9]); a change of 3.2 %
 * would have been found". Returns the buffer. */
char *comparison_format(const struct comparison *comparison, char *buffer, size_t size);

#endif
