/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pools of threads and of processes have in common: workers created once, a gate in front of
 * each batch, and a shared counter from which each worker takes the next task.
 */
#ifndef BREAKEVEN_RUNNERS_POOL_H
#define BREAKEVEN_RUNNERS_POOL_H

#include "runners/crew.h"
#include "runners/gate.h"

struct pool {
	struct gate gate;
	alignas(CACHE_LINE_PAIR) _Atomic uint64_t next; /* the first task that nobody has taken */
	alignas(CACHE_LINE_PAIR) bool own_account; /* workers are processes with usage of their own
	                                            */
};

/* In shared memory, or NULL with the error. */
struct pool *pool_new(bool own_account, struct error *error);
void pool_free(struct pool *pool);

/* The life of one worker, in its own thread or process: binds itself, reports to the gate, then
 * works batch by batch until it is told to leave. A worker that cannot be bound says so in
 * worker->error and works no task. */
void pool_worker(const struct crew *crew, struct pool *pool, struct worker *worker);

/* One batch by all workers. `alive` as in gate_await(). 0, or -1 with the error. */
int pool_run(struct crew *crew, struct pool *pool, bool (*alive)(void *context), void *context,
	struct error *error);

#endif
