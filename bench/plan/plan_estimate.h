/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates how long a case takes, from the least cost of a task that its workload states. */
#ifndef BREAKEVEN_BENCH_PLAN_PLAN_ESTIMATE_H
#define BREAKEVEN_BENCH_PLAN_PLAN_ESTIMATE_H

#include "bench/plan/plan.h"

/* The least cost of a task at this concurrency, as its workload states it before anything is
 * measured. Returns 0, or -1 with the error if its cost() failed. */
int plan_estimate_cost(const struct plan_case *entry, unsigned concurrency, struct cost *cost,
	struct error *error);

/* Sets stamped, tasks, estimate_ns and limit_ns of a case whose other members are set, its cost
 * included. */
void plan_estimate_case(struct plan_case *entry, const struct settings *settings);

#endif
