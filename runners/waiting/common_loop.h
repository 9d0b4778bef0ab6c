/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The common part of all event loops: tasks that are ready, timers, helper threads.
 *
 * Resumed tasks are in a queue, in the order in which they were resumed; the owner takes them with
 * common_loop_next() and runs their steps. common_loop_turn() waits for descriptors, files and
 * timers and calls their callbacks, which may resume tasks, set timers and change watches. Only one
 * thread may use a loop.
 *
 * The backend waits: epoll (epoll_loop.h) or an io_uring (ring_loop.h). Its struct begins with this
 * one.
 */
#ifndef BREAKEVEN_RUNNERS_WAITING_COMMON_LOOP_H
#define BREAKEVEN_RUNNERS_WAITING_COMMON_LOOP_H

#include "runners/waiting/offload.h"
#include "runners/waiting/timer_heap.h"
#include "workloads/loop.h"

struct common_loop;

struct loop_backend {
	/* Calls the callbacks of what is ready. With `wait`, first sleeps until something is ready,
	 * the first timer is due, or the thread has caught a signal. 0, or -1 with the error. */
	int (*fetch)(struct common_loop *loop, bool wait, struct error *error);

	/* Releases everything; from then on nothing is written into a task's memory. */
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

/* For backends: opens the common part, with room for the timers of up to `concurrency` tasks in
 * flight. `helpers`: threads for operations that can only block, started when the first such
 * operation comes; 0: the loop performs them itself and is blocked by each. 0, or -1 with the error
 * and nothing left. */
int common_loop_open(struct common_loop *loop, const struct loop_operations *operations,
	const struct loop_backend *backend, unsigned concurrency, unsigned helpers,
	struct error *error);

/* For backends: the operations that do not depend on the backend. */
void common_loop_after(struct loop *loop, struct timer *timer, uint64_t nanoseconds);
void common_loop_cancel(struct loop *loop, struct timer *timer);
void common_loop_offload(struct loop *loop, struct task *task);
void common_loop_resume(struct loop *loop, struct task *task, int64_t result);

#define COMMON_LOOP_NO_TIMER UINT64_MAX

/* For backends: how long until the first timer is due; 0 if it is due, COMMON_LOOP_NO_TIMER if
 * there is none. */
uint64_t common_loop_due_in_ns(const struct common_loop *loop);

/* Ends the helpers, closes what operations keep in the loop, then the loop with its backend. */
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

/* Whether nothing is waited for: a turn that waits would then never end. */
static inline bool common_loop_idle(const struct common_loop *loop)
{
	return loop->under_way == 0 && loop->timers.count == 0;
}

/* Fires due timers and calls the callbacks of what is ready. With `wait`, first sleeps until there
 * is something (a signal that the thread catches also ends the sleep). 0, or -1 with the error. */
int common_loop_turn(struct common_loop *loop, bool wait, struct error *error);

/* Whether the loop has not failed, by itself or through an operation's upkeep. 0, or -1 with the
 * error. */
int common_loop_check(const struct common_loop *loop, struct error *error);

#endif
