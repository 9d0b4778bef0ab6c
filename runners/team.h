/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A team: workers that last from batch to batch behind a gate, each with something of its own (an
 * event loop), in threads (team_threads.h) or in processes (team_processes.h).
 *
 * All take their tasks from one counter, in the order of their indexes. Equal shares would need no
 * common cache line, but they would measure something else: a loop on a disturbed core would hold
 * the batch up while the others had nothing left to do, and tasks that wait for their neighbours
 * could stand in one loop's share with too few places there, while the other loops' places are
 * taken by tasks of a far part of the batch. With the counter the tasks in flight are always
 * neighbours, over all loops, and a loop that has room takes the next, as servers do that accept
 * from one socket. What it costs is one transfer of a cache line a task, tens of nanoseconds where
 * the tasks are empty.
 */
#ifndef BREAKEVEN_RUNNERS_TEAM_H
#define BREAKEVEN_RUNNERS_TEAM_H

#include "runners/crew.h"
#include "runners/gate.h"

struct team;

/* What the workers of a team do; called in each one's own thread or process. */
struct team_duty {
	/* After the worker was bound: makes what it keeps until end(). 0, or -1 with the error and
	 * nothing left behind. NULL: it keeps nothing. */
	int (*begin)(const struct crew *crew, const struct worker *worker, void **own,
		struct error *error);

	/* One batch: executes what team_claim() gives and sets ended_ns. What goes wrong stands in
	 * worker->error. */
	void (*work)(const struct crew *crew, struct team *team, struct worker *worker, void *own);

	/* After the last batch, where begin() succeeded. NULL: nothing to undo. */
	void (*end)(void *own);
};

struct team {
	struct gate gate;
	alignas(CACHE_LINE_PAIR) _Atomic uint64_t next; /* the first task that nobody has taken */
	alignas(CACHE_LINE_PAIR) const struct team_duty *duty;
	void *common;     /* what all workers of the duty share */
	bool own_account; /* workers are processes with usage of their own */
};

/* In shared memory, or NULL with the error. */
struct team *team_new(const struct team_duty *duty, void *common, bool own_account,
	struct error *error);
void team_free(struct team *team);

/* The life of one worker, in its own thread or process: binds itself, begins its duty, reports to
 * the gate, then works batch by batch until it is told to leave. A worker that cannot begin says so
 * in worker->error and works no task. */
void team_worker(const struct crew *crew, struct team *team, struct worker *worker);

/* One batch by all workers. `alive` as in gate_await(). 0, or -1 with the error. */
int team_run(struct crew *crew, struct team *team, bool (*alive)(void *context), void *context,
	struct error *error);

/* The next task that nobody has taken; beyond the batch where none is left. `from`: the team. */
static inline uint64_t team_claim(void *from)
{
	struct team *team = from;

	return atomic_fetch_add_explicit(&team->next, 1, memory_order_relaxed);
}

#endif
