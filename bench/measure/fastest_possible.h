/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a batch took as long as its tasks must take: what was faster has not been done.
 *
 * Two bounds, where the workload states them (struct cost): the cores together compute no faster
 * than one core each, and no wave of tasks waits shorter than one task must; nor does any stamped
 * task.
 */
#ifndef BREAKEVEN_BENCH_MEASURE_FASTEST_POSSIBLE_H
#define BREAKEVEN_BENCH_MEASURE_FASTEST_POSSIBLE_H

#include "results/record/block.h"
#include "runners/crew.h"
#include "support/error.h"

/* Checks the batch that the crew has just ended. STATUS_OK, or STATUS_INVALID and the error with
 * the figure and the bound. Where computing seems too fast, the yardstick is taken again (and kept
 * in crew->work) before that is said: the core may be faster now than it was. */
enum status fastest_possible_check(struct crew *crew, struct error *error);

#endif
