/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a workload observed besides time, over the blocks of a case. */
#ifndef BREAKEVEN_RESULTS_SUMMARY_OBSERVED_SUMMARY_H
#define BREAKEVEN_RESULTS_SUMMARY_OBSERVED_SUMMARY_H

#include "results/record/record.h"
#include "support/error.h"

/* The median over blocks of the median over samples of each figure, into the summary; blocks and
 * samples without it do not count. 0, or -1 with the error. */
int observed_summarise(struct case_record *record, struct error *error);

#endif
