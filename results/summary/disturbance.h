/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which blocks the machine disturbed, from their canaries and from what a hypervisor kept from
 * their CPUs: nothing here looks at how fast a case was, so leaving a block out cannot favour
 * anybody.
 *
 * Each canary, before and after the samples, is a series over all case-blocks of the run: the same
 * work on the same core, so that it differs only by noise. A block is disturbed where one of its
 * six figures is farther from the median of its series than
 *
 *     2 % + k times the spread of the series
 *
 * on a logarithmic scale. The spread is the MAD's, which the disturbed blocks themselves hardly
 * move; k is such that in a whole run of normal noise any block is marked with 5 % probability
 * (statistics/outlier.h has the sources). So the noise of a noisy machine explains all but real
 * outliers, and on a quiet one a shift of little more than 2 % counts; below that nothing does,
 * because a shift that small changes no finding. Before and after are series of their own because
 * what the case leaves behind (heat, memory in pieces) may move all of the latter alike.
 *
 * Stolen time is a series of its own: the share that was stolen at least from the CPUs of a block
 * while it was measured. The kernel tells it in clock ticks, so a tick for each CPU is taken off
 * each sample. A block is disturbed, too, where its share is above the median by more than 2 % and
 * k spreads; on a host that always takes some from everybody, that is the median.
 *
 * What a quota does is in throttling.h, because that depends on the case.
 *
 * Of fewer than DISTURBANCE_BLOCKS blocks the noise is not known, and none is marked.
 */
#ifndef BREAKEVEN_RESULTS_SUMMARY_DISTURBANCE_H
#define BREAKEVEN_RESULTS_SUMMARY_DISTURBANCE_H

#include "results/record/record.h"
#include "support/error.h"

#define DISTURBANCE_SHIFT 0.02 /* that is tolerated beyond noise */
#define DISTURBANCE_BLOCKS 10
#define DISTURBANCE_LEAST_BLOCKS 3 /* of a case, undisturbed, for the others to be left out */

/* Sets `disturbed` of every block of the result anew. 0, or -1 with the error. */
int disturbance_mark(struct result *result, struct error *error);

/* Fills left_out and disturbed of the case's summary: its disturbed blocks are left out, unless
 * fewer than DISTURBANCE_LEAST_BLOCKS of the ok ones, or less than half, would remain. Then all
 * are used, and the summary says that it is disturbed. */
void disturbance_decide(struct case_record *record);

/* Whether a block is ok and has samples. */
bool disturbance_block_measured(const struct block *block);

/* Whether a block counts in its case's summary, by that decision. */
bool disturbance_block_counts(const struct case_record *record, const struct block *block);

/* One line about the blocks of the result that are disturbed, and why; "" where there are none.
 * Returns the buffer. */
char *disturbance_describe(char *buffer, size_t size, const struct result *result);

#endif
