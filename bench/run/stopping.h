/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When a run ends: after its blocks, or, where a precision is asked for, when every interval is
 * narrow enough or the budget is spent.
 *
 * Intervals are looked at only after the numbers of blocks that results/summary/precision.h fixes,
 * and all cases go on to the next look together: a block stays a whole block, in which each case
 * has the same neighbours and the same stretch of time, and none is given up at a lucky moment. No
 * block begins once the budget is spent; after a look none begins either where, at the pace so far,
 * the budget would be spent before the next one. How it ended goes into the journal and, as
 * "stopped" and "stopped_look", into the result's settings.
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
	uint64_t before_ns; /* what was spent before the run was gone on with */
};

/* Before anything is measured; what the result has already counts. */
void stopping_begin(struct stopping *stopping, const struct plan *plan, struct result *result,
	struct journal *journal);

/* Whether the run ends before this block; after a look the result is summarised. A block that was
 * begun before the run was gone on with is finished. 1, 0 to go on, or -1 with the error. */
int stopping_reached(struct stopping *stopping, unsigned block, struct error *error);

/* Whether the run looks at its results after so many blocks, in a run without a precision never. */
bool stopping_is_look(const struct stopping *stopping, unsigned blocks);

/* After a block that was measured: keeps the time that is spent. 0, or -1 with the error. */
int stopping_spend(const struct stopping *stopping, struct error *error);

/* Tells the progress how far the run goes for now: to the next look. */
void stopping_aim(const struct stopping *stopping, unsigned block, struct progress *progress);

#endif
