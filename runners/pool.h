/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pools of threads and of processes have in common: workers created once, a gate in front of
 * each batch, and a way in which tasks come to the workers, which is a file of its own.
 */
#ifndef BREAKEVEN_RUNNERS_POOL_H
#define BREAKEVEN_RUNNERS_POOL_H

#include "runners/crew.h"
#include "runners/gate.h"
#include "runners/runner.h"

#define POOL_CHUNK_LIMIT 1e6

struct pool;

/* Whether the workers still live, asked while waiting for them. */
struct watchman {
	bool (*alive)(void *context); /* NULL: always */
	void *context;
};

/* How tasks come to the workers. */
struct dispatch {
	/* Before any worker exists; crew->parameters are set. 0, or -1 with nothing left behind.
	 * NULL: nothing to open. */
	int (*open)(struct pool *pool, const struct crew *crew, struct error *error);

	/* Before each batch, not timed; by the leader, and where workers are processes by each of
	 * them, too (`worker` is NULL for the leader). NULL: nothing. */
	void (*prepare)(struct pool *pool, const struct crew *crew, const struct worker *worker);

	/* The leader's part before the gate opens and after; both timed. lead() sets
	 * batch.end_ns; where it is NULL, the batch ends when the last worker saw no task left. 0,
	 * or -1 where the watchman said that a worker is gone. */
	void (*fill)(struct pool *pool, const struct crew *crew);
	int (*lead)(struct pool *pool, struct crew *crew, const struct watchman *watchman);

	/* The worker's part: executes tasks until none is left. */
	void (*work)(struct pool *pool, const struct crew *crew, struct worker *worker);

	void (*close)(struct pool *pool);
};

extern const struct dispatch dispatch_map;      /* ranges, taken from one shared counter */
extern const struct dispatch dispatch_pipe;     /* ranges, through pipes to each worker */
extern const struct dispatch dispatch_stealing; /* ranges, from a deque of each worker */
extern const struct dispatch dispatch_submit;   /* one at a time through a queue, with futures */

/* The parameters of both pools, for their tables. */
#define POOL_PARAMETERS \
	{ \
		.name = "dispatch", \
		.kind = PARAMETER_CHOICE, \
		.option = true, \
		.unit = "", \
		.standard = "map", \
		.choices = pool_dispatches, \
		.help = "take ranges of tasks, or be handed one at a time with a future each", \
	}, \
	{ \
		.name = "chunk", .kind = PARAMETER_INTEGER, .option = true, .unit = "tasks", \
		.standard = "1", .smallest = 1, .largest = POOL_CHUNK_LIMIT, \
		.help = "how many tasks a worker takes at once (dispatch=map)", \
	}

extern const char *const pool_dispatches[];

struct pool {
	struct gate gate;
	alignas(CACHE_LINE_PAIR) _Atomic uint64_t next; /* the first task that nobody has taken */
	alignas(CACHE_LINE_PAIR) bool processes;        /* workers are, with usage of their own */
	uint64_t chunk;
	const struct dispatch *dispatch;
	void *state; /* the dispatch's own, from open() to close() */
};

/* In shared memory, or NULL with the error. */
struct pool *pool_new(const struct crew *crew, const struct dispatch *dispatch, bool processes,
	struct error *error);
void pool_free(struct pool *pool);

/* The dispatch that the parameters ask for. */
const struct dispatch *pool_dispatch(const struct parameters *parameters);

/* A runner's supports() as far as both pools have the same to say; in_order: tasks begin in the
 * order of their indexes where chunk=1. */
int pool_supports(const struct parameters *parameters, const struct workload *workload,
	bool in_order, struct error *reason);

/* The life of one worker, in its own thread or process: binds itself, reports to the gate, then
 * works batch by batch until it is told to leave. A worker that cannot be bound says so in
 * worker->error and works no task. */
void pool_worker(const struct crew *crew, struct pool *pool, struct worker *worker);

/* One batch by all workers. 0, or -1 with the error. */
int pool_run(struct crew *crew, struct pool *pool, const struct watchman *watchman,
	struct error *error);

#endif
