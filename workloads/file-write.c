/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * file-write: a task opens a file, rewrites it block by block, and syncs it or not; see files.h.
 *
 * Each block carries a stamp that no other task of any batch writes. After a batch each file is
 * read back: the value of the task that had it last must be the number of its own bytes that are
 * there, plus its index, so that a task whose content is not in the file is wrong. For tasks whose
 * files were rewritten since, only the number of bytes that the system accepted can be checked.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "workloads/content.h"
#include "workloads/files.h"
#include "workloads/shared.h"

#define CPU_NS 3000          /* opening and closing */
#define CPU_NS_PER_BYTE 0.03 /* copying */
#define NOBODY UINT64_MAX

/* Shared with processes. */
struct written {
	uint64_t batch;     /* counts them */
	uint64_t writers[]; /* of each file: the task that wrote it last in this batch, or NOBODY */
};

struct writing {
	struct files files;
	bool sync;
	struct written *written;
	uint64_t *block; /* to read back into */
};

enum writing_state { OPEN, OPENED, WRITTEN, SYNCED };

static const char *const syncs[] = {"none", "fdatasync", NULL};

static const struct parameter parameters[] = {
	FILES_PARAMETERS,
	{.name = "sync",
		.kind = PARAMETER_CHOICE,
		.unit = "",
		.standard = "none",
		.choices = syncs,
		.help = "fdatasync: each task ends when the device has its data"},
	{0},
};

static unsigned needs(const struct parameters *values)
{
	(void)values;
	return WORKLOAD_NEEDS_FOLDER;
}

static size_t written_size(const struct writing *writing)
{
	return sizeof(struct written) + writing->files.count * sizeof(uint64_t);
}

static int prepare(struct work *work, uint64_t tasks, struct error *error)
{
	struct writing *writing = work->state;

	(void)tasks;
	(void)error;
	writing->written->batch++;
	for (unsigned i = 0; i < writing->files.count; i++)
		writing->written->writers[i] = NOBODY;
	return 0;
}

static void close_writing(struct work *work)
{
	struct writing *writing = work->state;

	shared_free(writing->written, written_size(writing));
	free(writing->block);
	files_close(&writing->files);
	free(writing);
	work->state = NULL;
}

static int open_writing(struct work *work, struct error *error)
{
	struct writing *writing = calloc(1, sizeof(*writing));

	if (writing == NULL)
		return error_set(error, "no memory");
	if (files_open(&writing->files, work, error) < 0) {
		free(writing);
		return -1;
	}
	work->state = writing;
	writing->sync = parameters_number(&work->parameters, "sync") > 0;
	writing->written = shared_new(written_size(writing));
	writing->block = malloc(writing->files.block);
	if (writing->written != NULL && writing->block != NULL)
		return work->attached ? 0 : prepare(work, 0, error);
	close_writing(work);
	return error_set(error, "no memory");
}

/* The key of what this task writes in this batch. It is above the numbers of the files, which are
 * the keys of their initial content. */
static uint64_t key_of(const struct writing *writing, uint64_t index)
{
	return mix(writing->written->batch) + index;
}

/* The task's next step after a block is written, or when only the next block is to be written. */
static enum step go_on(struct file_task *task, struct writing *writing)
{
	struct task *base = &task->task;

	if (task->moved < writing->files.blocks) {
		file_task_aim(task, &writing->files);
		content_stamp(task->file.buffer, key_of(writing, base->index), task->block_number);
		return STEP_WAIT;
	}
	if (writing->sync && base->state != SYNCED) {
		base->state = SYNCED;
		base->operation = &operation_file_sync;
		return STEP_WAIT;
	}
	writing->written->writers[task->number] = base->index;
	return file_task_end(task, &writing->files, 0);
}

static enum step step(struct task *base, struct work *work)
{
	struct file_task *task = (struct file_task *)base;
	struct writing *writing = work->state;

	if (base->result < 0)
		return file_task_end(task, &writing->files, base->result);
	switch (base->state) {
	case OPEN:
		base->state = OPENED;
		base->value = base->index;
		return file_task_open(task, &writing->files, O_WRONLY, false);
	case OPENED:
		base->state = WRITTEN;
		base->operation = &operation_file_write;
		task->file.descriptor = (int)base->result;
		break;
	case WRITTEN:
		base->value += (uint64_t)base->result;
		task->moved++;
		break;
	default:
		break;
	}
	return go_on(task, writing);
}

/* The number of bytes of this file in blocks that match what the task of this index wrote. */
static uint64_t own_bytes(const struct writing *writing, unsigned number, uint64_t index)
{
	const struct files *files = &writing->files;
	struct file_arguments file = {
		.folder = files->folder, .flags = O_RDONLY, .buffer = writing->block};
	int64_t result;
	uint64_t bytes = 0;

	files_name(number, file.name);
	result = operation_file_open.perform(&file, NULL);
	if (result < 0)
		return 0;
	file.descriptor = (int)result;
	for (uint64_t i = 0; i < files->blocks; i++) {
		file.offset = i * files->block;
		file.length = files_length(files, i);
		result = operation_file_read.perform(&file, NULL);
		if (result == (int64_t)file.length &&
			content_value(writing->block, file.length, key_of(writing, index), i) ==
				files_expected(files, i))
			bytes += file.length;
	}
	close(file.descriptor);
	return bytes;
}

/* After a batch: for the last writer of a file, what is really there; otherwise what should be. */
static uint64_t expected(const struct work *work, uint64_t index)
{
	const struct writing *writing = work->state;

	for (unsigned i = 0; i < writing->files.count; i++)
		if (writing->written->writers[i] == index)
			return index + own_bytes(writing, i, index);
	return index + writing->files.size;
}

/* If the file holds less than the task has written, `right` is what it holds. */
static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	(void)work;
	snprintf(buffer, size, "wrote %" PRIu64 " bytes, but %" PRIu64 " of them are in its file",
		value - index, right - index);
}

/* What a device adds is not known in advance. */
static void cost(const struct work *work, struct cost *cost)
{
	*cost = (struct cost){
		.cpu_ns = CPU_NS + CPU_NS_PER_BYTE * parameters_number(&work->parameters, "size")};
}

const struct workload workload_file_write = {
	.interface = WORKLOAD_INTERFACE,
	.name = "file-write",
	.summary = "files: write a new one, synced or not",
	.parameters = parameters,
	.task_size = sizeof(struct file_task),
	.needs = needs,
	.open = open_writing,
	.prepare = prepare,
	.step = step,
	.expected = expected,
	.describe = describe,
	.cost = cost,
	.close = close_writing,
};
