/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How precise the cases of a result are, in a run that continues until they are precise enough.
 *
 * Such a run looks at its results after 8, 16, 32, 64 and 128 blocks, and at no other time. It ends
 * at the first look at which, for every case,
 *
 *     (high - low) / 2 <= precision × median
 *
 * with [low, high] the interval of the median of tasks_per_second. Ending when an interval happens
 * to be narrow would make it cover less often than its confidence says; so the looks are fixed and
 * the error of 5 % is split among them (statistics/looks.h, with the sources). The intervals of all
 * looks cover together with 95 %, so the last one does, for whatever reason the run ended there: a
 * summary gives this as its confidence. Eight blocks are the fewest that can reach the confidence
 * for a fifth of the error.
 *
 * A run that ends between two looks, because its budget is spent or it is interrupted, keeps the
 * rank of the last look: its interval is from the k-th smallest to the k-th largest of all values.
 * More values only add to both sides of the median, so this interval covers whenever that of the
 * look does, and needs no share of the error, whatever determined the moment.
 *
 * The looks of a case are counted in the blocks that are used. Blocks that the machine disturbed
 * are left out without regard to what was measured in them, so the looks are planned with the
 * blocks that were used.
 */
#ifndef BREAKEVEN_RESULTS_SUMMARY_PRECISION_H
#define BREAKEVEN_RESULTS_SUMMARY_PRECISION_H

#include "results/summary/precision_interval.h"
#include "results/record/record.h"
#include "support/error.h"

#include <stdbool.h>
#include <stddef.h>

/* The precision that the run was to reach, as a share, from the result's settings; 0: none. */
double precision_wanted(const struct result *result);

/* Half the width of the interval of tasks_per_second over its median; infinity where it has less
 * confidence than 95 %. */
double precision_of(const struct case_record *record);

/* Whether the run has to continue for this case: it is measured, and not as precise as wanted. A
 * case that went wrong would never be, so the run does not wait for it. */
bool precision_is_missing(const struct case_record *record, double wanted);

/* The number of cases of the result for which precision_is_missing(). */
size_t precision_missing(const struct result *result);

/* Marks disturbed blocks and summarises all cases, with the intervals that the result's settings
 * ask for. 0, or -1 with the error. */
int precision_summarise(struct result *result, struct error *error);

/* Stores why a run ended, {"reason": …, "look": N}, as "stopped" and "stopped_look" of the
 * settings. 0, or -1 with the error. */
int precision_set_stopped(struct result *result, const json_t *value, struct error *error);

/* One paragraph on why the run ended, at which look, and which cases are not precise enough yet: a
 * fresh text; "" where no precision was asked for, NULL without memory. */
char *precision_describe(const struct result *result);

#endif
