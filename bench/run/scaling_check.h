/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Checks that twice the work takes twice as long, once per run for each workload with its
 * parameters. If it does not, a compiler has removed work, and its figures mean nothing.
 *
 * Two cases under `serial`, of one task per batch, have the parameter that scales the work
 * (`scales` in struct workload) at some value and at twice that value. They are measured in turn,
 * in fresh processes. The fastest batch counts, because disturbance only adds time. Of a batch,
 * processor time plus declared waits counts if the batch took longer than that: the rest belongs to
 * other programs on the core. If the ratio is not 1.8 to 2.2, both are measured again as long as
 * they still get faster. If a task takes less than half of its declared time, three rounds must
 * agree: one slow moment of a core can cover all batches of one of the two cases. A core can also
 * be slow for longer than a process lives, so the median over these rounds must agree, too.
 * plan_scaling.h selects the cases.
 */
#ifndef BREAKEVEN_BENCH_RUN_SCALING_CHECK_H
#define BREAKEVEN_BENCH_RUN_SCALING_CHECK_H

#include "bench/case/job.h"
#include "bench/plan/plan.h"
#include "bench/plan/plan_scaling.h"
#include "bench/program/outcome.h"
#include "bench/run/progress.h"
#include "results/record/record.h"
#include "support/error.h"
#include "support/topology.h"

#include <jansson.h>

#define SCALING_ROUNDS 40

/* The measurements for a case. */
struct scaling {
	struct scaling_pair pair;
	double single_ns, twice_ns;    /* the fastest so far; 0: none yet */
	double rounds[SCALING_ROUNDS]; /* how many times as long, in each round by itself */
	size_t round_count;
	double ratio;      /* how many times as long, all in all; 0: not known */
	bool unmeasurable; /* one of both went wrong */
};

/* Measures one of the two, like case_process_run(). */
typedef enum outcome scaling_run(void *context, struct job *job, const struct plan_case *entry,
	struct block *block, struct error *error);

/* Measures. Sets *reason to the text that says that work was removed (the caller frees it),
 * otherwise to NULL, also if the work cannot be measured at all: its cases will report that. */
enum outcome scaling_check_pair(struct scaling *scaling, const struct job *settings,
	scaling_run *run, void *context, char **reason, struct error *error);

/* Checks every workload of the plan once with its parameters, except those of which the result has
 * all blocks and those that `ratios` shows to be correct. `reasons` has one entry per case, all
 * NULL; the entries of cases whose work is not done are set to the reason, which the caller frees.
 * The ratios go into the object `ratios` by workload and parameters. Returns what
 * scaling_check_pair() returns. */
enum outcome scaling_check_all(const struct plan *plan, const struct result *result,
	const struct job *settings, scaling_run *run, void *context, struct progress *progress,
	char **reasons, json_t *ratios, struct error *error);

#endif
