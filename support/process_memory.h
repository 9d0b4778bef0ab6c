/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The memory of a process and all its descendants, as the kernel accounts for it: a page that
 * several processes have counts for each of them in proportion (proportional set size), so that the
 * sum over processes is what they take together.
 *
 * Not in it: what the kernel keeps for them (page tables, kernel stacks, socket buffers), and what
 * is swapped out.
 */
#ifndef BREAKEVEN_SUPPORT_PROCESS_MEMORY_H
#define BREAKEVEN_SUPPORT_PROCESS_MEMORY_H

#include "support/error.h"

#include <stdint.h>
#include <sys/types.h>

struct process_memory {
	uint64_t all_bytes;     /* the proportional set size */
	uint64_t written_bytes; /* of that, what no file backs: anonymous and shared memory */
	unsigned children;      /* of the root itself, with memory of their own */
};

/* Room to list the processes of the machine; made once, so that reading allocates nothing. */
struct process_tree;

/* NULL with the error where /proc cannot be opened or there is no memory. */
struct process_tree *process_tree_open(struct error *error);

/* NULL is allowed. */
void process_tree_close(struct process_tree *tree);

/* The memory of the process and of its descendants, one after the other: a process that begins or
 * ends meanwhile may or may not be included. A child that still shares its parent's memory (between
 * vfork and exec) counts once. 0, or -1 with the error if the kernel does not tell (no
 * smaps_rollup, not permitted) or there are too many processes. */
int process_tree_memory(struct process_tree *tree, pid_t root, struct process_memory *memory,
	struct error *error);

#endif
