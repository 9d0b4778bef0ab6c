/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a runner does not support, found by asking its supports() about all combinations. */
#ifndef BREAKEVEN_BENCH_COMMANDS_LIST_UNSUPPORTED_H
#define BREAKEVEN_BENCH_COMMANDS_LIST_UNSUPPORTED_H

#include "runners/runner.h"
#include "support/error.h"

#include <stdbool.h>

/*
 * Calls `tell` with everything that the runner does not support, and the reason: a workload, both
 * with their defaults ("ping-pong"); a workload with another choice of the runner ("ping-pong with
 * queue=stealing"); or choices that are unsupported with every workload
 * ("dispatch=submit,queue=stealing"). Tries all choices, numbers at their largest, and all pairs of
 * these; workloads only with their defaults.
 */
void list_unsupported(const struct runner *runner,
	void (*tell)(void *context, const char *what, const char *reason), void *context);

/* Whether the runner with its defaults does not support tasks that arrive at a rate; sets *reason
 * if so. */
bool list_no_arrivals(const struct runner *runner, struct error *reason);

#endif
