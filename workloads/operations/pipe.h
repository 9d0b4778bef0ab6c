/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages through descriptors: pipes, pairs of sockets, eventfds.
 *
 * A descriptor is blocking as long as workers block in it, as in programs without a loop. It
 * becomes non-blocking when a loop first begins an operation on it; the loop tries before it waits.
 */
#ifndef BREAKEVEN_WORKLOADS_OPERATIONS_PIPE_H
#define BREAKEVEN_WORKLOADS_OPERATIONS_PIPE_H

#include "support/error.h"
#include "workloads/loop.h"

#include <stdbool.h>
#include <stddef.h>

#define PIPE_MESSAGE_LIMIT 65536 /* bytes: what a pipe holds, so that a writer need not wait */

enum pipe_kind { PIPE_PIPE, PIPE_SOCKETPAIR, PIPE_EVENTFD };

/* What one side reads from and writes to; the same descriptor for a socket. */
struct pipe_side {
	int in, out;
};

/* Connects two sides, each of which can hold a message of `size` bytes for the other. 0, or -1 with
 * the error and nothing open. */
int pipe_open(struct pipe_side sides[2], enum pipe_kind kind, size_t size, struct error *error);

/* Does nothing if they were never opened (zeroed). */
void pipe_close(struct pipe_side sides[2]);

/* Zero it, then set the first four. The same arguments may be used for one message after the
 * other. */
struct pipe_arguments {
	int descriptor;
	void *bytes;
	size_t size;
	bool last; /* to read: no other message will go through these arguments */

	/* The operation's own. */
	bool nonblocking;
	size_t done;
	struct task *task;
	struct watch watch;
};

/* The whole message; result 0. Below 0: -errno. */
extern const struct operation operation_pipe_read;
extern const struct operation operation_pipe_write;

#endif
