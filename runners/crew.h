/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The crew of one case: its workers, the batch they work on, and the memory for both.
 *
 * All of it lies in shared mappings made before any worker exists, so that a worker may be a
 * thread, a loop or a process, and its results are read the same way.
 */
#ifndef BREAKEVEN_RUNNERS_CREW_H
#define BREAKEVEN_RUNNERS_CREW_H

#include "runners/usage.h"
#include "support/clock.h"
#include "support/error.h"
#include "support/parameter.h"
#include "support/topology.h"
#include "workloads/locals.h"
#include "workloads/workload.h"

#include <sched.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define CREW_CPU_LIMIT 4096 /* logical processors that can be told apart */
#define CACHE_LINE_PAIR 128 /* counters of different workers are this far apart */

/* How many workers a crew has at a time. */
enum crew_workers {
	CREW_WORKER_PER_TASK, /* as many as tasks may be in flight: workers that block */
	CREW_WORKER_PER_CORE, /* as many as cores; they divide the tasks in flight among them */
	CREW_WORKER_ONE,
};

/* The results of a batch's tasks, by index. */
struct batch {
	uint64_t tasks;
	uint64_t *values;        /* each task's answer */
	uint64_t *task_begin_ns; /* when each was taken in flight; NULL where tasks are too short to
	                            stamp */
	uint64_t *task_end_ns;   /* when each was done or had failed; NULL as above */
	uint64_t *intended_ns;   /* when each is to begin, after begin_ns, ascending; NULL in a
	                            closed batch, where each begins as soon as it can */
	uint64_t begin_ns;       /* just before the first task could begin */
	uint64_t end_ns;         /* when the last had ended */
};

struct worker {
	alignas(CACHE_LINE_PAIR) unsigned number; /* from 0 */
	unsigned cpu;                             /* crew->cpus[number % cores] */
	uint64_t done;           /* tasks ended by it in this batch, failed ones included */
	uint64_t failed;         /* of those */
	uint64_t failed_index;   /* the first that failed, and why */
	int64_t failed_result;   /* where step() says so */
	char failed_reason[128]; /* where step() returned an invalid value; else "" */
	uint64_t ended_ns;       /* when it saw that no task was left */
	struct locals locals;    /* addresses in its own process */
	uint64_t cpus_seen[CREW_CPU_LIMIT / 64]; /* on which CPUs its tasks ended, a bit each */
	struct usage usage; /* of a process worker; of others it is in the case's own account */
	struct error error;
};

struct crew {
	/* Given by the case. */
	struct work *work;
	const struct parameters *parameters; /* the runner's own */
	const struct topology *topology;
	const unsigned *cpus; /* one a core, `cores` of them */
	unsigned cores;
	unsigned concurrency;
	bool pin_each;        /* each worker to one core; else to any of the cores */
	bool arrivals;        /* tasks have times before which they must not begin: intended_ns */
	char *const *program; /* for workers that are programs of their own: see spawn.h */
	int job;              /* for the same workers */

	struct batch batch;
	struct worker *workers;   /* worker_limit of them, shared */
	unsigned worker_limit;    /* by enum crew_workers */
	uint64_t workers_created; /* threads, processes or loops, in this batch or by start() */
	uint64_t grain; /* tasks that a worker takes at a time; the runner may set more than 1 */
	bool crashed;   /* a worker process ended by a signal */
	char *slots;    /* task memory, shared: crew_slot(), worker_slot() */
	size_t slot_size;
	size_t worker_slots_size; /* from one worker's slots to the next one's */
	void *state;              /* the runner's own, from start() to stop() */

	/* In a worker that is a program of its own: the leader's crew. This one is a copy of it,
	 * with what the case has given in this process. Else NULL. */
	const struct crew *original;

	/* crew.c's own. */
	uint64_t capacity; /* tasks that the batch's arrays can hold */
	bool stamped;
};

/* An empty crew in shared memory, or NULL with the error. */
struct crew *crew_new(struct error *error);

/* Makes the memory for batches of up to `capacity` tasks, stamped one by one or not. The slots of
 * one worker are packed; those of different workers are a CACHE_LINE_PAIR apart. The members given
 * by the case must be set. 0, or -1 with the error. */
int crew_open(struct crew *crew, uint64_t capacity, bool stamped, enum crew_workers workers,
	struct error *error);

/* Releases everything, the crew itself included. NULL is allowed. */
void crew_free(struct crew *crew);

/* Prepares everything for a batch of this many tasks: pages present, each value set to one that the
 * task of that index cannot answer, counters at 0. The case fills batch.intended_ns. */
void crew_prepare(struct crew *crew, uint64_t tasks);

/* Makes *own a copy of the leader's crew, for a worker that is a program of its own. The members
 * given by the case must be set. */
void crew_copy(struct crew *own, const struct crew *original);

/* If the crew is a copy: takes over the leader's present batch. */
void crew_follow(struct crew *crew);

/* Fills a process worker's own page table for the batch, before the batch is timed. */
void crew_prefault(const struct crew *crew);

/* Bytes of the harness's own accounts in pages that are present after batches of up to this many
 * tasks: all of the crew except the tasks' slots. */
uint64_t crew_accounts_bytes(const struct crew *crew, uint64_t tasks);

/* Bytes of the tasks' slots in pages that are present. */
uint64_t crew_slots_bytes(const struct crew *crew);

/* Number of values that differ from what the workload expects; the first such index in *index. */
uint64_t crew_wrong_values(const struct crew *crew, uint64_t *index);

/* Binds the calling thread as this worker, and reads the binding back. 0, or -1 with the error. */
int worker_bind(const struct crew *crew, struct worker *worker, struct error *error);

/* Binds the calling thread to all of the crew's cores: for the thread that creates workers. 0 or
 * -1. */
int crew_bind_all(const struct crew *crew, struct error *error);

/* The first failure in the workers' own errors. 0, or -1 with the error where there is one. */
int crew_check_workers(const struct crew *crew, struct error *error);

/* How many tasks the worker of this number may have in flight: all workers together `concurrency`,
 * the first ones one more if there is a remainder. */
static inline unsigned crew_slots_of(const struct crew *crew, unsigned number)
{
	return crew->concurrency / crew->worker_limit +
		(number < crew->concurrency % crew->worker_limit);
}

/* The first slot of the worker of this number; with CREW_WORKER_PER_TASK its only one. */
static inline struct task *crew_slot(const struct crew *crew, unsigned number)
{
	return (struct task *)(void *)(crew->slots + (size_t)number * crew->worker_slots_size);
}

/* One of the worker's slots; `slot` is below crew_slots_of(). */
static inline struct task *worker_slot(const struct crew *crew, const struct worker *worker,
	unsigned slot)
{
	return (struct task *)(void *)(crew->slots + worker->number * crew->worker_slots_size +
		slot * crew->slot_size);
}

/* Sets a slot up for a task. begin_ns: when it is taken in flight (0 where tasks
 * are not stamped). */
static inline void task_init(struct task *task, uint64_t index, uint64_t begin_ns)
{
	*task = (struct task){.index = index, .begin_ns = begin_ns};
}

/* A clock reading if tasks are stamped, else 0. The end of one task is the beginning of the next
 * one that the same worker takes: one reading per task, under every runner. */
static inline uint64_t crew_stamp(const struct crew *crew)
{
	return crew->batch.task_end_ns != NULL ? clock_now_ns() : 0;
}

void worker_see_cpu(struct worker *worker);

/* Notes a task that did not end with STEP_DONE: it failed, it waits without naming an operation, or
 * its step() returned a value that is not in enum step. */
void worker_note_failure(struct worker *worker, const struct task *task, enum step end);

/* Counts an ended task as this worker's; `end` is what its last step() returned. */
static inline void worker_account(struct worker *worker, const struct crew *crew,
	const struct task *task, enum step end)
{
	if (crew->batch.task_end_ns != NULL)
		worker_see_cpu(worker);
	worker->done++;
	if (__builtin_expect(end != STEP_DONE, 0))
		worker_note_failure(worker, task, end);
}

/* Records the results of an ended task. `end_ns` from crew_stamp(). */
static inline void worker_record(struct worker *worker, const struct crew *crew,
	const struct task *task, enum step end, uint64_t end_ns)
{
	crew->batch.values[task->index] = task->value;
	if (crew->batch.task_end_ns != NULL) {
		crew->batch.task_begin_ns[task->index] = task->begin_ns;
		crew->batch.task_end_ns[task->index] = end_ns;
	}
	worker_account(worker, crew, task, end);
}

#endif
