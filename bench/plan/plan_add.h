/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How cases come into a plan: a group of them is checked against the plugins and the machine, and
 * what does not exist there is left out with the reason.
 */
#ifndef BREAKEVEN_BENCH_PLAN_PLAN_ADD_H
#define BREAKEVEN_BENCH_PLAN_PLAN_ADD_H

#include "bench/suite/axis.h"
#include "bench/plan/plan.h"
#include "bench/suite/rate.h"
#include "support/error.h"
#include "support/topology.h"

/* A group of cases: every combination of what it lists. */
struct plan_group {
	const char *text; /* what the cases are put together for; NULL: nothing */
	const struct workload *workload;
	const struct parameters *const *workload_parameters; /* `workload_variants` of them */
	size_t workload_variants;
	const struct runner *runner;
	const struct parameters *runner_parameters;
	struct axis_list cores, concurrency;
	struct rate_list rates; /* none: one closed batch */
};

/* Adds the cases of a group that exist on this machine; a case that the plan has already is not
 * added twice, but belongs to both groups; one that does not exist is recorded as an omission. 0,
 * or -1 with the error. */
int plan_add(struct plan *plan, const struct plan_group *group, const struct topology *topology,
	struct error *error);

/* Computes the estimates once all cases are in. */
void plan_finish(struct plan *plan);

#endif
