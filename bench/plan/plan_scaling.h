/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which work of a plan is tried for its scale before its cases are measured (scaling_check.h): two
 * cases of one task under `serial`, one with twice the work of the other. The value is the one that
 * was asked for, halved or doubled until a task is long enough for the runner's own cost not to
 * count and short enough not to hold the run up.
 */
#ifndef BREAKEVEN_BENCH_PLAN_PLAN_SCALING_H
#define BREAKEVEN_BENCH_PLAN_PLAN_SCALING_H

#include "bench/plan/plan.h"

/* Twice the work takes so many times as long. */
#define PLAN_SCALING_LEAST 1.8
#define PLAN_SCALING_MOST 2.2

/* What is to be tried for a case. */
struct scaling_pair {
	struct plan_case single, twice;
	unsigned samples; /* of each, in one process */
};

/* Settles what to try. 1; 0 where there is nothing, as the workload states nothing that scales,
 * serial cannot execute it, or no value is suitable; -1 with the error where its cost() went wrong
 * at a value that would have been tried. */
int plan_scaling_pair(struct scaling_pair *pair, const struct plan_case *entry,
	struct error *error);

/* How long a task of a case takes at least, as its workload declares. */
double plan_scaling_task_ns(const struct plan_case *entry);

/* How long trying takes for all workloads of the plan, unless some must be repeated. */
double plan_scaling_estimate_ns(const struct plan *plan);

#endif
