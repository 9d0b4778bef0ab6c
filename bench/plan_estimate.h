/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a case should take, from what its workload says that a task costs at least. */
#ifndef BREAKEVEN_BENCH_PLAN_ESTIMATE_H
#define BREAKEVEN_BENCH_PLAN_ESTIMATE_H

#include "bench/plan.h"

/* What a task of a case costs at least, with so many in flight. */
struct cost plan_estimate_cost(const struct plan_case *entry, unsigned concurrency);

/* Sets stamped, tasks, estimate_ns and limit_ns of a case whose other members are set. */
void plan_estimate_case(struct plan_case *entry, const struct settings *settings);

#endif
