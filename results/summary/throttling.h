/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which figures are those of a CPU quota rather than of cores, from the evidence of the samples.
 *
 * A control group that has used up its quota is stopped until the next period, so who uses more
 * cores is stopped more. That is no accident of one block, as what disturbance.h marks: it depends
 * on the case itself. Leaving such blocks out would keep those that happened to fit into what was
 * left of a period, and favour whoever uses more. So they count, and the case says that it was
 * throttled; nobody is named a winner over a throttled case or by being one.
 */
#ifndef BREAKEVEN_RESULTS_SUMMARY_THROTTLING_H
#define BREAKEVEN_RESULTS_SUMMARY_THROTTLING_H

#include "results/record/record.h"

#include <stddef.h>

/* Of the time that the cores of a case had in a block: what is less changes no finding. */
#define THROTTLING_SHARE 0.02

/* Whether a quota stopped the block while it was measured, for more than that. */
bool throttling_of_block(const struct case_record *record, const struct block *block);

/* "a CPU quota of 0.3 cores"; "a CPU quota" where it is not known. Returns the buffer. */
#define THROTTLING_TEXT 64
char *throttling_quota_text(char buffer[THROTTLING_TEXT], const struct result *result);

#endif
