/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * file-read: a task opens a file, reads it block by block, and sums up what it read; see files.h.
 *
 * A task's value is the sum of content_value() over the blocks, so a byte that is not what was
 * written makes it wrong; a file that is too short fails.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/limits.h"
#include "workloads/content.h"
#include "workloads/files.h"

#define CPU_NS 3000          /* opening and closing */
#define CPU_NS_PER_BYTE 0.03 /* copying */

struct reading {
	struct files files;
	bool cold;
	uint64_t expected;
};

enum reading_state { OPEN, OPENED, READ };

static const char *const caches[] = {"warm", "cold", NULL};

static const struct parameter parameters[] = {
	FILES_PARAMETERS,
	{.name = "cache",
		.kind = PARAMETER_CHOICE,
		.unit = "",
		.standard = "warm",
		.choices = caches,
		.help = "cold: each task first drops its file from this system's page cache "
			"(posix_fadvise DONTNEED); caches of the device and of a virtual "
			"machine's host remain"},
	{0},
};

static unsigned needs(const struct parameters *values)
{
	(void)values;
	return WORKLOAD_NEEDS_FOLDER;
}

/* Whether a page of the file is in the page cache: 1 or 0, or -errno. */
static int is_cached(int descriptor, size_t size)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = (size + page - 1) / page;
	void *memory = mmap(NULL, size, PROT_READ, MAP_SHARED, descriptor, 0);
	unsigned char *present = malloc(pages);
	int result = -ENOMEM;

	if (memory != MAP_FAILED && present != NULL)
		result = mincore(memory, size, present) < 0 ? -errno : 0;
	for (size_t i = 0; result == 0 && i < pages; i++)
		result = present[i] & 1;
	free(present);
	if (memory != MAP_FAILED)
		munmap(memory, size);
	return result;
}

/* File systems in the page cache drop nothing, so calling their reads cold would be wrong. */
static int check_cold(const struct files *files, const char *folder, struct error *error)
{
	struct file_arguments file = {.folder = files->folder, .flags = O_RDONLY, .drop = true};
	int64_t result;

	files_name(0, file.name);
	result = operation_file_open.perform(&file, NULL);
	if (result >= 0) {
		int descriptor = (int)result;

		result = is_cached(descriptor, files->size);
		close(descriptor);
	}
	if (result < 0)
		return error_set(error, "cannot drop files of %s from the cache: %s", folder,
			limits_error((int)-result));
	if (result > 0)
		return error_set(error,
			"cache=cold: files of %s stay in memory (tmpfs?); use a folder on a device",
			folder);
	return 0;
}

static int open_reading(struct work *work, struct error *error)
{
	struct reading *reading = calloc(1, sizeof(*reading));

	if (reading == NULL)
		return error_set(error, "no memory");
	if (files_open(&reading->files, work, error) < 0)
		goto free_reading;
	reading->cold = parameters_number(&work->parameters, "cache") > 0;
	if (reading->cold && !work->attached &&
		check_cold(&reading->files, work->folder, error) < 0)
		goto close_files;
	for (uint64_t i = 0; i < reading->files.blocks; i++)
		reading->expected += files_expected(&reading->files, i);
	work->state = reading;
	return 0;
close_files:
	files_close(&reading->files);
free_reading:
	free(reading);
	return -1;
}

static enum step step(struct task *base, struct work *work)
{
	struct file_task *task = (struct file_task *)base;
	struct reading *reading = work->state;

	switch (base->state) {
	case OPEN:
		base->state = OPENED;
		return file_task_open(task, &reading->files, O_RDONLY, reading->cold);
	case OPENED:
		if (base->result < 0)
			return file_task_end(task, &reading->files, base->result);
		base->state = READ;
		base->operation = &operation_file_read;
		task->file.descriptor = (int)base->result;
		break;
	default:
		if (base->result != (int64_t)task->file.length)
			return file_task_end(task, &reading->files,
				base->result < 0 ? base->result : -ENODATA);
		base->value += content_value(task->file.buffer, task->file.length, task->number,
			task->block_number);
		task->moved++;
	}
	if (task->moved == reading->files.blocks)
		return file_task_end(task, &reading->files, 0);
	file_task_aim(task, &reading->files);
	return STEP_WAIT;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	const struct reading *reading = work->state;

	(void)index;
	return reading->expected;
}

static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	(void)work;
	(void)index;
	snprintf(buffer, size, "a file whose checksum is %016" PRIx64 " instead of %016" PRIx64,
		value, right);
}

/* What a device adds is not known in advance. */
static void cost(const struct work *work, struct cost *cost)
{
	*cost = (struct cost){
		.cpu_ns = CPU_NS + CPU_NS_PER_BYTE * parameters_number(&work->parameters, "size")};
}

static void close_reading(struct work *work)
{
	struct reading *reading = work->state;

	files_close(&reading->files);
	free(reading);
}

const struct workload workload_file_read = {
	.interface = WORKLOAD_INTERFACE,
	.name = "file-read",
	.summary = "files: read one, from the page cache or from the device",
	.parameters = parameters,
	.task_size = sizeof(struct file_task),
	.needs = needs,
	.open = open_reading,
	.step = step,
	.expected = expected,
	.describe = describe,
	.cost = cost,
	.close = close_reading,
};
