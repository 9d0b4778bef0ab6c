/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Driving tasks on an event loop; see drive.h.
 *
 * A task that ends frees its slot, and the next task of the share is made ready in it at once,
 * behind those that are ready already. After a bounded number of steps the loop looks at its timers
 * and descriptors even where tasks are always ready, so that computing does not starve waiting.
 */
#include "config.h"

#include "runners/waiting/drive.h"

#define STEPS_PER_TURN 256

static void wait_for(struct epoll_loop *loop, struct task *task)
{
	if (task->operation->begin != NULL)
		task->operation->begin(task->arguments, &loop->base, task);
	else
		loop_offload(&loop->base, task);
}

static void admit(struct epoll_loop *loop, struct task *task, uint64_t index, uint64_t begin_ns)
{
	task_init(task, index, begin_ns);
	loop_resume(&loop->base, task, 0);
}

/* One step of each ready task, at most STEPS_PER_TURN. Returns how many tasks ended. */
static uint64_t step_ready(struct epoll_loop *loop, const struct crew *crew, struct worker *worker,
	struct share *share)
{
	enum step (*const step)(struct task *, struct work *) = crew->work->workload->step;
	uint64_t ended = 0;
	struct task *task;

	for (unsigned budget = STEPS_PER_TURN; budget > 0 && (task = epoll_loop_next(loop)) != NULL;
		budget--) {
		enum step outcome = step(task, crew->work);
		uint64_t now_ns;

		if (outcome == STEP_WAIT) {
			wait_for(loop, task);
			continue;
		}
		now_ns = crew_stamp(crew);
		worker_record(worker, crew, task, outcome == STEP_FAILED, now_ns);
		ended++;
		if (share->next < share->end)
			admit(loop, task, share->next++, now_ns);
	}
	return ended;
}

int drive(struct epoll_loop *loop, const struct crew *crew, struct worker *worker,
	struct share share, struct error *error)
{
	uint64_t left = share.end - share.next, now_ns = crew_stamp(crew);

	for (unsigned i = 0; i < share.slot_count && share.next < share.end; i++)
		admit(loop, crew_slot(crew, share.slot_first + i), share.next++, now_ns);
	while ((left -= step_ready(loop, crew, worker, &share)) > 0) {
		bool wait = loop->ready_first == NULL;

		if (wait && epoll_loop_idle(loop))
			return error_set(error,
				"%llu tasks wait, but nothing is under way that could resume them",
				(unsigned long long)left);
		if (epoll_loop_turn(loop, wait, error) < 0)
			return -1;
	}
	worker->ended_ns = clock_now_ns();
	worker_see_cpu(worker);
	return 0;
}
