/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What any event loop is, whatever it waits in: tasks that are ready, timers, helper threads.
 *
 * Tasks that were resumed stand in a queue in the order of their resuming; the owner takes them
 * with common_loop_next() and runs their steps. common_loop_turn() waits for descriptors, files and
 * timers and calls their callbacks, which may resume tasks, set timers and change watches. One
 * thread only.
 *
 * Waiting itself is the backend's: epoll (epoll_loop.h) or an io_uring (ring_loop.h), whose struct
 * begins with this one.
 */
#ifndef BREAKEVEN_RUNNERS_WAITING_COMMON_LOOP_H
#define BREAKEVEN_RUNNERS_WAITING_COMMON_LOOP_H

#include "runners/waiting/offload.h"
#include "runners/waiting/timer_heap.h"
#include "workloads/loop.h"

struct common_loop;

struct loop_backend {
	/* Calls back what is ready. With `wait`, first sleeps until something is, the first timer
	 * is due, or a signal came that the thread catches. 0, or -1 with the error. */
	int (*fetch)(struct common_loop *loop, bool wait, struct error *error);

	/* Lets go of everything; nothing is written into a task's memory from then on. */
	void (*close)(struct common_loop *loop);
};

struct common_loop {
	struct loop base;
	const struct loop_backend *backend;
	unsigned under_way; /* the backend's: descriptors being watched, files being worked on */
	struct task *ready_first, *ready_last;
	struct timer_heap timers;
	struct offload offload;
};

/* For backends: the common part, with room for the timers of up to `concurrency` tasks in flight.
 * `helpers`: threads for operations that can only block, started when the first such operation
 * comes; 0: the loop performs them itself and is blocked by each. 0, or -1 with the error and
 * nothing left. */
int common_loop_open(struct common_loop *loop, const struct loop_operations *operations,
	const struct loop_backend *backend, unsigned concurrency, unsigned helpers,
	struct error *error);

/* For backends: what the operations that have nothing to do with the backend do. */
void common_loop_after(struct loop *loop, struct timer *timer, uint64_t nanoseconds);
void common_loop_cancel(struct loop *loop, struct timer *timer);
void common_loop_offload(struct loop *loop, struct task *task);
void common_loop_resume(struct loop *loop, struct task *task, int64_t result);

#define COMMON_LOOP_NO_TIMER UINT64_MAX

/* For backends: how long until the first timer is due; 0 where it is, COMMON_LOOP_NO_TIMER where
 * there is none. */
uint64_t common_loop_due_in_ns(const struct common_loop *loop);

/* Ends the helpers, closes what operations kept, and the loop with its backend. */
void common_loop_close(struct common_loop *loop);

/* The next ready task, or NULL. */
static inline struct task *common_loop_next(struct common_loop *loop)
{
	struct task *task = loop->ready_first;

	if (task == NULL)
		return NULL;
	loop->ready_first = task->next;
	task->next = NULL;
	return task;
}

/* Whether anything is waited for: a turn that waits would otherwise never end. */
static inline bool common_loop_idle(const struct common_loop *loop)
{
	return loop->under_way == 0 && loop->timers.count == 0;
}

/* Fires what is due and calls back what is ready. With `wait`, first sleeps until there is
 * something (a signal that the thread catches ends the sleep too). 0, or -1 with the error. */
int common_loop_turn(struct common_loop *loop, bool wait, struct error *error);

/* Whether nothing went wrong on the loop that is its own or an operation's doing. 0, or -1 with the
 * error. */
int common_loop_check(const struct common_loop *loop, struct error *error);

#endif
