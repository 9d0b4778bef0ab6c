/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a case should take, from what its workload says that a task costs at least. */
#ifndef BREAKEVEN_BENCH_PLAN_PLAN_ESTIMATE_H
#define BREAKEVEN_BENCH_PLAN_PLAN_ESTIMATE_H

#include "bench/plan/plan.h"

/* What a task of a case costs at least, with so many in flight, as its workload says before
 * anything is measured. 0, or -1 with the error where its cost() went wrong. */
int plan_estimate_cost(const struct plan_case *entry, unsigned concurrency, struct cost *cost,
	struct error *error);

/* Sets stamped, tasks, estimate_ns and limit_ns of a case whose other members are set, its cost
 * included. */
void plan_estimate_case(struct plan_case *entry, const struct settings *settings);

#endif
