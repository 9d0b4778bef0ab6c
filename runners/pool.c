/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workers behind a gate, tasks from a shared counter; see pool.h. */
#include "config.h"

#include "runners/pool.h"

#include "runners/waiting/blocking.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

struct pool *pool_new(bool own_account, struct error *error)
{
	struct pool *pool = mmap(NULL, sizeof(*pool), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (pool == MAP_FAILED) {
		error_set(error, "cannot map memory for a pool: %s", strerror(errno));
		return NULL;
	}
	pool->own_account = own_account;
	return pool;
}

void pool_free(struct pool *pool)
{
	munmap(pool, sizeof(*pool));
}

static uint64_t claim(void *from)
{
	struct pool *pool = from;

	return atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
}

void pool_worker(const struct crew *crew, struct pool *pool, struct worker *worker)
{
	uint32_t seen_call = 0, seen_open = 0;
	struct usage before = {0};
	int bound = worker_bind(crew, worker, &worker->error);

	gate_arrive(&pool->gate, crew->worker_limit);
	while (gate_wait_call(&pool->gate, &seen_call) == GATE_COME) {
		if (pool->own_account) {
			crew_prefault(crew);
			before = usage_of(RUSAGE_SELF);
		}
		gate_arrive(&pool->gate, crew->worker_limit);
		gate_pass(&pool->gate, &seen_open);
		if (bound == 0)
			blocking_work(crew, worker, claim, pool);
		if (pool->own_account)
			worker->usage = usage_since(usage_of(RUSAGE_SELF), before);
		gate_arrive(&pool->gate, crew->worker_limit);
	}
	locals_close(&worker->locals);
}

int pool_run(struct crew *crew, struct pool *pool, bool (*alive)(void *context), void *context,
	struct error *error)
{
	atomic_store_explicit(&pool->next, 0, memory_order_relaxed);
	gate_call(&pool->gate, GATE_COME);
	if (gate_await(&pool->gate, crew->worker_limit, alive, context) < 0)
		return error_set(error, "a worker ended before the batch began");
	crew->batch.begin_ns = clock_now_ns();
	gate_open(&pool->gate);
	if (gate_await(&pool->gate, crew->worker_limit, alive, context) < 0)
		return error_set(error, "a worker ended in the middle of the batch");
	for (unsigned i = 0; i < crew->worker_limit; i++)
		if (crew->workers[i].ended_ns > crew->batch.end_ns)
			crew->batch.end_ns = crew->workers[i].ended_ns;
	return crew_check_workers(crew, error);
}
