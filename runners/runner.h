/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The contract of a runner: one way to execute the tasks of a batch.
 *
 * A runner knows no workload and a workload no runner. The case hands it a crew: where workers may
 * run, how many tasks may be in flight, memory for the tasks' results. It creates what lasts beyond
 * one batch in start(), executes batches in run(), and undoes start() in stop().
 *
 * What always holds:
 *  - Never more than crew->concurrency tasks are in flight; while enough tasks remain, exactly as
 *    many.
 *  - A worker is bound before it touches memory, and belongs to one of crew->cpus.
 *  - Where tasks arrive (crew->batch.intended_ns), none begins before it is due; a task that is due
 *    while all places are taken begins as soon as one is free.
 *  - Workers that are processes see the same batch, workers and slots: all of it is shared memory.
 *  - Only the runner's own way of executing tasks is between batch.begin_ns and batch.end_ns;
 *    everything else (waking a pool to the gate, faulting pages in, reading usage) is before or
 *    after.
 *  - Nothing of one batch is visible to the next except the crew itself.
 */
#ifndef BREAKEVEN_RUNNERS_RUNNER_H
#define BREAKEVEN_RUNNERS_RUNNER_H

#include "runners/crew.h"
#include "support/error.h"
#include "support/parameter.h"

struct workload;

enum model { MODEL_SERIAL, MODEL_THREADS, MODEL_PROCESSES, MODEL_ASYNC, MODEL_HYBRID };

enum axis {
	AXIS_CORES = 1 << 0,       /* it can use more than one core */
	AXIS_CONCURRENCY = 1 << 1, /* it can have more than one task in flight */
};

struct runner {
	const char *name;
	const char *summary; /* half a line */
	enum model model;
	unsigned axes; /* of enum axis; where one is missing, that number is 1 */
	enum crew_workers workers;
	const struct parameter *parameters;

	/* Creates what lasts beyond one batch (a pool, a loop); timed as start-up. 0, or -1 with
	 * the error and nothing left behind. NULL: nothing to create. */
	int (*start)(struct crew *crew, struct error *error);

	/* Executes every task of crew->batch to its end and sets its begin_ns and end_ns. 0, or -1
	 * with the error; stop() is called in both cases. */
	int (*run)(struct crew *crew, struct error *error);

	void (*stop)(struct crew *crew); /* NULL: nothing to undo */

	/* Runs a worker that is a program of its own (spawn.h), in that program, to its end: `crew`
	 * is a copy of the leader's, `shared` is what start() has handed over. NULL: no worker is
	 * one. */
	void (*join)(struct crew *crew, void *shared, struct worker *worker);

	/* Whether it can execute this workload's tasks with these parameters of its own: 0, or -1
	 * with the reason, and the case is left out of the plan. It looks at what the workload
	 * declares (partners, …) and at what its needs() returned, not at its name, and calls none
	 * of its hooks. NULL: everything. */
	int (*supports)(const struct parameters *runner_parameters, const struct workload *workload,
		unsigned needs, struct error *reason);

	/* Whether with these parameters it can hold each task back until it is due
	 * (crew->batch.intended_ns), and never delays a due task because of one that is not. 0, or
	 * -1 with the reason. NULL: it can. */
	int (*supports_arrivals)(const struct parameters *runner_parameters, struct error *reason);
};

/* All runners of the program, NULL at the end: generated from the build's list. */
extern const struct runner *const runner_table[];

/* By name, or NULL with an error that gives the nearest valid name. */
const struct runner *runner_find(const char *name, struct error *error);

/* Whether a runner is complete and consistent. 0, or -1 with an error that names
 * what is missing. */
int runner_validate(const struct runner *runner, struct error *error);

/* Validates every runner of the table, and that names are unique. 0 or -1. */
int runner_validate_all(struct error *error);

/* Whether runner and workload make a case with this many tasks in flight: the runner supports the
 * workload, whose needs() returned `needs`, and all partners can be in flight together. 0, or -1
 * with the reason. */
int runner_supports(const struct runner *runner, const struct parameters *runner_parameters,
	const struct workload *workload, unsigned needs, unsigned concurrency,
	struct error *reason);

/* Whether the runner can execute tasks that arrive at times of their own. 0, or -1 with the
 * reason. */
int runner_supports_arrivals(const struct runner *runner,
	const struct parameters *runner_parameters, struct error *reason);

/* "serial", "threads", "processes", "async", "hybrid". */
const char *model_name(enum model model);

#endif
