/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a batch did what it claims: every task once, every value right, nobody where he should
 * not be. */
#ifndef BREAKEVEN_BENCH_MEASURE_CHECK_H
#define BREAKEVEN_BENCH_MEASURE_CHECK_H

#include "results/record/block.h"
#include "results/statistics/overlap.h"
#include "runners/crew.h"
#include "support/error.h"

/* Checks the batch that the crew has just ended: the count of tasks, failed tasks, each value,
 * where the workers were, none begun before it was due. STATUS_OK, or the status and the error that
 * says why. */
enum status check_batch(const struct crew *crew, struct error *error);

/* Checks a stamped batch's tasks in flight, from its stamps, into *overlap: never more than may be.
 * Whether there are enough is fastest_possible.h's. */
enum status check_concurrency(const struct crew *crew, struct overlap *overlap,
	struct error *error);

#endif
