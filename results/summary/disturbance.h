/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which blocks the machine disturbed, judged by their canaries (control timings) and the stolen
 * time of their CPUs. Nothing here depends on how fast a case was, so leaving a block out cannot
 * favour any case.
 *
 * Each canary, before and after the samples, is a series over all case-blocks of the run: the same
 * work on the same core, which differs only by noise. A block is disturbed where one of its six
 * figures is farther from the median of its series than
 *
 *     2 % + k times the spread of the series
 *
 * on a logarithmic scale. The spread comes from the MAD, which disturbed blocks hardly change; k is
 * such that in a whole run with normal noise the probability that any block is marked is 5 %
 * (statistics/outlier.h has the sources). So on a noisy machine only real outliers count, and on a
 * quiet one a shift of little more than 2 % does. Smaller shifts never count, because they change
 * no finding. Before and after are separate series because what the case leaves behind (heat,
 * fragmented memory) may shift all of the latter alike.
 *
 * Stolen time is a separate series: the least share of CPU time that the hypervisor can have taken
 * from a block while it was measured. The kernel reports it in clock ticks, so one tick per CPU is
 * subtracted from each sample. A block is also disturbed where its share is above the median by
 * more than 2 % plus k spreads; what a host always takes from all blocks is in the median.
 *
 * Throttling by a quota depends on the case, so it is in throttling.h.
 *
 * With fewer than DISTURBANCE_BLOCKS blocks the noise is not known, and none is marked.
 */
#ifndef BREAKEVEN_RESULTS_SUMMARY_DISTURBANCE_H
#define BREAKEVEN_RESULTS_SUMMARY_DISTURBANCE_H

#include "results/record/record.h"
#include "support/error.h"

#define DISTURBANCE_SHIFT 0.02 /* tolerated beyond noise */
#define DISTURBANCE_BLOCKS 10
#define DISTURBANCE_LEAST_BLOCKS 3 /* undisturbed, so that a case leaves the others out */

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
