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
#include <stddef.h>
#include <stdint.h>

/* Embedded by whoever waits; must exist until it has fired or was cancelled. */
struct timer {
	void (*fired)(struct loop *loop, struct timer *timer);
	uint32_t position; /* the loop's own */
	bool movable; /* set before the first use: it may be cancelled or set again while it runs,
	               * and pays a write for each move in the loop's heap */
};

/* A descriptor being watched. Level-triggered. */
struct watch {
	int descriptor;
	uint32_t events; /* the loop's own: what is watched now, 0 for nothing */
	void (*ready)(struct loop *loop, struct watch *watch,
		uint32_t events); /* EPOLLIN, EPOLLOUT, … */
};

enum file_action { FILE_OPEN, FILE_READ, FILE_WRITE, FILE_SYNC };

/* Something to be done with a regular file. It and what it points to live until the task is resumed
 * or the loop is closed, even if the batch fails earlier. */
struct file_request {
	enum file_action action;
	int descriptor;   /* of the file; to open: of the folder that `path` starts from */
	const char *path; /* to open: an existing file */
	int flags;        /* to open: O_RDONLY, … */
	bool drop;        /* to open: then drop its clean pages from the page cache */
	void *buffer;     /* to read or write, as are these */
	size_t length;
	uint64_t offset;

	/* The loop's own. */
	struct task *task;
	struct file_request *next;
	size_t done; /* bytes moved so far */
	int opened;  /* the file whose pages are being dropped; -1: none */
};

struct loop_operations {
	/* Fires once, `nanoseconds` from now, never early. A running timer is moved if it is
	 * movable; otherwise it must not be running. */
	void (*after)(struct loop *loop, struct timer *timer, uint64_t nanoseconds);

	/* Stops a movable timer; it need not be running. */
	void (*cancel)(struct loop *loop, struct timer *timer);

	/* Watches for these events from now on, 0 for none. A descriptor must be unwatched before
	 * it is closed; from then on ready() is not called for it. 0 or -errno. */
	int (*watch)(struct loop *loop, struct watch *watch, uint32_t events);

	/* Runs perform() of the task's operation on a helper thread, then resumes the task. A loop
	 * without helpers runs it at once and is blocked meanwhile. */
	void (*offload)(struct loop *loop, struct task *task);

	/* Makes the task ready to continue with this result. */
	void (*resume)(struct loop *loop, struct task *task, int64_t result);

	/* Does what the request says without blocking the loop, then resumes the task: with the
	 * descriptor (opening), the bytes (fewer than `length` only at the end of the file), 0
	 * (syncing: its data are on the device), or -errno. NULL: this loop cannot; see
	 * loop_file(). */
	void (*file)(struct loop *loop, struct task *task, struct file_request *request);
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

/* For the task's operation. If the loop does not support files, it offloads the operation, whose
 * perform() must give the same result. */
static inline void loop_file(struct loop *loop, struct task *task, struct file_request *request)
{
	if (loop->operations->file != NULL)
		loop->operations->file(loop, task, request);
	else
		loop->operations->offload(loop, task);
}

#endif
