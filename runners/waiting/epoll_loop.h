/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An event loop on epoll with nanosecond timers: what the async runners wait in, and what the
 * built-in HTTP server runs on.
 *
 * Tasks that were resumed stand in a queue in the order of their resuming; the owner takes them
 * with epoll_loop_next() and runs their steps. epoll_loop_turn() waits for descriptors and timers
 * and calls their callbacks, which may resume tasks, set timers and change watches. One thread
 * only.
 */
#ifndef BREAKEVEN_RUNNERS_WAITING_EPOLL_LOOP_H
#define BREAKEVEN_RUNNERS_WAITING_EPOLL_LOOP_H

#include "runners/waiting/offload.h"
#include "runners/waiting/timer_heap.h"
#include "workloads/loop.h"

#include <sys/epoll.h>

#define EPOLL_LOOP_EVENTS 512 /* fetched at a time */

struct epoll_loop {
	struct loop base;
	int descriptor;   /* of the epoll instance */
	unsigned watches; /* descriptors being watched */
	struct task *ready_first, *ready_last;
	struct timer_heap timers;
	struct offload offload;
	int event_count; /* of the turn under way */
	struct epoll_event events[EPOLL_LOOP_EVENTS];
};

/* Opens a loop for up to `concurrency` tasks in flight. `helpers`: threads for operations that can
 * only block, started when the first such operation comes; 0: the loop performs them itself and is
 * blocked by each. 0, or -1 with the error. */
int epoll_loop_open(struct epoll_loop *loop, unsigned concurrency, unsigned helpers,
	struct error *error);

/* Ends the helpers, closes what operations kept, and the loop. */
void epoll_loop_close(struct epoll_loop *loop);

/* The next ready task, or NULL. */
static inline struct task *epoll_loop_next(struct epoll_loop *loop)
{
	struct task *task = loop->ready_first;

	if (task != NULL)
		loop->ready_first = task->next;
	return task;
}

/* Whether anything is waited for: a turn that waits would otherwise never end. */
static inline bool epoll_loop_idle(const struct epoll_loop *loop)
{
	return loop->watches == 0 && loop->timers.count == 0;
}

/* Fires what is due and calls back what is ready. With `wait`, first sleeps until there is
 * something (a signal that the thread catches ends the sleep too). 0, or -1 with the error. */
int epoll_loop_turn(struct epoll_loop *loop, bool wait, struct error *error);

#endif
