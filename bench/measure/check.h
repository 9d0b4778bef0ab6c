/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a batch did what it claims: every task once, every value right, every worker in its
 * place. */
#ifndef BREAKEVEN_BENCH_MEASURE_CHECK_H
#define BREAKEVEN_BENCH_MEASURE_CHECK_H

#include "results/record/block.h"
#include "results/statistics/overlap.h"
#include "runners/crew.h"
#include "support/error.h"

/* Checks the batch that the crew has just ended: the number of tasks, failed tasks, each value, the
 * CPUs of the workers, and that no task began before it was due. Returns STATUS_OK, or the status
 * with the error. */
enum status check_batch(const struct crew *crew, struct error *error);

/* Computes the tasks in flight of a stamped batch into *overlap and checks that there were never
 * more than allowed. littles_law.h checks that there were enough. */
enum status check_concurrency(const struct crew *crew, struct overlap *overlap,
	struct error *error);

#endif
