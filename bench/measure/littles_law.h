/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Little's law in a closed batch: tasks in flight = throughput × time in system (J. D. C. Little,
 * A Proof for the Queuing Formula L = λW, Operations Research 9 (1961) 383-387).
 *
 * Taken from one set of stamps on both sides the law always holds, so checking it so says nothing:
 * the integral of the number in flight is the sum of the times in system, whatever the stamps are.
 * What can fail is the number in flight that is claimed, the case's concurrency C: a runner keeps
 * exactly C in flight while enough tasks remain (runner.h), so between the ramps throughput × mean
 * time in system must be C. It is less where the runner does one thing after the other, begins
 * tasks later than it may, or stamps them late or only in part; more is an error of its own
 * (check.h).
 *
 * A runner may need a moment from the end of one task to the begin of the next, and on a machine
 * that is busy the system makes that moment long. How late the system is shows in the same batch:
 * tasks that state how long they wait (fastest_wait_ns) and compute little end late by as much. So
 * 5 % are allowed and some of those latenesses, and nothing is said of tasks that do not state it:
 * where they compute, a worker that the kernel has not let run yet has no task in flight, honestly.
 */
#ifndef BREAKEVEN_BENCH_MEASURE_LITTLES_LAW_H
#define BREAKEVEN_BENCH_MEASURE_LITTLES_LAW_H

#include "results/statistics/overlap.h"
#include "runners/crew.h"
#include "support/error.h"

#include <stdbool.h>

/* Whether too few tasks of the stamped batch were in flight, with the reason in *reason. For
 * runners that keep their workers: where they are made for each task, making them takes what it
 * takes. */
bool littles_law_falls_short(const struct crew *crew, const struct overlap *overlap,
	struct error *reason);

#endif
