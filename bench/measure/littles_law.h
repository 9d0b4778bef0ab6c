/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Little's law in a closed batch: tasks in flight = throughput × time in system (J. D. C. Little, A
 * Proof for the Queuing Formula L = λW, Operations Research 9 (1961) 383-387).
 *
 * With both sides from the same stamps the law always holds: the integral of the number in flight
 * is the sum of the times in system for any stamps. What can fail is the claimed number in flight,
 * the concurrency C of the case: a runner keeps exactly C in flight while enough tasks remain
 * (runner.h), so between the ramps throughput × mean time in system must be C. It is less if the
 * runner executes tasks one after the other, begins them later than it may, or stamps them late or
 * only partly; more is a separate error (check.h).
 *
 * A runner may need a moment between the end of one task and the begin of the next, and a busy
 * machine makes this moment long. The same batch shows how late the system is: tasks that state
 * their wait (fastest_wait_ns) and compute little end late by that much. So 5 % and some of these
 * delays are allowed. Tasks that do not state a wait are not checked: if they compute, a worker
 * that the kernel does not run has, correctly, no task in flight.
 */
#ifndef BREAKEVEN_BENCH_MEASURE_LITTLES_LAW_H
#define BREAKEVEN_BENCH_MEASURE_LITTLES_LAW_H

#include "results/statistics/overlap.h"
#include "runners/crew.h"
#include "support/error.h"

#include <stdbool.h>

/* Whether too few tasks of the stamped batch were in flight, with the reason in *reason. Only for
 * runners that keep their workers: creating workers for each task takes time between tasks. */
bool littles_law_falls_short(const struct crew *crew, const struct overlap *overlap,
	struct error *reason);

#endif
