/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting by blocking: the worker performs each operation itself and does
 * nothing else meanwhile. */
#ifndef BREAKEVEN_RUNNERS_WAITING_BLOCKING_H
#define BREAKEVEN_RUNNERS_WAITING_BLOCKING_H

#include "runners/crew.h"
#include "runners/waiting/arrival.h"

/* Whether a task that wants to wait names something that can be performed. */
static inline bool blocking_can_wait(const struct task *task)
{
	return __builtin_expect(task->operation != NULL && task->operation->perform != NULL, 1);
}

/* Takes the task through all its steps. Returns how the last one ended; STEP_WAIT if it named
 * nothing to wait for. */
static inline enum step blocking_execute(struct task *task, struct work *work,
	struct worker *worker)
{
	for (;;) {
		enum step step = work->workload->step(task, work);

		if (__builtin_expect(step != STEP_WAIT, 1) || !blocking_can_wait(task))
			return step;
		task->result = task->operation->perform(task->arguments, &worker->locals);
	}
}

/* Executes the tasks that claim() gives, one after the other in the worker's own slot, until it
 * gives none (an index beyond the batch). Sets ended_ns. */
static inline void blocking_work(const struct crew *crew, struct worker *worker,
	uint64_t (*claim)(void *from), void *from)
{
	struct task *task = crew_slot(crew, worker->number);
	uint64_t now_ns = crew_stamp(crew), index;

	while ((index = claim(from)) < crew->batch.tasks) {
		enum step end;

		task_init(task, index, arrival_await(crew, index, now_ns));
		end = blocking_execute(task, crew->work, worker);
		now_ns = crew_stamp(crew);
		worker_record(worker, crew, task, end, now_ns);
	}
	worker->ended_ns = clock_now_ns();
	worker_see_cpu(worker);
}

#endif
