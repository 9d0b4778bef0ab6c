/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Selects the work of a plan whose scaling is checked before its cases are measured
 * (scaling_check.h): two cases of one task under `serial`, one with twice the work of the other.
 * The parameter's value is the requested one, halved or doubled until a task is long enough to make
 * the cost of the runner negligible, and short enough not to delay the run.
 */
#ifndef BREAKEVEN_BENCH_PLAN_PLAN_SCALING_H
#define BREAKEVEN_BENCH_PLAN_PLAN_SCALING_H

#include "bench/plan/plan.h"

/* Twice the work must take this many times as long. */
#define PLAN_SCALING_LEAST 1.8
#define PLAN_SCALING_MOST 2.2

/* What to measure for a case. */
struct scaling_pair {
	struct plan_case single, twice;
	unsigned samples; /* of each, in one process */
};

/* Selects the pair. Returns 1; 0 if there is none, because the workload states no parameter that
 * scales, serial cannot execute it, or no value is suitable; -1 with the error if its cost() failed
 * at such a value. */
int plan_scaling_pair(struct scaling_pair *pair, const struct plan_case *entry,
	struct error *error);

/* How long a task of a case takes at least, as its workload declares. */
double plan_scaling_task_ns(const struct plan_case *entry);

/* The time of the check for all workloads of the plan, unless some must be repeated. */
double plan_scaling_estimate_ns(const struct plan *plan);

#endif
