/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times the canaries: three small control tasks, always the same, on one CPU.
 *
 * They run in a separate process, forked while the case process is small (before its workload is
 * opened and after everything is closed), so that they and the case's heap, page table and accounts
 * do not affect each other. They run in turn, in rounds; the first round is a warm-up. The figure
 * of each is the median of its rounds, so that a tick or a short interrupt in one round does not
 * count.
 */
#ifndef BREAKEVEN_BENCH_MEASURE_CANARY_H
#define BREAKEVEN_BENCH_MEASURE_CANARY_H

#include "results/record/canaries.h"
#include "support/topology.h"

/* Nanoseconds of each on this CPU; 0 if they could not be timed, which is not an error. */
void canary_take(const struct topology *topology, unsigned cpu, double figures[CANARY_COUNT]);

#endif
