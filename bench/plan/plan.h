/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plan of a run: which cases there are, in which order each block takes them, and how long the
 * run may take. It is made from a suite file and from flags (plan_make.h).
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
	struct cost cost; /* what its cost() returned, with so many in flight */
	uint64_t tasks;   /* of a batch; 0: to be settled by its first warm-up */
	char *id;
	size_t work;  /* the same for the same workload with the same parameters, from 0 on in the
	                 order of the cases */
	bool stamped; /* its tasks are long enough to be stamped one by one */
	double estimate_ns; /* of one block of it, process and warm-up included */
	double limit_ns;    /* when one block of it is taken to hang */
	unsigned *groups;   /* of the plan's that asked for it, ascending */
	size_t groups_count;
};

/* A case that was asked for and does not exist, and why. */
struct plan_omission {
	char *id;
	char *reason;
	bool failed; /* a hook of its workload went wrong, which is no matter of the machine */
};

struct plan_memory;

struct plan {
	char *suite; /* its name */
	/* What the cases that are added have, NULL: it is not looked at (plan_memory.h). */
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

/* An empty plan. 0, or -1 without memory (nothing is to be cleared then). */
int plan_init(struct plan *plan, const char *suite, const struct settings *settings);
void plan_clear(struct plan *plan);

/* The order of one block: a permutation of 0 … case_count-1 into order, drawn from seed and block
 * alone. Blocks go in pairs: the first of each pair is drawn, the second is its mirror image. So
 * over every pair all cases stand at the same place on average, a drift of the machine that is
 * linear in time favours none of them, and no case is always first (counterbalancing). 0, or -1
 * with the error where memory is out. */
int plan_order(const struct plan *plan, unsigned block, size_t *order, struct error *error);

#endif
