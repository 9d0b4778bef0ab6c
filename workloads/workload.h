/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The contract between a workload (what is done) and a runner (how it is executed).
 *
 * A workload says what to wait for. A runner decides how to wait.
 *
 * A task is a resumable function: step() computes and then is done, has failed, or names an
 * operation that it must wait for. A blocking runner performs the operation; an event loop begins
 * it and runs other tasks until it completes. So a workload is written once and runs under every
 * runner.
 *
 * What always holds, whatever the runner:
 *  - open() runs once in the case's process, before any worker exists; close() after the last is
 *    gone. Where workers are programs of their own, both run in each of those, too, with
 *    work->attached set.
 *  - A task belongs to one worker from its first step to its last. step() and perform() of
 *    different tasks run at the same time in different threads or processes: what they share is
 *    read-only, or guarded by the workload.
 *  - The memory of a task is a slot that other tasks used before: struct task is initialised for
 *    each task (index, everything else zero), the workload's members behind it are not. State 0
 *    writes whatever later states read.
 *  - Workers may be processes forked after open(), or programs of their own: what tasks change for
 *    others to see lies in memory from shared_new() (shared.h).
 *  - Nothing in here allocates while a batch is timed, except what the workload exists to measure.
 */
#ifndef BREAKEVEN_WORKLOADS_WORKLOAD_H
#define BREAKEVEN_WORKLOADS_WORKLOAD_H

#include "support/error.h"
#include "support/parameter.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Increased when a plugin made for the old contract can no longer run. */
#define WORKLOAD_INTERFACE 4

struct loop;
struct locals;
struct operation;

enum step {
	STEP_DONE, /* the task's value is final */
	STEP_WAIT, /* operation and arguments are set; step() is called again when it is complete */
	STEP_FAILED, /* result says why (-errno) */
};

/* The first member of every workload's own task struct. */
struct task {
	uint64_t index;                    /* which task of the batch this is, from 0 */
	uint64_t value;                    /* the task's answer, checked against expected() */
	int64_t result;                    /* of the operation just waited for; below 0: -errno */
	const struct operation *operation; /* what it waits for */
	void *arguments;   /* of the operation; lives in the task until it is complete */
	struct task *next; /* the runner's own: its place in a queue */
	uint64_t begin_ns; /* the runner's own: when it was taken in flight */
	unsigned state;    /* where step() continues; 0 at first */
};

/* Something a task can wait for. */
struct operation {
	const char *name;

	/* Blocks until it is complete. It stores what it keeps from one call to the next (a
	 * connection) in the worker's locals. Returns the result; below 0: -errno. */
	int64_t (*perform)(void *arguments, struct locals *worker);

	/* Starts it on a loop; calls loop_resume() with the result when it is complete. Resuming
	 * only makes the task ready; it never runs inside begin(). NULL: it cannot be waited for
	 * without blocking, and the loop offloads it to a helper thread or is blocked by it. */
	void (*begin)(void *arguments, struct loop *loop, struct task *task);
};

/* The least that one task costs, from the parameters alone: what a perfect machine would need. It
 * decides whether tasks are long enough to be stamped one by one, and estimates the length of a
 * run. The fastest times are a claim: a batch whose tasks were faster has not done their work, and
 * its case is `invalid`. So they are set only if they are certain, else 0. They may use
 * work->additions_per_second if that is not 0. */
struct cost {
	double cpu_ns;          /* of computing */
	double wait_ns;         /* of waiting */
	double fastest_cpu_ns;  /* no core can compute any of the tasks in less; 0: not known */
	double fastest_wait_ns; /* none can be done sooner, however many cores; 0: not known */
};

/* One case's instance of a workload. */
struct work {
	const struct workload *workload;
	struct parameters parameters;
	uint64_t iterations_per_second; /* of cpu_work(), calibrated once per run; 0: not yet */
	double additions_per_second;    /* at most, of one core, each waiting for the one before;
	                                 * 0: not known */
	char server[128];     /* "http://127.0.0.1:PORT" of the built-in server; "": none */
	char folder[512];     /* an empty folder of the case's own for its files; "": none */
	unsigned concurrency; /* tasks that can be in flight at most */

	/* Another process of this case has opened it already, and exists until after close(). What
	 * it made in the folder and in memory from shared_new() exists: open() does not make it
	 * again, and close() does not undo it. */
	bool attached;

	void *state; /* the workload's own, from open() to close() */
};

/* A figure beside time that a batch shows: updates that were lost, for example. */
struct observation {
	char name[32]; /* with its unit, as a key of JSON: "lost_updates" */
	double value;
};

#define PARTNERS_LIMIT 1024               /* tasks that may wait for each other */
#define TASK_SIZE_LIMIT ((size_t)1 << 30) /* bytes of a task; open() maps what is larger */

#define OBSERVATION_LIMIT 4 /* of one workload */

enum workload_needs {
	WORKLOAD_NEEDS_CALIBRATION = 1 << 0, /* reads iterations_per_second */
	WORKLOAD_NEEDS_SERVER = 1 << 1,      /* reads server */
	WORKLOAD_NEEDS_FOLDER = 1 << 2,      /* reads folder */
	/* open() makes for all workers what only a fork passes on: descriptors that tasks of
	 * different workers use. This does not include memory from shared_new(). */
	WORKLOAD_NEEDS_FORK = 1 << 3,
};

struct workload {
	/* WORKLOAD_INTERFACE. The first member in every version of the interface, so that a plugin
	 * made for another can be told apart. */
	unsigned interface;

	const char *name;
	const char *summary; /* half a line */
	const struct parameter *parameters;
	size_t task_size; /* of the workload's own task struct; at least sizeof(struct task) */

	/* How many tasks with neighbouring indexes wait for each other: 2 for pairs (0 and 1, 2 and
	 * 3, …), which must be in flight together. A case has at least as many in flight, a batch
	 * a multiple of it, and a runner begins tasks in the order of their indexes. 0: tasks are
	 * independent. */
	unsigned partners;

	/* What the case needs from the run before open(), and from the runner: of enum
	 * workload_needs. NULL: nothing. */
	unsigned (*needs)(const struct parameters *parameters);

	/* Once per case, before any worker exists, and where work->attached. 0, or -1 with the
	 * error. NULL: nothing to open. */
	int (*open)(struct work *work, struct error *error);

	/* Before every batch, while no task runs, not timed: for what must not be left over from
	 * the batch before. 0, or -1 with the error. NULL: nothing to prepare. */
	int (*prepare)(struct work *work, uint64_t tasks, struct error *error);

	enum step (*step)(struct task *task, struct work *work);

	/* The value that the task of this index must reach. */
	uint64_t (*expected)(const struct work *work, uint64_t index);

	/* What is wrong with a value, in words that complete "task 7: …": "status 503 instead of
	 * 200". Called after the batch for a task whose value is not `expected`; writes at most
	 * `size` bytes with the final zero. Nothing written, or NULL: the two numbers are shown. */
	void (*describe)(const struct work *work, uint64_t index, uint64_t value, uint64_t expected,
		char *buffer, size_t size);

	void (*cost)(const struct work *work, struct cost *cost);

	/* The name of the parameter that scales the work, a whole number, number or duration: a
	 * task with twice of it must take twice as long, and cost() must say so. Each run tries
	 * that once (1.8 to 2.2 times as long); if it is not so, a compiler has removed work and
	 * the cases are `invalid`. NULL: no parameter does, nothing is tried. */
	const char *scales;

	/* After every batch, in the process that prepared it: the figures that it showed, at most
	 * OBSERVATION_LIMIT. Returns how many. Where workers are processes, what they have counted
	 * must lie in shared memory. NULL: none. */
	unsigned (*observe)(const struct work *work, struct observation *observations);

	void (*close)(struct work *work); /* NULL: nothing to close */
};

/*
 * What the file of a plugin defines, one a file; `breakeven --plugin FILE.so` looks for it by this
 * name. Everything that the installed headers declare (breakeven/, with the parameters_ functions
 * and operation_sleep) may be used; nothing else of the program may.
 */
extern const struct workload breakeven_workload __attribute__((visibility("default")));

#endif
