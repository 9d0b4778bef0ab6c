/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A team: workers that last from batch to batch behind a gate, in threads (team_threads.h) or in
 * processes (team_processes.h). Their work is the duty: to run an event loop each, or to take tasks
 * as a pool's workers do (pool.h).
 *
 * Event loops take their tasks from one counter, in the order of their indexes. Equal shares would
 * need no common cache line, but they would measure something else: a loop on a disturbed core
 * would delay the batch while the others had nothing left to do, and tasks that wait for their
 * neighbours could be in the share of a loop with too few places, while tasks of a distant part of
 * the batch hold the places of other loops. With the counter the tasks in flight are always
 * neighbours, over all loops, and a loop that has room takes the next, like servers that accept
 * from one socket. The cost is one transfer of a cache line per task: tens of nanoseconds where
 * tasks are empty.
 */
#ifndef BREAKEVEN_RUNNERS_TEAM_H
#define BREAKEVEN_RUNNERS_TEAM_H

#include "runners/crew.h"
#include "runners/gate.h"

/* In memory that all workers share. */
struct team {
	struct gate gate;
	alignas(CACHE_LINE_PAIR) _Atomic uint64_t next; /* the first task that nobody has taken */
	alignas(CACHE_LINE_PAIR) uint64_t chunk;        /* tasks taken at once; the duty's own */
	bool processes; /* workers are processes, with their own usage and page tables */
	void *common;   /* the duty's own, from open() to close() */
};

/* Says whether the workers are alive, during a wait for them as in gate_await(). */
struct watchman {
	bool (*alive)(void *context); /* NULL: always */
	void *context;
};

/* What a team does. Members that are NULL have nothing to do. */
struct team_duty {
	/* By the leader, before any worker exists: makes what they share. 0, or -1 with the error
	 * and nothing left behind. */
	int (*open)(const struct crew *crew, struct team *team, struct error *error);

	/* If a worker is to be a program of its own, by its process before exec (flags 0) and after
	 * it (FD_CLOEXEC): sets these flags of the descriptors that this worker uses. */
	void (*pass)(const struct team *team, unsigned number, int flags);

	/* By each worker when it is bound: makes what it keeps until end(). 0, or -1 with the error
	 * and nothing left behind. */
	int (*begin)(const struct crew *crew, const struct worker *worker, void **own,
		struct error *error);

	/* Before each batch, not timed; by the leader, and where workers are processes by each of
	 * them, too (`worker` is NULL for the leader). */
	void (*prepare)(const struct crew *crew, struct team *team, const struct worker *worker);

	/* The leader's part before the gate opens and after; both timed. lead() sets
	 * batch.end_ns; where it is NULL, the batch ends when the last worker saw no task left. 0,
	 * or -1 where the watchman said that a worker is gone. */
	void (*fill)(const struct crew *crew, struct team *team);
	int (*lead)(struct crew *crew, struct team *team, const struct watchman *watchman);

	/* The worker's part, never NULL: executes tasks until none is left, and sets ended_ns where
	 * there is no lead(). Errors go into worker->error. */
	void (*work)(const struct crew *crew, struct team *team, struct worker *worker, void *own);

	/* By each worker after the last batch, where begin() succeeded. */
	void (*end)(void *own);

	/* By the leader when no worker is left. */
	void (*close)(struct team *team);
};

/* The leader's side. crew->state of the runner points to it: it is the first member of what
 * team_threads.c and team_processes.c keep. */
struct leader {
	const struct team_duty *duty;
	struct team *team;
	struct watchman watchman;
	struct error *error; /* of the call under way, for the watchman */
};

/* Makes the team and what the duty shares; `processes`: the workers will be processes. 0, or -1
 * with the error and nothing left behind. */
int leader_open(struct leader *leader, const struct crew *crew, const struct team_duty *duty,
	bool processes, struct error *error);
void leader_close(struct leader *leader);

/* Waits until all workers stand at the gate for the first time. 0, or -1 with the error of one that
 * is not ready or has ended. */
int leader_await_workers(const struct leader *leader, struct crew *crew, struct error *error);

/* The run() of a runner whose crew->state is a leader: one batch by all workers. 0, or -1 with the
 * error. */
int team_run(struct crew *crew, struct error *error);

/* Runs one worker to its end, in its own thread or process: binds itself, begins its duty, reports
 * to the gate, then works batch by batch until it is told to leave. A worker that cannot begin sets
 * worker->error and executes no task. */
void team_worker(struct crew *crew, struct team *team, const struct team_duty *duty,
	struct worker *worker);

/* The next task that nobody has taken; beyond the batch where none is left. `from`: the team. */
static inline uint64_t team_claim(void *from)
{
	struct team *team = from;

	return atomic_fetch_add_explicit(&team->next, 1, memory_order_relaxed);
}

#endif
