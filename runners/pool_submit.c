/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dispatch=submit: the leader puts one task at a time into a bounded queue, waiting where that is
 * full, and then awaits the future of each in order. Timed: from the opening of the gate until the
 * last future is complete.
 *
 * A task is in flight once a worker has taken it; a task that waits in the queue is not. So the
 * queue's capacity does not change how many are in flight; it is large enough that the leader
 * rarely sleeps, which would cost a hundred times as much as the queue.
 */
#include "config.h"

#include "runners/future.h"
#include "runners/pool.h"
#include "runners/task_queue.h"
#include "runners/waiting/arrival.h"
#include "runners/waiting/blocking.h"
#include "support/memory.h"

#define QUEUE_CAPACITY 1024

struct submission {
	struct task_queue *queue;
	struct future *futures; /* by task */
	size_t futures_size;    /* of as many as a batch can have, in bytes */
	size_t size;            /* of this and the queue behind it */
};

static int open_submission(const struct crew *crew, struct team *team, struct error *error)
{
	const size_t size = sizeof(struct submission) + task_queue_size(QUEUE_CAPACITY);
	struct submission *submission = memory_map(size, "a queue", error);

	if (submission == NULL)
		return -1;
	submission->size = size;
	submission->futures_size = crew->capacity * sizeof(struct future);
	submission->futures = memory_map(submission->futures_size, "the futures", error);
	if (submission->futures == NULL) {
		memory_unmap(submission, size);
		return -1;
	}
	submission->queue = (struct task_queue *)(submission + 1);
	task_queue_open(submission->queue, QUEUE_CAPACITY, team->processes);
	team->common = submission;
	return 0;
}

static void close_submission(struct team *team)
{
	struct submission *submission = team->common;

	memory_unmap(submission->futures, submission->futures_size);
	memory_unmap(submission, submission->size);
}

static void prepare(const struct crew *crew, struct team *team, const struct worker *worker)
{
	struct submission *submission = team->common;

	memory_prefault(submission->futures, crew->batch.tasks * sizeof(struct future));
	if (worker != NULL)
		return;
	for (uint64_t i = 0; i < crew->batch.tasks; i++)
		atomic_store_explicit(&submission->futures[i].state, FUTURE_PENDING,
			memory_order_relaxed);
	task_queue_end(submission->queue, false);
}

static int lead(struct crew *crew, struct team *team, const struct watchman *watchman)
{
	struct submission *submission = team->common;

	uint64_t now_ns = 0;

	for (uint64_t i = 0; i < crew->batch.tasks; i++) {
		now_ns = arrival_await(crew, i, now_ns);
		if (task_queue_put(submission->queue, i, watchman->alive, watchman->context) < 0)
			return -1;
	}
	for (uint64_t i = 0; i < crew->batch.tasks; i++)
		if (future_await(&submission->futures[i], watchman->alive, watchman->context) < 0)
			return -1;
	crew->batch.end_ns = clock_now_ns();
	task_queue_end(submission->queue, true);
	return 0;
}

static void work(const struct crew *crew, struct team *team, struct worker *worker, void *own)
{
	struct submission *submission = team->common;
	struct task *task = crew_slot(crew, worker->number);
	uint64_t index;

	(void)own;
	/* Unlike in blocking_work() the end of one task is not the start of the next: between them
	 * the worker may wait for the leader. */
	while ((index = task_queue_take(submission->queue)) != TASK_QUEUE_END) {
		enum step end;

		task_init(task, index, crew_stamp(crew));
		end = blocking_execute(task, crew->work, worker);
		worker_record(worker, crew, task, end, crew_stamp(crew));
		future_complete(&submission->futures[index]);
	}
	worker_see_cpu(worker);
}

const struct team_duty pool_submit = {
	.open = open_submission,
	.prepare = prepare,
	.lead = lead,
	.work = work,
	.close = close_submission,
};
