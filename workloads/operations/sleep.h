/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting for time to pass. */
#ifndef BREAKEVEN_WORKLOADS_OPERATIONS_SLEEP_H
#define BREAKEVEN_WORKLOADS_OPERATIONS_SLEEP_H

#include "workloads/loop.h"

/* The arguments of operation_sleep; the rest is its own. */
struct sleep_arguments {
	uint64_t duration_ns;
	struct task *task;
	struct timer timer;
};

/* Result 0, never before duration_ns have passed. */
extern const struct operation operation_sleep;

#endif
