/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Adds cases to a plan: checks a group of cases against the plugins and the machine, and leaves out
 * the impossible ones with a reason.
 */
#ifndef BREAKEVEN_BENCH_PLAN_PLAN_ADD_H
#define BREAKEVEN_BENCH_PLAN_PLAN_ADD_H

#include "bench/suite/axis.h"
#include "bench/plan/plan.h"
#include "bench/suite/rate.h"
#include "support/error.h"
#include "support/topology.h"

/* A group of cases: every combination of its values. */
struct plan_group {
	const char *text; /* what the cases are measured for; NULL: not stated */
	const struct workload *workload;
	const struct parameters *const *workload_parameters; /* `workload_variants` of them */
	size_t workload_variants;
	const struct runner *runner;
	const struct parameters *runner_parameters;
	struct axis_list cores, concurrency;
	struct rate_list rates; /* none: one closed batch */
};

/* Adds the cases of a group that are possible on this machine. A case that is already in the plan
 * is not added again, but belongs to both groups. An impossible case becomes an omission. Returns
 * 0, or -1 with the error. */
int plan_add(struct plan *plan, const struct plan_group *group, const struct topology *topology,
	struct error *error);

/* Computes the estimates after all cases were added. */
void plan_finish(struct plan *plan);

#endif
