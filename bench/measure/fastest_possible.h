/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a batch took as long as its tasks must take: a faster batch did not do its work.
 *
 * Two bounds, if the workload states them (struct cost): K cores compute at most K times as fast as
 * one, and no wave of tasks, nor any stamped task, waits less than one task must.
 */
#ifndef BREAKEVEN_BENCH_MEASURE_FASTEST_POSSIBLE_H
#define BREAKEVEN_BENCH_MEASURE_FASTEST_POSSIBLE_H

#include "results/record/block.h"
#include "runners/crew.h"
#include "support/error.h"

/* Checks the batch that the crew has just ended. Returns STATUS_OK, or STATUS_INVALID and the error
 * with the figure and the bound. If computing seems too fast, measures the yardstick again first
 * (and keeps it in crew->work): the core may be faster now than before. */
enum status fastest_possible_check(struct crew *crew, struct error *error);

#endif
