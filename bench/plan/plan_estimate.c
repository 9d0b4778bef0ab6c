/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Estimates of a case: the least time its tasks take on a perfect machine, plus the usual cost of
 * processes and threads. No measurement uses these figures; they plan the time, and set the limit
 * after which a case hangs.
 */
#include "config.h"

#include "bench/plan/plan_estimate.h"

#include "bench/plugin/ask.h"
#include "bench/case/batch_size.h"
#include "support/whole.h"

#include <math.h>

#define USUAL_ITERATIONS_PER_SECOND 3000000000 /* before calibration: one addition a cycle */
#define STAMPED_FROM_NS 5000.0                 /* two clock readings are below 1 % of it */
#define NANOSECONDS 1e9
#define CASE_PROCESS_NS 40e6 /* exec, the topology, memory, an answer */
#define THREAD_NS 25e3       /* created and joined */
#define PROCESS_NS 200e3     /* forked and waited for */
#define ARRIVALS_FEWEST 100  /* arrivals in a batch: enough for a p99 */
#define LIMIT_SMALLEST_NS 20e9
#define LIMIT_FACTOR 20

static double worker_ns(enum model model)
{
	switch (model) {
	case MODEL_THREADS:
	case MODEL_HYBRID:
		return THREAD_NS;
	case MODEL_PROCESSES:
		return PROCESS_NS;
	case MODEL_SERIAL:
	case MODEL_ASYNC:
		break;
	}
	return 0;
}

/* The time of a batch of `tasks`, limited by the cores or by how many may wait at the same time. */
static double batch_ns(const struct plan_case *entry, const struct cost *cost, double tasks)
{
	double computing = tasks * cost->cpu_ns / entry->cores;
	double waves = ceil(tasks / entry->concurrency) * (cost->cpu_ns + cost->wait_ns);
	double workers = tasks * worker_ns(entry->runner->model) / entry->cores;

	return fmax(computing, waves) + workers;
}

/* The tasks that arrive in a batch, in whole groups of partners; known in advance, so the warm-up
 * need not find it. */
static uint64_t arriving_tasks(const struct plan_case *entry, const struct settings *settings)
{
	const double of_time =
		ceil(entry->arrivals.rate_per_second * settings->sample_minimum_ns / NANOSECONDS);

	return batch_size_whole_groups(entry->workload,
		whole_within(fmax(ARRIVALS_FEWEST, of_time), INT64_MAX));
}

int plan_estimate_cost(const struct plan_case *entry, unsigned concurrency, struct cost *cost,
	struct error *error)
{
	struct work work = {
		.workload = entry->workload,
		.parameters = *entry->workload_parameters,
		.concurrency = concurrency,
		.iterations_per_second = USUAL_ITERATIONS_PER_SECOND,
	};

	return ask_cost(&work, cost, error);
}

void plan_estimate_case(struct plan_case *entry, const struct settings *settings)
{
	const struct cost cost = entry->cost;
	const bool arriving = entry->arrivals.rate_per_second > 0;
	double batch;

	entry->stamped = arriving || cost.cpu_ns + cost.wait_ns >= STAMPED_FROM_NS;
	entry->tasks = settings->tasks;
	if (arriving && entry->tasks == 0)
		entry->tasks = arriving_tasks(entry, settings);
	if (entry->tasks > 0)
		batch = batch_ns(entry, &cost, (double)entry->tasks);
	else
		batch = fmax(settings->sample_minimum_ns,
			batch_ns(entry, &cost, BATCH_SIZE_WAVES * (double)entry->concurrency));
	if (arriving)
		batch = fmax(batch,
			(double)entry->tasks / entry->arrivals.rate_per_second * NANOSECONDS);
	/* The warm-up adds one batch, and in one of the blocks the memory adds a third of one. */
	entry->estimate_ns =
		CASE_PROCESS_NS + (settings->samples + 1 + 1.0 / (3 * settings->blocks)) * batch;
	entry->limit_ns = settings->limit_ns > 0
		? settings->limit_ns
		: fmax(LIMIT_SMALLEST_NS, LIMIT_FACTOR * entry->estimate_ns);
}
