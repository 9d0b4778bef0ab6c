/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regular files, by system calls that block; see file.h. Positions are explicit (pread, pwrite). */
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

const struct operation operation_file_open = {.name = "file-open", .perform = open_file};
const struct operation operation_file_read = {.name = "file-read", .perform = read_file};
const struct operation operation_file_write = {.name = "file-write", .perform = write_file};
const struct operation operation_file_sync = {.name = "file-sync", .perform = sync_file};
