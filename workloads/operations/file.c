/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regular files, by system calls that block or by the loop; see file.h. Positions are explicit
 * (pread, pwrite). */
#include "config.h"

#include "workloads/operations/file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int64_t open_file(void *arguments, struct locals *worker)
{
	const struct file_arguments *file = arguments;
	int descriptor, failure;

	(void)worker;
	do {
		descriptor = openat(file->folder, file->name, file->flags | O_CLOEXEC);
	} while (descriptor < 0 && errno == EINTR);
	if (descriptor < 0)
		return -errno;
	failure = file->drop ? posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) : 0;
	if (failure == 0)
		return descriptor;
	close(descriptor);
	return -failure;
}

static int64_t read_file(void *arguments, struct locals *worker)
{
	const struct file_arguments *file = arguments;
	size_t done = 0;

	(void)worker;
	while (done < file->length) {
		ssize_t bytes = pread(file->descriptor, (char *)file->buffer + done,
			file->length - done, (off_t)(file->offset + done));

		if (bytes < 0 && errno == EINTR)
			continue;
		if (bytes < 0)
			return -errno;
		if (bytes == 0)
			break;
		done += (size_t)bytes;
	}
	return (int64_t)done;
}

static int64_t write_file(void *arguments, struct locals *worker)
{
	const struct file_arguments *file = arguments;
	size_t done = 0;

	(void)worker;
	while (done < file->length) {
		ssize_t bytes = pwrite(file->descriptor, (const char *)file->buffer + done,
			file->length - done, (off_t)(file->offset + done));

		if (bytes < 0 && errno == EINTR)
			continue;
		if (bytes < 0)
			return -errno;
		done += (size_t)bytes;
	}
	return (int64_t)done;
}

static int64_t sync_file(void *arguments, struct locals *worker)
{
	const struct file_arguments *file = arguments;

	(void)worker;
	return fdatasync(file->descriptor) < 0 ? -errno : 0;
}

static void begin_open(void *arguments, struct loop *loop, struct task *task)
{
	struct file_arguments *file = arguments;

	file->request = (struct file_request){
		.action = FILE_OPEN,
		.descriptor = file->folder,
		.path = file->name,
		.flags = file->flags | O_CLOEXEC,
		.drop = file->drop,
	};
	loop_file(loop, task, &file->request);
}

static void begin_on(struct file_arguments *file, enum file_action action, struct loop *loop,
	struct task *task)
{
	file->request = (struct file_request){
		.action = action,
		.descriptor = file->descriptor,
		.buffer = file->buffer,
		.length = file->length,
		.offset = file->offset,
	};
	loop_file(loop, task, &file->request);
}

static void begin_read(void *arguments, struct loop *loop, struct task *task)
{
	begin_on(arguments, FILE_READ, loop, task);
}

static void begin_write(void *arguments, struct loop *loop, struct task *task)
{
	begin_on(arguments, FILE_WRITE, loop, task);
}

static void begin_sync(void *arguments, struct loop *loop, struct task *task)
{
	begin_on(arguments, FILE_SYNC, loop, task);
}

const struct operation operation_file_open = {
	.name = "file-open",
	.perform = open_file,
	.begin = begin_open,
};

const struct operation operation_file_read = {
	.name = "file-read",
	.perform = read_file,
	.begin = begin_read,
};

const struct operation operation_file_write = {
	.name = "file-write",
	.perform = write_file,
	.begin = begin_write,
};

const struct operation operation_file_sync = {
	.name = "file-sync",
	.perform = sync_file,
	.begin = begin_sync,
};
