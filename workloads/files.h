/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files of file-read and file-write: as many as tasks can be in flight, each with a buffer of
 * one block.
 *
 * A task takes a file that no other task has, and gives it back at its end. The index of a task
 * could not choose the file: a runner that hands out ranges has any two indexes in flight at once,
 * and two tasks on one file would overwrite each other, or warm the cache for each other. A set of
 * bits in shared memory says which files are taken, for threads and processes.
 */
#ifndef BREAKEVEN_WORKLOADS_FILES_H
#define BREAKEVEN_WORKLOADS_FILES_H

#include "workloads/operations/file.h"
#include "workloads/workload.h"

#include <stdatomic.h>

/* The parameters that both have, the first in their tables. */
extern const char *const files_patterns[];

#define FILES_PARAMETERS \
	{"size", PARAMETER_BYTES, "bytes", "1MiB", 8, 4.0 * (1 << 30), NULL, \
		"size of the file of each task in flight; a multiple of 8 bytes", false, NULL}, \
		{"block", PARAMETER_BYTES, "bytes", "64KiB", 512, 1 << 26, NULL, \
			"bytes per system call; a multiple of 8 bytes", false, "block<=size"}, \
	{ \
		"pattern", PARAMETER_CHOICE, "", "sequential", 0, 0, files_patterns, \
			"order of the blocks; random: each once, every task in the same order", \
			false, "block<size" \
	}

struct files {
	bool attached; /* another process of the case has made them */
	int folder;    /* its descriptor */
	unsigned count;
	uint64_t size;
	size_t block;
	uint64_t blocks;         /* of a file; the last may be shorter */
	uint64_t ground;         /* of content, in a block */
	uint64_t ground_last;    /* in the last block */
	uint32_t *order;         /* the numbers of the blocks in the order of the pattern */
	char *buffers;           /* shared */
	size_t stride;           /* from one buffer to the next */
	_Atomic uint64_t *taken; /* shared: a bit a file */
};

/* The first member of a file workload's task. */
struct file_task {
	struct task task;
	struct file_arguments file;
	unsigned number;       /* of the file it has */
	uint64_t moved;        /* blocks so far */
	uint64_t block_number; /* of the block that is being moved */
};

/* Makes the files in work->folder, filled with content (the key is the file's number) and synced,
 * unless another process has. 0, or -1 with the error and nothing left. */
int files_open(struct files *files, const struct work *work, struct error *error);

/* Removes them, unless another process will. */
void files_close(struct files *files);

/* The name of a file. Returns the buffer, of FILE_NAME_SIZE. */
char *files_name(unsigned number, char *buffer);

uint64_t *files_buffer(const struct files *files, unsigned number);
size_t files_length(const struct files *files, uint64_t block_number);

/* The content_value() that this block must have. */
uint64_t files_expected(const struct files *files, uint64_t block_number);

/* Takes a file and waits until it is open: STEP_WAIT, or STEP_FAILED if there is none. */
enum step file_task_open(struct file_task *task, struct files *files, int flags, bool drop);

/* Sets the task's arguments to the next block. */
void file_task_aim(struct file_task *task, const struct files *files);

/* Closes the file, gives it back, and ends the task, as failed if `failure` is below 0. */
enum step file_task_end(struct file_task *task, struct files *files, int64_t failure);

#endif
