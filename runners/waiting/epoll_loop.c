/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The event loop on epoll; see epoll_loop.h.
 *
 * It sleeps with a time-out in nanoseconds (system_epoll_wait). A callback may unwatch a descriptor
 * whose event is still to be delivered in the same turn: such events are removed.
 */
#include "config.h"

#include "runners/waiting/epoll_loop.h"

#include "support/clock.h"
#include "support/limits.h"
#include "support/system_call.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

static int watch_change(struct loop *base, struct watch *watch, uint32_t events)
{
	struct epoll_loop *loop = (struct epoll_loop *)base;
	struct epoll_event event = {.events = events, .data.ptr = watch};
	int operation = events == 0  ? EPOLL_CTL_DEL
		: watch->events == 0 ? EPOLL_CTL_ADD
				     : EPOLL_CTL_MOD;

	if (events == watch->events)
		return 0;
	/* If the descriptor was closed before, epoll has already dropped it, so it is unwatched. */
	if (epoll_ctl(loop->descriptor, operation, watch->descriptor, &event) < 0 &&
		!(operation == EPOLL_CTL_DEL && (errno == EBADF || errno == ENOENT)))
		return -errno;
	if (operation == EPOLL_CTL_ADD)
		loop->common.under_way++;
	watch->events = events;
	if (operation != EPOLL_CTL_DEL)
		return 0;
	loop->common.under_way--;
	for (int i = 0; i < loop->event_count; i++)
		if (loop->events[i].data.ptr == watch)
			loop->events[i].data.ptr = NULL;
	return 0;
}

/* Stores the kernel's answer in loop->events. If the array is full, the next turn fetches more. */
static int wait_for_events(struct epoll_loop *loop, bool wait, struct error *error)
{
	uint64_t wait_ns = wait ? common_loop_due_in_ns(&loop->common) : 0;
	struct timespec timeout = clock_timespec(wait_ns);
	int count = system_epoll_wait(loop->descriptor, loop->events, EPOLL_LOOP_EVENTS,
		wait_ns != COMMON_LOOP_NO_TIMER ? &timeout : NULL);

	if (count < 0 && errno != EINTR)
		return error_set(error, "cannot wait for events: %s", limits_error(errno));
	loop->event_count = count > 0 ? count : 0;
	return 0;
}

static int fetch(struct common_loop *common, bool wait, struct error *error)
{
	struct epoll_loop *loop = (struct epoll_loop *)common;

	if (wait_for_events(loop, wait, error) < 0)
		return -1;
	for (int i = 0; i < loop->event_count; i++) {
		struct watch *watch = loop->events[i].data.ptr;

		if (watch != NULL)
			watch->ready(&common->base, watch, loop->events[i].events);
	}
	loop->event_count = 0;
	return 0;
}

static void close_epoll(struct common_loop *common)
{
	struct epoll_loop *loop = (struct epoll_loop *)common;

	close(loop->descriptor);
	loop->descriptor = -1;
}

static const struct loop_operations operations = {
	.after = common_loop_after,
	.cancel = common_loop_cancel,
	.watch = watch_change,
	.offload = common_loop_offload,
	.resume = common_loop_resume,
};

static const struct loop_backend backend = {.fetch = fetch, .close = close_epoll};

int epoll_loop_open(struct epoll_loop *loop, unsigned concurrency, unsigned helpers,
	struct error *error)
{
	loop->event_count = 0;
	loop->descriptor = epoll_create1(EPOLL_CLOEXEC);
	if (loop->descriptor < 0)
		return error_set(error, "cannot create an epoll instance: %s", limits_error(errno));
	if (common_loop_open(&loop->common, &operations, &backend, concurrency, helpers, error) ==
		0)
		return 0;
	close(loop->descriptor);
	return -1;
}

struct common_loop *epoll_loop_new(unsigned concurrency, unsigned helpers, struct error *error)
{
	struct epoll_loop *loop = malloc(sizeof(*loop));

	if (loop == NULL) {
		error_set(error, "no memory for an event loop");
		return NULL;
	}
	if (epoll_loop_open(loop, concurrency, helpers, error) == 0)
		return &loop->common;
	free(loop);
	return NULL;
}
