/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plan of a run: its cases, their order in each block, and an estimate of the time. plan_make.h
 * makes it from a suite file and from flags.
 */
#ifndef BREAKEVEN_BENCH_PLAN_PLAN_H
#define BREAKEVEN_BENCH_PLAN_PLAN_H

#include "bench/suite/rate.h"
#include "bench/suite/settings.h"
#include "results/statistics/arrivals.h"
#include "runners/runner.h"
#include "support/error.h"
#include "support/numbering.h"
#include "support/parameter.h"
#include "support/topology.h"
#include "workloads/workload.h"

#include <stdbool.h>
#include <stdint.h>

/* One case of the plan. */
struct plan_case {
	const struct workload *workload;
	const struct parameters *workload_parameters; /* kept: parameter_pool.h */
	const struct runner *runner;
	const struct parameters *runner_parameters; /* likewise */
	unsigned cores, concurrency;
	struct arrivals arrivals;
	unsigned needs;   /* what its workload's needs() returned */
	struct cost cost; /* what its cost() returned, for this concurrency */
	uint64_t tasks;   /* of a batch; 0: the first warm-up decides */
	char *id;
	size_t work;  /* the same for the same workload with the same parameters, from 0 on in the
	                 order of the cases */
	bool stamped; /* its tasks are long enough to be stamped one by one */
	double estimate_ns; /* of one block of it, process and warm-up included */
	double limit_ns;    /* after this time one block of it counts as hanging */
	unsigned *groups;   /* indexes of the plan's groups that contain it, ascending */
	size_t groups_count;
};

/* A requested case that is not possible, and why. */
struct plan_omission {
	char *id;
	char *reason;
	bool failed; /* a hook of its workload failed; the machine is not the reason */
};

struct plan_memory;

struct plan {
	char *suite; /* its name */
	/* The memory for the cases that are added; NULL: not checked (plan_memory.h). */
	const struct plan_memory *memory;
	struct settings settings;
	struct plan_case *cases;
	size_t case_count;
	struct plan_omission *omissions;
	size_t omission_count;
	char **groups; /* their texts, in the order they were asked for */
	size_t groups_count;
	double estimate_ns; /* of all blocks */
	/* Of the cases and omissions by their ids, of the groups by their texts, of works. */
	struct numbering case_numbers, omission_numbers, group_numbers, work_numbers;
};

/* An empty plan. Returns 0, or -1 if out of memory; then there is nothing to clear. */
int plan_init(struct plan *plan, const char *suite, const struct settings *settings);
void plan_clear(struct plan *plan);

/* Writes the order of one block into order: a permutation of 0 … case_count-1 that depends only on
 * seed and block. Blocks form pairs: the first order of a pair is random, the second is its mirror
 * image. So over each pair all cases have the same position on average, a linear drift of the
 * machine favours none, and no case is always first (counterbalancing). Returns 0, or -1 with the
 * error if out of memory. */
int plan_order(const struct plan *plan, unsigned block, size_t *order, struct error *error);

#endif
