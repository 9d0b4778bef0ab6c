/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of file-read and file-write; see files.h. */
#include "config.h"

#include "workloads/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/limits.h"
#include "workloads/content.h"
#include "workloads/shared.h"

#define PAGE 4096
#define WORD_BITS 64
#define SEARCHES 100000 /* searches of all bits before having no free one is an error */

const char *const files_patterns[] = {"sequential", "random", NULL};

char *files_name(unsigned number, char *buffer)
{
	snprintf(buffer, FILE_NAME_SIZE, "%u", number);
	return buffer;
}

uint64_t *files_buffer(const struct files *files, unsigned number)
{
	return (uint64_t *)(void *)(files->buffers + number * files->stride);
}

size_t files_length(const struct files *files, uint64_t block_number)
{
	uint64_t left = files->size - block_number * files->block;

	return left < files->block ? (size_t)left : files->block;
}

uint64_t files_expected(const struct files *files, uint64_t block_number)
{
	return content_expected(block_number == files->blocks - 1 ? files->ground_last
								  : files->ground,
		block_number);
}

static size_t words(const struct files *files)
{
	return (files->count + WORD_BITS - 1) / WORD_BITS;
}

/* Each block once, in numerical or in pseudo-random order. */
static void set_order(struct files *files, bool random)
{
	for (uint64_t i = 0; i < files->blocks; i++) {
		uint64_t other = random ? mix(i) % (i + 1) : i;

		files->order[i] = files->order[other];
		files->order[other] = (uint32_t)i;
	}
}

static int fill(const struct files *files, unsigned number, int descriptor)
{
	uint64_t *buffer = files_buffer(files, number);
	struct file_arguments file = {.descriptor = descriptor, .buffer = buffer};
	int64_t result = 0;

	content_fill(buffer, files->block);
	for (uint64_t i = 0; i < files->blocks && result >= 0; i++) {
		content_stamp(buffer, number, i);
		file.offset = i * files->block;
		file.length = files_length(files, i);
		result = operation_file_write.perform(&file, NULL);
	}
	if (result >= 0)
		result = operation_file_sync.perform(&file, NULL);
	return result < 0 ? (int)-result : 0;
}

/* Makes the file. 0 or an errno. */
static int make(const struct files *files, unsigned number)
{
	char name[FILE_NAME_SIZE];
	int failure,
		descriptor = openat(files->folder, files_name(number, name),
			O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (descriptor < 0)
		return errno;
	failure = fill(files, number, descriptor);
	close(descriptor);
	return failure;
}

static int make_all(struct files *files, const char *folder, struct error *error)
{
	unsigned number;
	int failure = 0;

	for (number = 0; number < files->count && failure == 0; number++)
		failure = make(files, number);
	return failure == 0 ? 0
			    : error_set(error, "cannot make file %u of %u of %llu bytes in %s: %s",
				      number, files->count, (unsigned long long)files->size, folder,
				      limits_error(failure));
}

static int measure_up(struct files *files, const struct work *work, struct error *error)
{
	const struct parameters *values = &work->parameters;
	uint64_t block = parameters_integer(values, "block"),
		 size = parameters_integer(values, "size");

	if (work->folder[0] == '\0')
		return error_set(error, "%s needs a folder for its files, and has none",
			work->workload->name);
	if (size % CONTENT_WORD != 0 || block % CONTENT_WORD != 0)
		return error_set(error,
			"%s moves words of 8 bytes: size=%s and block=%s must be multiples of 8",
			work->workload->name, parameters_text(values, "size"),
			parameters_text(values, "block"));
	files->size = size;
	files->block = (size_t)(block < size ? block : size);
	files->blocks = (size + files->block - 1) / files->block;
	files->ground = content_ground(files->block);
	files->ground_last = content_ground(files_length(files, files->blocks - 1));
	files->count = work->concurrency > 0 ? work->concurrency : 1;
	files->stride = (files->block + PAGE - 1) / PAGE * PAGE;
	return 0;
}

static int take_memory(struct files *files, struct error *error)
{
	files->order = calloc(files->blocks, sizeof(*files->order));
	files->buffers = shared_new(files->count * files->stride);
	files->taken = shared_new(words(files) * sizeof(*files->taken));
	if (files->order != NULL && files->buffers != NULL && files->taken != NULL)
		return 0;
	return error_set(error, "no memory for %u buffers of %zu bytes", files->count,
		files->block);
}

int files_open(struct files *files, const struct work *work, struct error *error)
{
	*files = (struct files){.folder = -1, .attached = work->attached};
	if (measure_up(files, work, error) < 0 || take_memory(files, error) < 0)
		goto close_files;
	set_order(files, parameters_number(&work->parameters, "pattern") > 0);
	files->folder = open(work->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (files->folder < 0) {
		error_set(error, "cannot open the folder %s: %s", work->folder,
			limits_error(errno));
		goto close_files;
	}
	if (files->attached || make_all(files, work->folder, error) == 0)
		return 0;
close_files:
	files_close(files);
	return -1;
}

void files_close(struct files *files)
{
	char name[FILE_NAME_SIZE];

	if (files->folder >= 0) {
		for (unsigned i = 0; i < files->count && !files->attached; i++)
			unlinkat(files->folder, files_name(i, name), 0);
		close(files->folder);
	}
	shared_free((void *)files->taken, words(files) * sizeof(*files->taken));
	shared_free(files->buffers, files->count * files->stride);
	free(files->order);
}

/* Takes a free bit of this word. Returns its number, or -1. */
static int take_bit(_Atomic uint64_t *word, uint64_t all)
{
	uint64_t taken = atomic_load_explicit(word, memory_order_relaxed);

	while ((taken & all) != all) {
		int bit = __builtin_ctzll(~taken & all);

		if (atomic_compare_exchange_weak_explicit(word, &taken, taken | 1ULL << bit,
			    memory_order_acquire, memory_order_relaxed))
			return bit;
	}
	return -1;
}

/* A file's number, or -EBUSY. A file may become free behind the search position, so the search is
 * repeated; it fails if more tasks are in flight than announced. */
static int64_t take(struct files *files)
{
	const size_t count = words(files);

	for (unsigned search = 0; search < SEARCHES; search++) {
		for (size_t i = 0; i < count; i++) {
			unsigned left = files->count - (unsigned)i * WORD_BITS;
			int bit = take_bit(&files->taken[i],
				left < WORD_BITS ? (1ULL << left) - 1 : UINT64_MAX);

			if (bit >= 0)
				return (int64_t)(i * WORD_BITS) + bit;
		}
	}
	return -EBUSY;
}

static void give_back(struct files *files, unsigned number)
{
	atomic_fetch_and_explicit(&files->taken[number / WORD_BITS], ~(1ULL << number % WORD_BITS),
		memory_order_release);
}

enum step file_task_open(struct file_task *task, struct files *files, int flags, bool drop)
{
	int64_t number = take(files);

	if (number < 0) {
		task->task.result = number;
		return STEP_FAILED;
	}
	task->number = (unsigned)number;
	task->moved = 0;
	task->file = (struct file_arguments){
		.folder = files->folder,
		.flags = flags,
		.drop = drop,
		.descriptor = -1,
		.buffer = files_buffer(files, task->number),
	};
	files_name(task->number, task->file.name);
	task->task.arguments = &task->file;
	task->task.operation = &operation_file_open;
	return STEP_WAIT;
}

void file_task_aim(struct file_task *task, const struct files *files)
{
	task->block_number = files->order[task->moved];
	task->file.offset = task->block_number * files->block;
	task->file.length = files_length(files, task->block_number);
}

enum step file_task_end(struct file_task *task, struct files *files, int64_t failure)
{
	if (task->file.descriptor >= 0)
		close(task->file.descriptor);
	give_back(files, task->number);
	task->task.result = failure;
	return failure < 0 ? STEP_FAILED : STEP_DONE;
}
