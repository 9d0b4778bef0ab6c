/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Summary of a case over its blocks. */
#ifndef BREAKEVEN_RESULTS_SUMMARY_SUMMARY_H
#define BREAKEVEN_RESULTS_SUMMARY_SUMMARY_H

#include "results/record/record.h"
#include "support/error.h"

#include <stdbool.h>

/* Fills a case's status, reason and tasks from its blocks, and its summary from those that are
 * ok and count by disturbance_decide(). 0, or -1 with the error. */
int case_record_summarise(struct case_record *record, struct error *error);

/* The same with intervals for a run that ends by their width (precision.h). */
int case_record_summarise_by_looks(struct case_record *record, struct error *error);

/* Whether its summary is valid: some blocks are ok, and none went wrong (blocks that an interrupted
 * run did not reach do not count as wrong). */
bool case_record_measured(const struct case_record *record);

/* Tasks per second: the median over its blocks, by which cases are compared. 0 where it has none.
 */
double case_record_throughput(const struct case_record *record);

#endif
