/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether twice the work takes twice as long, tried once per run for each workload with its
 * parameters: where it does not, a compiler has left work out, and no figure of it means anything.
 *
 * Two cases under `serial`, of one task a batch, with the parameter that scales the work (`scales`
 * in struct workload) at some value and at twice that, each in fresh processes, in turn. Of all
 * batches the fastest counts, because disturbance only adds time; and of a batch its processor time
 * with the waits that it declares, where it took longer than that: the rest is time of others, who
 * may want the core all the while. Where that is not 1.8 to 2.2 times as long, both are measured
 * again before anything is said, as long as they still get faster. Where a task takes less than
 * half of what it declares, three rounds must agree: one slow moment of a core can hold all batches
 * of a task whose work was left out, and nothing of the other's. A core can be slow for longer than
 * a process lives, so that only one of both was ever fast: in the end the median over these rounds
 * counts, too. plan_scaling.h settles what is tried.
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

/* What is to be tried for a case. */
struct scaling {
	struct scaling_pair pair;
	double single_ns, twice_ns;    /* the fastest so far; 0: none yet */
	double rounds[SCALING_ROUNDS]; /* how many times as long, in each round by itself */
	size_t round_count;
	double ratio;      /* how many times as long, all in all; 0: not known */
	bool unmeasurable; /* one of both went wrong */
};

/* How both are measured: as case_process_run(). */
typedef enum outcome scaling_run(void *context, struct job *job, const struct plan_case *entry,
	struct block *block, struct error *error);

/* Measures. *reason becomes what says that the work is left out, to be freed, or else NULL: also
 * where the work cannot be measured at all, as its cases will tell. */
enum outcome scaling_check_pair(struct scaling *scaling, const struct job *settings,
	scaling_run *run, void *context, char **reason, struct error *error);

/* Tries every workload of the plan, each with its parameters once, but for what the result has all
 * blocks of and what `ratios` shows to be as it must be. `reasons` has one place a case, all NULL:
 * those of the cases whose work is not done become the reason, each to be freed. How many times as
 * long it took comes into the object `ratios` by workload and parameters. As scaling_check_pair().
 */
enum outcome scaling_check_all(const struct plan *plan, const struct result *result,
	const struct job *settings, scaling_run *run, void *context, struct progress *progress,
	char **reasons, json_t *ratios, struct error *error);

#endif
