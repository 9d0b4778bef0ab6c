/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a runner cannot do, found by asking its supports() about everything there is. */
#ifndef BREAKEVEN_BENCH_COMMANDS_LIST_UNSUPPORTED_H
#define BREAKEVEN_BENCH_COMMANDS_LIST_UNSUPPORTED_H

#include "runners/runner.h"
#include "support/error.h"

#include <stdbool.h>

/*
 * Calls `tell` with all that the runner does not support and the reason: a workload as both stand
 * by default ("ping-pong"), a workload with another choice of the runner ("ping-pong with
 * queue=stealing"), or choices whatever the workload ("dispatch=submit,queue=stealing"). Tried are
 * all choices, numbers at their largest, and all pairs of those; workloads are tried as they stand
 * by default.
 */
void list_unsupported(const struct runner *runner,
	void (*tell)(void *context, const char *what, const char *reason), void *context);

/* Whether it takes no tasks that arrive at a rate, as it stands by default; why, then. */
bool list_no_arrivals(const struct runner *runner, struct error *reason);

#endif
