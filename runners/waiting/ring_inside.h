/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the parts of the loop on an io_uring share: ring_loop.c has the ring, ring_watch.c polls
 * descriptors, ring_file.c works on files.
 *
 * Requests are not submitted at once. They are put into the submission queue just before the loop
 * waits, as many as it has room for, and go to the kernel with the system call that waits. So a
 * full queue only means another turn.
 */
#ifndef BREAKEVEN_RUNNERS_WAITING_RING_INSIDE_H
#define BREAKEVEN_RUNNERS_WAITING_RING_INSIDE_H

#include "runners/waiting/common_loop.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <liburing.h>

/* What a completion belongs to, by its user_data: nothing, a file request (its address, which has
 * the highest bit clear), or a poll request. */
#define RING_NOBODY ((uint64_t)0)
#define RING_POLL ((uint64_t)1 << 63)

struct ring_loop {
	struct common_loop common;
	struct io_uring ring;
	struct ring_watches {
		struct ring_watch *by_descriptor;
		size_t size;
		int first; /* of those to check before the next submission; -1: none */
	} watches;
	struct file_request *files_first, *files_last; /* to be submitted */
	unsigned files; /* submitted and not complete: the kernel may write into their memory */
};

/* The watch() of a loop. */
int ring_watch_change(struct loop *base, struct watch *watch, uint32_t events);

/* Puts what the watches need into the submission queue. False where it is full. */
bool ring_watch_submit(struct ring_loop *loop);

/* A poll request is complete. */
void ring_watch_complete(struct ring_loop *loop, uint64_t user_data, int result);

void ring_watch_close(struct ring_loop *loop);

/* The file() of a loop. */
void ring_file_begin(struct loop *base, struct task *task, struct file_request *request);

/* Puts the requests that are waiting into the submission queue. False where it is full. */
bool ring_file_submit(struct ring_loop *loop);

/* A request is complete; it may need another, or resumes its task. */
void ring_file_complete(struct ring_loop *loop, uint64_t user_data, int result);

/* When the loop closes: for the requests that are not submitted, then for each that is complete.
 * They close what was opened and resume no task. */
void ring_file_close(struct ring_loop *loop);
void ring_file_discard(struct ring_loop *loop, uint64_t user_data, int result);

#endif
