/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workers behind a gate; see pool.h. */
#include "config.h"

#include "runners/pool.h"

#include "runners/memory.h"

#include <string.h>
#include <sys/resource.h>

const char *const pool_dispatches[] = {"map", "submit", NULL};

const struct dispatch *pool_dispatch(const struct parameters *parameters)
{
	static const struct dispatch *const dispatches[] = {&dispatch_map, &dispatch_submit};

	return dispatches[parameters_integer(parameters, "dispatch")];
}

int pool_supports(const struct parameters *parameters, const struct workload *workload,
	bool in_order, struct error *reason)
{
	uint64_t chunk = parameters_integer(parameters, "chunk");

	if (pool_dispatch(parameters) == &dispatch_submit && chunk > 1)
		return error_set(reason, "dispatch=submit hands over one task at a time: chunk=1");
	if (workload->partners > 1 && chunk > 1)
		return error_set(reason,
			"its tasks wait for each other, and one worker would take them: chunk=1");
	if (workload->partners > 1 && !in_order)
		return error_set(reason,
			"its tasks wait for each other and must begin in order: queue=shared");
	return 0;
}

struct pool *pool_new(const struct crew *crew, const struct dispatch *dispatch, bool processes,
	struct error *error)
{
	struct pool *pool = memory_map(sizeof(*pool), "a pool", error);

	if (pool == NULL)
		return NULL;
	pool->processes = processes;
	pool->chunk = parameters_integer(&crew->parameters, "chunk");
	pool->dispatch = dispatch;
	if (dispatch->open == NULL || dispatch->open(pool, crew, error) == 0)
		return pool;
	memory_unmap(pool, sizeof(*pool));
	return NULL;
}

void pool_free(struct pool *pool)
{
	if (pool->dispatch->close != NULL)
		pool->dispatch->close(pool);
	memory_unmap(pool, sizeof(*pool));
}

void pool_worker(const struct crew *crew, struct pool *pool, struct worker *worker)
{
	uint32_t seen_call = 0, seen_open = 0;
	struct usage before = {0};
	int bound = worker_bind(crew, worker, &worker->error);

	gate_arrive(&pool->gate, crew->worker_limit);
	while (gate_wait_call(&pool->gate, &seen_call) == GATE_COME) {
		if (pool->processes) {
			crew_prefault(crew);
			if (pool->dispatch->prepare != NULL)
				pool->dispatch->prepare(pool, crew, worker);
			before = usage_of(RUSAGE_SELF);
		}
		gate_arrive(&pool->gate, crew->worker_limit);
		gate_pass(&pool->gate, &seen_open);
		if (bound == 0)
			pool->dispatch->work(pool, crew, worker);
		if (pool->processes)
			worker->usage = usage_since(usage_of(RUSAGE_SELF), before);
		gate_arrive(&pool->gate, crew->worker_limit);
	}
	locals_close(&worker->locals);
}

int pool_run(struct crew *crew, struct pool *pool, const struct watchman *watchman,
	struct error *error)
{
	const struct dispatch *dispatch = pool->dispatch;

	if (dispatch->prepare != NULL)
		dispatch->prepare(pool, crew, NULL);
	gate_call(&pool->gate, GATE_COME);
	if (gate_await(&pool->gate, crew->worker_limit, watchman->alive, watchman->context) < 0)
		return error_set(error, "a worker ended before the batch began");
	crew->batch.begin_ns = clock_now_ns();
	if (dispatch->fill != NULL)
		dispatch->fill(pool, crew);
	gate_open(&pool->gate);
	if ((dispatch->lead != NULL && dispatch->lead(pool, crew, watchman) < 0) ||
		gate_await(&pool->gate, crew->worker_limit, watchman->alive, watchman->context) < 0)
		return error_set(error, "a worker ended in the middle of the batch");
	for (unsigned i = 0; i < crew->worker_limit && dispatch->lead == NULL; i++)
		if (crew->workers[i].ended_ns > crew->batch.end_ns)
			crew->batch.end_ns = crew->workers[i].ended_ns;
	return crew_check_workers(crew, error);
}
