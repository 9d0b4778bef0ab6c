/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gil: threads that share one interpreter lock. A thread holds it while it computes, which is from
 * one operation to the next, and releases it while it waits, as CPython's threads do.
 *
 * The holder honours a request to drop the lock between two steps. CPython checks between two
 * bytecode instructions; a step is compiled code and is never interrupted, like a call into an
 * extension that does not release the lock: if a step lasts longer than the interval, other threads
 * wait for its end.
 */
#include "config.h"

#include "runners/interpreter_lock.h"
#include "runners/runner.h"
#include "runners/team_threads.h"
#include "runners/waiting/arrival.h"
#include "runners/waiting/blocking.h"

#include <stdlib.h>
#include <string.h>

/* Executes all steps of the task; the lock is held at the beginning and the end. As
 * blocking_execute(). */
static enum step execute(struct task *task, struct work *work, struct worker *worker,
	struct interpreter_lock *lock)
{
	for (;;) {
		enum step step = work->workload->step(task, work);

		if (step != STEP_WAIT || !blocking_can_wait(task))
			return step;
		interpreter_lock_release(lock);
		task->result = task->operation->perform(task->arguments, &worker->locals);
		interpreter_lock_acquire(lock);
	}
}

/* Between two tasks: releases the lock while the next task is not due, or if asked to release it.
 * Returns when that task begins. */
static uint64_t pause_for(const struct crew *crew, struct interpreter_lock *lock, uint64_t index,
	uint64_t now_ns)
{
	const bool early = crew->batch.intended_ns != NULL && now_ns < arrival_due_ns(crew, index);

	if (!early && !interpreter_lock_drop_requested(lock))
		return now_ns;
	interpreter_lock_release(lock);
	now_ns = arrival_await(crew, index, now_ns);
	interpreter_lock_acquire(lock);
	return now_ns;
}

/* A task is in flight once it is claimed and due, so the first is claimed before the wait for the
 * lock: that wait is part of a task's duration under this runner. */
static void work(const struct crew *crew, struct team *team, struct worker *worker, void *own)
{
	struct interpreter_lock *lock = team->common;
	struct task *task = crew_slot(crew, worker->number);
	uint64_t now_ns = crew_stamp(crew), index = team_claim(team);

	(void)own;
	if (index < crew->batch.tasks) {
		now_ns = arrival_await(crew, index, now_ns);
		interpreter_lock_acquire(lock);
		while (index < crew->batch.tasks) {
			enum step end;

			task_init(task, index, now_ns);
			end = execute(task, crew->work, worker, lock);
			now_ns = crew_stamp(crew);
			worker_record(worker, crew, task, end, now_ns);
			index = team_claim(team);
			if (index < crew->batch.tasks)
				now_ns = pause_for(crew, lock, index, now_ns);
		}
		interpreter_lock_release(lock);
	}
	worker->ended_ns = clock_now_ns();
	worker_see_cpu(worker);
}

static int open_lock(const struct crew *crew, struct team *team, struct error *error)
{
	const uint64_t interval_ns = parameters_integer(crew->parameters, "interval");
	const bool forced = strcmp(parameters_text(crew->parameters, "forced"), "yes") == 0;
	struct interpreter_lock *lock = malloc(sizeof(*lock));

	if (lock == NULL)
		return error_set(error, "no memory for an interpreter lock");
	team->common = lock;
	if (interpreter_lock_open(lock, interval_ns, forced, error) == 0)
		return 0;
	free(lock);
	return -1;
}

static void close_lock(struct team *team)
{
	interpreter_lock_close(team->common);
	free(team->common);
}

static const struct team_duty duty = {
	.open = open_lock,
	.work = work,
	.close = close_lock,
};

static int start(struct crew *crew, struct error *error)
{
	return team_threads_start(crew, &duty, error);
}

static const char *const forced_choices[] = {"no", "yes", NULL};

static const struct parameter parameters[] = {
	{.name = "interval",
		.kind = PARAMETER_DURATION,
		.option = true,
		.unit = "",
		.standard = "5ms",
		.smallest = 1e3,
		.largest = 1e10,
		.help = "time that a thread waits for the lock before it requests it"},
	{.name = "forced",
		.kind = PARAMETER_CHOICE,
		.option = true,
		.unit = "",
		.standard = "yes",
		.choices = forced_choices,
		.help = "a thread that drops the lock on request waits until another has it"},
	{0},
};

const struct runner runner_gil = {
	.name = "gil",
	.summary = "a fixed set of threads under one interpreter lock, like CPython's",
	.model = MODEL_THREADS,
	.axes = AXIS_CORES | AXIS_CONCURRENCY,
	.workers = CREW_WORKER_PER_TASK,
	.parameters = parameters,
	.start = start,
	.run = team_run,
	.stop = team_threads_stop,
};
