/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A queue for one message in shared memory, between two tasks that alternate: one puts, the other
 * takes, before the next is put.
 *
 * Blocking workers wait on a condition. A task on a loop registers in the mailbox: a partner on the
 * same loop hands the message over and resumes it, without any system call; any other partner wakes
 * its loop through an eventfd. So nothing here depends on the runner, and the two sides may wait in
 * different ways.
 */
#ifndef BREAKEVEN_WORKLOADS_OPERATIONS_MAILBOX_H
#define BREAKEVEN_WORKLOADS_OPERATIONS_MAILBOX_H

#include "support/error.h"
#include "workloads/loop.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* In shared memory. Only the eventfd and the size are read without the lock. */
struct mailbox {
	pthread_mutex_t mutex;
	pthread_cond_t filled;
	int event;
	size_t size;
	void *bytes;
	bool full;
	struct loop *loop; /* on which a task waits for a message, NULL for none; … */
	pid_t process;     /* … in this process, where the address is valid */
	struct mailbox_arguments *waiting;
};

/* For messages of `size` bytes, which lie in `bytes` (shared, too, the caller's). 0, or -1 with the
 * error and nothing open. */
int mailbox_open(struct mailbox *mailbox, void *bytes, size_t size, struct error *error);

/* Does nothing if it was never opened (size 0). */
void mailbox_close(struct mailbox *mailbox);

/* Zero it, then set the first three. The same arguments may be used for one message after the
 * other. */
struct mailbox_arguments {
	struct mailbox *mailbox;
	void *bytes; /* of the message, the mailbox's size */
	bool last;   /* to take: no other message will go through these arguments */

	/* The operation's own. */
	struct task *task;
	struct watch watch;
};

/* Result 0, or -EBUSY where the message before was not taken. */
extern const struct operation operation_mailbox_put;

/* Result 0, once there was a message. */
extern const struct operation operation_mailbox_take;

#endif
