/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages through descriptors; see pipe.h.
 *
 * On a loop a descriptor stays watched from the first time that it had to be waited for to the last
 * message, because watching and unwatching cost a system call each. It is level-triggered: a
 * message that comes while its task is not waiting causes a callback without effect, and is read
 * when the task asks.
 */
#include "config.h"

#include "workloads/operations/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/limits.h"

static void close_each(const int descriptors[4])
{
	for (unsigned i = 0; i < 4; i++)
		if (descriptors[i] > 0)
			close(descriptors[i]);
}

/* Two pipes. */
static int open_pipes(struct pipe_side sides[2], size_t size)
{
	int ends[4] = {-1, -1, -1, -1}, cause;

	/* A user with many pipes gets small ones. */
	if (pipe2(ends, O_CLOEXEC) == 0 && pipe2(ends + 2, O_CLOEXEC) == 0 &&
		((size_t)fcntl(ends[0], F_GETPIPE_SZ) >= size ||
			fcntl(ends[0], F_SETPIPE_SZ, (int)size) >= 0) &&
		((size_t)fcntl(ends[2], F_GETPIPE_SZ) >= size ||
			fcntl(ends[2], F_SETPIPE_SZ, (int)size) >= 0)) {
		sides[0] = (struct pipe_side){.in = ends[0], .out = ends[3]};
		sides[1] = (struct pipe_side){.in = ends[2], .out = ends[1]};
		return 0;
	}
	cause = errno;
	close_each(ends);
	errno = cause;
	return -1;
}

static int open_sockets(struct pipe_side sides[2])
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -1;
	for (unsigned i = 0; i < 2; i++)
		sides[i] = (struct pipe_side){.in = ends[i], .out = ends[i]};
	return 0;
}

static int open_events(struct pipe_side sides[2])
{
	int one = eventfd(0, EFD_CLOEXEC), other = one < 0 ? -1 : eventfd(0, EFD_CLOEXEC);

	if (other < 0) {
		int cause = errno;

		if (one >= 0)
			close(one);
		errno = cause;
		return -1;
	}
	sides[0] = (struct pipe_side){.in = one, .out = other};
	sides[1] = (struct pipe_side){.in = other, .out = one};
	return 0;
}

int pipe_open(struct pipe_side sides[2], enum pipe_kind kind, size_t size, struct error *error)
{
	static const char *const names[] = {
		[PIPE_PIPE] = "a pair of pipes",
		[PIPE_SOCKETPAIR] = "a pair of sockets",
		[PIPE_EVENTFD] = "a pair of eventfds",
	};
	int opened;

	if (kind == PIPE_EVENTFD && size != sizeof(uint64_t))
		return error_set(error, "an eventfd carries 8 bytes, not %zu", size);
	opened = kind == PIPE_PIPE     ? open_pipes(sides, size)
		: kind == PIPE_EVENTFD ? open_events(sides)
				       : open_sockets(sides);
	if (opened == 0)
		return 0;
	return error_set(error, "cannot open %s: %s", names[kind], limits_error(errno));
}

void pipe_close(struct pipe_side sides[2])
{
	/* Each descriptor of pipes is there once; those of sockets and eventfds are there twice. */
	const int all[4] = {
		sides[0].in,
		sides[1].in,
		sides[0].out != sides[0].in && sides[0].out != sides[1].in ? sides[0].out : 0,
		sides[1].out != sides[1].in && sides[1].out != sides[0].in ? sides[1].out : 0,
	};

	close_each(all);
	memset(sides, 0, 2 * sizeof(*sides));
}

/* Moves what can be moved now. 0: all of it was moved; else -errno. */
static int advance(struct pipe_arguments *arguments, bool writing)
{
	while (arguments->done < arguments->size) {
		char *bytes = (char *)arguments->bytes + arguments->done;
		size_t left = arguments->size - arguments->done;
		ssize_t moved = writing ? write(arguments->descriptor, bytes, left)
					: read(arguments->descriptor, bytes, left);

		if (moved == 0)
			return -EPIPE;
		if (moved < 0 && errno != EINTR)
			return -errno;
		if (moved > 0)
			arguments->done += (size_t)moved;
	}
	return 0;
}

static int64_t perform(struct pipe_arguments *arguments, bool writing)
{
	struct pollfd waited = {arguments->descriptor, writing ? POLLOUT : POLLIN, 0};
	int result;

	arguments->done = 0;
	/* If a loop has used the descriptor, too, it is non-blocking. */
	while ((result = advance(arguments, writing)) == -EAGAIN)
		poll(&waited, 1, -1);
	return result;
}

static int64_t perform_read(void *arguments, struct locals *worker)
{
	(void)worker;
	return perform(arguments, false);
}

static int64_t perform_write(void *arguments, struct locals *worker)
{
	(void)worker;
	return perform(arguments, true);
}

static void complete(struct pipe_arguments *arguments, struct loop *loop, int result)
{
	struct task *task = arguments->task;

	arguments->task = NULL;
	if (arguments->last || result < 0)
		loop_watch(loop, &arguments->watch, 0);
	loop_resume(loop, task, result);
}

/* Continues with the message, and waits when it cannot. */
static void go_on(struct pipe_arguments *arguments, struct loop *loop, bool writing)
{
	int result = advance(arguments, writing);

	if (result == -EAGAIN)
		result = loop_watch(loop, &arguments->watch, writing ? EPOLLOUT : EPOLLIN);
	else if (result == 0 && writing && arguments->watch.events != 0)
		result = loop_watch(loop, &arguments->watch, 0); /* else it is always ready */
	if (result < 0 || arguments->done == arguments->size)
		complete(arguments, loop, result);
}

static struct pipe_arguments *of(struct watch *watch)
{
	return (void *)((char *)watch - offsetof(struct pipe_arguments, watch));
}

static void ready_to_read(struct loop *loop, struct watch *watch, uint32_t events)
{
	(void)events;
	if (of(watch)->task != NULL)
		go_on(of(watch), loop, false);
}

static void ready_to_write(struct loop *loop, struct watch *watch, uint32_t events)
{
	(void)events;
	if (of(watch)->task != NULL)
		go_on(of(watch), loop, true);
}

static void begin(struct pipe_arguments *arguments, struct loop *loop, struct task *task,
	bool writing)
{
	arguments->task = task;
	arguments->done = 0;
	if (!arguments->nonblocking) {
		arguments->nonblocking = true;
		arguments->watch.descriptor = arguments->descriptor;
		arguments->watch.ready = writing ? ready_to_write : ready_to_read;
		if (fcntl(arguments->descriptor, F_SETFL, O_NONBLOCK) < 0) {
			complete(arguments, loop, -errno);
			return;
		}
	}
	go_on(arguments, loop, writing);
}

static void begin_read(void *arguments, struct loop *loop, struct task *task)
{
	begin(arguments, loop, task, false);
}

static void begin_write(void *arguments, struct loop *loop, struct task *task)
{
	begin(arguments, loop, task, true);
}

const struct operation operation_pipe_read = {
	.name = "pipe-read",
	.perform = perform_read,
	.begin = begin_read,
};

const struct operation operation_pipe_write = {
	.name = "pipe-write",
	.perform = perform_write,
	.begin = begin_write,
};
