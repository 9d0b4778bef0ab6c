/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When a run ends: after its blocks or, with a precision, when every interval is narrow enough or
 * the budget is spent.
 *
 * Intervals are examined only at looks, after the numbers of blocks that
 * results/summary/precision.h fixes. All cases continue to the next look together: every block
 * stays complete, with the same neighbours and period for each case, and no case stops at a lucky
 * moment. No block begins once the budget is spent; after a look, none begins if at the present
 * pace the budget would be spent before the next look. The reason of the end goes into the journal
 * and, as "stopped" and "stopped_look", into the result's settings.
 */
#ifndef BREAKEVEN_BENCH_RUN_STOPPING_H
#define BREAKEVEN_BENCH_RUN_STOPPING_H

#include "bench/journal/journal.h"
#include "bench/plan/plan.h"
#include "bench/run/progress.h"
#include "results/record/record.h"
#include "support/error.h"

#include <stdbool.h>
#include <stdint.h>

struct stopping {
	const struct plan *plan;
	struct result *result;
	struct journal *journal;
	uint64_t begin_ns;  /* when this process began to measure */
	uint64_t before_ns; /* what was spent before the run was resumed */
};

/* Call before anything is measured; blocks that the result already has count. */
void stopping_begin(struct stopping *stopping, const struct plan *plan, struct result *result,
	struct journal *journal);

/* Whether the run ends before this block; after a look, summarises the result. A block that was
 * begun before the run was resumed is finished. Returns 1 to end, 0 to continue, or -1 with the
 * error. */
int stopping_reached(struct stopping *stopping, unsigned block, struct error *error);

/* Whether there is a look after this number of blocks; without a precision there is none. */
bool stopping_is_look(const struct stopping *stopping, unsigned blocks);

/* After a measured block: records the time spent. Returns 0, or -1 with the error. */
int stopping_spend(const struct stopping *stopping, struct error *error);

/* Sets the aim of the progress: the next look. */
void stopping_aim(const struct stopping *stopping, unsigned block, struct progress *progress);

#endif
