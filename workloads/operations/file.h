/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening, reading, writing and syncing regular files.
 *
 * A loop that supports files (io_uring) does this without blocking. Epoll does not support regular
 * files: such loops offload these operations or are blocked by them.
 */
#ifndef BREAKEVEN_WORKLOADS_OPERATIONS_FILE_H
#define BREAKEVEN_WORKLOADS_OPERATIONS_FILE_H

#include "workloads/loop.h"
#include "workloads/workload.h"

#include <stdbool.h>

#define FILE_NAME_SIZE 16

struct file_arguments {
	/* To open. */
	int folder;                /* its descriptor */
	char name[FILE_NAME_SIZE]; /* in the folder */
	int flags;                 /* O_RDONLY, … */
	bool drop;                 /* the file's clean pages from the page cache, once it is open */

	/* Of what is open. */
	int descriptor;
	void *buffer;
	size_t length;
	uint64_t offset;

	struct file_request request; /* the operation's own, while it is under way on a loop */
};

/* Result: the descriptor, which the task sets and closes. */
extern const struct operation operation_file_open;

/* Result: the bytes, fewer than `length` only at the end of the file. */
extern const struct operation operation_file_read;

/* Result: `length`. */
extern const struct operation operation_file_write;

/* Result 0: the file's data are on the device, as fdatasync() says. */
extern const struct operation operation_file_sync;

#endif
