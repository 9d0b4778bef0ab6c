/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an operation may ask of an event loop. The loop implements it (runners/waiting/), operations
 * use it; neither knows the other.
 *
 * All of it is called from the loop's own thread. No callback runs inside the call that asked for
 * it.
 */
#ifndef BREAKEVEN_WORKLOADS_LOOP_H
#define BREAKEVEN_WORKLOADS_LOOP_H

#include "workloads/locals.h"
#include "workloads/workload.h"

#include <stdbool.h>
#include <stdint.h>

/* Embedded by whoever waits; lives until it has fired or was cancelled. */
struct timer {
	void (*fired)(struct loop *loop, struct timer *timer);
	uint32_t position; /* the loop's own */
	bool movable; /* set before the first use: it may be cancelled or set anew while it runs,
	               * and pays a write for each move in the loop's heap */
};

/* A descriptor being watched. Level-triggered. */
struct watch {
	int descriptor;
	uint32_t events; /* the loop's own: what is watched now, 0 for nothing */
	void (*ready)(struct loop *loop, struct watch *watch,
		uint32_t events); /* EPOLLIN, EPOLLOUT, … */
};

struct loop_operations {
	/* Fires once, `nanoseconds` from now, never early. A running timer is moved if it is
	 * movable; otherwise it must not be running. */
	void (*after)(struct loop *loop, struct timer *timer, uint64_t nanoseconds);

	/* Stops a movable timer; one that is not running is fine. */
	void (*cancel)(struct loop *loop, struct timer *timer);

	/* Watches for these events from now on, 0 for none. A descriptor must be unwatched before
	 * it is closed; from then on ready() is not called for it. 0 or -errno. */
	int (*watch)(struct loop *loop, struct watch *watch, uint32_t events);

	/* perform() of the task's operation on a helper thread, then resume; where the loop has no
	 * helpers, it performs at once and is blocked meanwhile. */
	void (*offload)(struct loop *loop, struct task *task);

	/* Makes the task ready to go on with this result. */
	void (*resume)(struct loop *loop, struct task *task, int64_t result);
};

/* The first member of every loop's own struct. */
struct loop {
	const struct loop_operations *operations;
	struct locals locals; /* what operations keep per loop */
	unsigned concurrency; /* how many tasks can be in flight at most */
	struct error error;   /* the first failure of the loop or of an operation's own upkeep */
};

static inline void loop_after(struct loop *loop, struct timer *timer, uint64_t nanoseconds)
{
	loop->operations->after(loop, timer, nanoseconds);
}

static inline void loop_cancel(struct loop *loop, struct timer *timer)
{
	loop->operations->cancel(loop, timer);
}

static inline int loop_watch(struct loop *loop, struct watch *watch, uint32_t events)
{
	return loop->operations->watch(loop, watch, events);
}

static inline void loop_offload(struct loop *loop, struct task *task)
{
	loop->operations->offload(loop, task);
}

static inline void loop_resume(struct loop *loop, struct task *task, int64_t result)
{
	loop->operations->resume(loop, task, result);
}

#endif
