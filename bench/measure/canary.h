/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Takes the canaries: three small works, always the same, on one CPU.
 *
 * They run in a process of their own, forked while the case process is small (before its workload
 * is opened, after all is closed), so that they leave nothing in the case's heap, page table or
 * accounts, and see nothing of it. They take turns, round after round, the first time for
 * nothing; the figure of each is the median of its rounds, so that a tick or a short interrupt in
 * one does not count.
 */
#ifndef BREAKEVEN_BENCH_MEASURE_CANARY_H
#define BREAKEVEN_BENCH_MEASURE_CANARY_H

#include "results/record/canaries.h"
#include "support/topology.h"

/* Nanoseconds of each on this CPU; 0 where they could not be taken, which is no error. */
void canary_take(const struct topology *topology, unsigned cpu, double figures[CANARY_COUNT]);

#endif
