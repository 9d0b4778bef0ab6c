/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files through an io_uring; see ring_inside.h. Requests are submitted in the order in which they
 * were asked for. A request that moved only a part, or was interrupted, goes to the end of those to
 * be submitted; opening with `drop` takes two requests.
 */
#include "config.h"

#include "runners/waiting/ring_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define MOVED_AT_ONCE 0x40000000u /* bytes: below what one request can move */

static void append(struct ring_loop *loop, struct file_request *request)
{
	request->next = NULL;
	if (loop->files_first == NULL)
		loop->files_first = request;
	else
		loop->files_last->next = request;
	loop->files_last = request;
}

void ring_file_begin(struct loop *base, struct task *task, struct file_request *request)
{
	struct ring_loop *loop = (struct ring_loop *)base;

	request->task = task;
	request->done = 0;
	request->opened = -1;
	loop->common.under_way++;
	append(loop, request);
}

/* For a request with a buffer: opening and syncing have none. */
static char *rest_of_buffer(const struct file_request *request)
{
	return (char *)request->buffer + request->done;
}

static void prepare(struct io_uring_sqe *sqe, const struct file_request *request)
{
	uint64_t offset = request->offset + request->done;
	size_t left = request->length - request->done;
	unsigned length = left < MOVED_AT_ONCE ? (unsigned)left : MOVED_AT_ONCE;

	switch (request->action) {
	case FILE_OPEN:
		if (request->opened < 0)
			io_uring_prep_openat(sqe, request->descriptor, request->path,
				request->flags, 0);
		else
			io_uring_prep_fadvise(sqe, request->opened, 0, 0, POSIX_FADV_DONTNEED);
		break;
	case FILE_READ:
		io_uring_prep_read(sqe, request->descriptor, rest_of_buffer(request), length,
			offset);
		break;
	case FILE_WRITE:
		io_uring_prep_write(sqe, request->descriptor, rest_of_buffer(request), length,
			offset);
		break;
	case FILE_SYNC:
		io_uring_prep_fsync(sqe, request->descriptor, IORING_FSYNC_DATASYNC);
		break;
	}
}

bool ring_file_submit(struct ring_loop *loop)
{
	struct file_request *request;

	while ((request = loop->files_first) != NULL) {
		struct io_uring_sqe *sqe = io_uring_get_sqe(&loop->ring);

		if (sqe == NULL)
			return false;
		loop->files_first = request->next;
		loop->files++;
		prepare(sqe, request);
		io_uring_sqe_set_data(sqe, request);
	}
	return true;
}

static void finish(struct ring_loop *loop, struct file_request *request, int64_t result)
{
	loop->common.under_way--;
	common_loop_resume(&loop->common.base, request->task, result);
}

/* The file is open, or its pages are dropped, or neither could be done. */
static void opened(struct ring_loop *loop, struct file_request *request, int result)
{
	if (request->opened < 0 && result >= 0 && request->drop) {
		request->opened = result;
		append(loop, request);
		return;
	}
	if (request->opened >= 0 && result < 0)
		close(request->opened);
	else if (request->opened >= 0)
		result = request->opened;
	finish(loop, request, result);
}

/* `bytes` were moved, 0 at the end of what can be read. */
static void moved(struct ring_loop *loop, struct file_request *request, int bytes)
{
	request->done += (size_t)bytes;
	if (request->done == request->length || (bytes == 0 && request->action == FILE_READ))
		finish(loop, request, (int64_t)request->done);
	else
		append(loop, request);
}

void ring_file_complete(struct ring_loop *loop, uint64_t user_data, int result)
{
	struct file_request *request = (void *)(uintptr_t)user_data;

	loop->files--;
	if (result == -EINTR)
		append(loop, request);
	else if (request->action == FILE_OPEN)
		opened(loop, request, result);
	else if (request->action == FILE_SYNC || result < 0)
		finish(loop, request, result);
	else
		moved(loop, request, result);
}

void ring_file_close(struct ring_loop *loop)
{
	for (; loop->files_first != NULL; loop->files_first = loop->files_first->next)
		if (loop->files_first->opened >= 0)
			close(loop->files_first->opened);
}

void ring_file_discard(struct ring_loop *loop, uint64_t user_data, int result)
{
	struct file_request *request = (void *)(uintptr_t)user_data;

	loop->files--;
	if (request->opened >= 0)
		close(request->opened);
	else if (request->action == FILE_OPEN && result >= 0)
		close(result);
}
