/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which figures show a CPU quota rather than cores, from the evidence of the samples.
 *
 * A control group that has used up its quota is stopped until the next period, so a case that uses
 * more cores is stopped more. Unlike what disturbance.h marks, this is no accident of one block: it
 * depends on the case itself. Leaving such blocks out would keep those that happened to fit into
 * the rest of a period, and favour cases that use more cores. So they count, and the case is marked
 * as throttled; no case is named a winner over a throttled case, and no throttled case is named a
 * winner.
 */
#ifndef BREAKEVEN_RESULTS_SUMMARY_THROTTLING_H
#define BREAKEVEN_RESULTS_SUMMARY_THROTTLING_H

#include "results/record/record.h"

#include <stddef.h>

/* Share of the time that the cores of a case had in a block; less changes no finding. */
#define THROTTLING_SHARE 0.02

/* Whether a quota stopped the block while it was measured, for more than this share. */
bool throttling_of_block(const struct case_record *record, const struct block *block);

/* "a CPU quota of 0.3 cores"; "a CPU quota" where it is not known. Returns the buffer. */
#define THROTTLING_TEXT 64
char *throttling_quota_text(char buffer[THROTTLING_TEXT], const struct result *result);

#endif
