/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The event loop on epoll; see epoll_loop.h.
 *
 * A turn sleeps in epoll_pwait2, whose time-out is in nanoseconds, until the first timer is due;
 * the thread's timer slack is set to its least so that the kernel adds nothing to that. Descriptors
 * that are ready are called back first, then every timer that is due. A callback may unwatch a
 * descriptor whose event is still to be delivered in the same turn: such events are struck out.
 */
#include "config.h"

#include "runners/waiting/epoll_loop.h"

#include "support/clock.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

static struct epoll_loop *of(struct loop *loop)
{
	return (struct epoll_loop *)loop;
}

/* A movable timer that never ran has position 0 from its zeroed memory, so being in the heap is
 * checked against the entry that is there. */
static bool is_running(const struct epoll_loop *loop, const struct timer *timer)
{
	return timer->position < loop->timers.count &&
		(loop->timers.entries[timer->position].timer & ~(uintptr_t)1) == (uintptr_t)timer;
}

static void after(struct loop *base, struct timer *timer, uint64_t nanoseconds)
{
	struct epoll_loop *loop = of(base);
	uint64_t due_ns = clock_now_ns() + nanoseconds;

	if (timer->movable && is_running(loop, timer))
		timer_heap_move(&loop->timers, timer, due_ns);
	else if (timer_heap_add(&loop->timers, timer, due_ns) < 0)
		error_set(&base->error, "no memory for another timer (%zu are running)",
			loop->timers.count);
}

static void cancel(struct loop *base, struct timer *timer)
{
	if (is_running(of(base), timer))
		timer_heap_remove(&of(base)->timers, timer);
}

static int watch_change(struct loop *base, struct watch *watch, uint32_t events)
{
	struct epoll_loop *loop = of(base);
	struct epoll_event event = {.events = events, .data.ptr = watch};
	int operation = events == 0  ? EPOLL_CTL_DEL
		: watch->events == 0 ? EPOLL_CTL_ADD
				     : EPOLL_CTL_MOD;

	if (events == watch->events)
		return 0;
	/* A descriptor that was closed all the same left epoll with that, so it is unwatched. */
	if (epoll_ctl(loop->descriptor, operation, watch->descriptor, &event) < 0 &&
		!(operation == EPOLL_CTL_DEL && (errno == EBADF || errno == ENOENT)))
		return -errno;
	if (operation == EPOLL_CTL_ADD)
		loop->watches++;
	watch->events = events;
	if (operation != EPOLL_CTL_DEL)
		return 0;
	loop->watches--;
	for (int i = 0; i < loop->event_count; i++)
		if (loop->events[i].data.ptr == watch)
			loop->events[i].data.ptr = NULL;
	return 0;
}

static void resume(struct loop *base, struct task *task, int64_t result)
{
	struct epoll_loop *loop = of(base);

	task->result = result;
	task->next = NULL;
	if (loop->ready_first == NULL)
		loop->ready_first = task;
	else
		loop->ready_last->next = task;
	loop->ready_last = task;
}

static void offload(struct loop *base, struct task *task)
{
	if (offload_submit(&of(base)->offload, base, task, &base->error) < 0)
		resume(base, task, -EAGAIN);
}

static const struct loop_operations operations = {
	.after = after,
	.cancel = cancel,
	.watch = watch_change,
	.offload = offload,
	.resume = resume,
};

int epoll_loop_open(struct epoll_loop *loop, unsigned concurrency, unsigned helpers,
	struct error *error)
{
	memset(loop, 0, sizeof(*loop));
	loop->base.operations = &operations;
	loop->base.concurrency = concurrency;
	offload_init(&loop->offload, helpers);
	loop->descriptor = epoll_create1(EPOLL_CLOEXEC);
	if (loop->descriptor < 0)
		return error_set(error, "cannot create an epoll instance: %s", strerror(errno));
	if (timer_heap_open(&loop->timers, (size_t)concurrency + 1) < 0) {
		close(loop->descriptor);
		return error_set(error, "no memory for %u timers", concurrency);
	}
	prctl(PR_SET_TIMERSLACK, 1UL);
	return 0;
}

void epoll_loop_close(struct epoll_loop *loop)
{
	offload_close(&loop->offload, &loop->base);
	locals_close(&loop->base.locals);
	timer_heap_close(&loop->timers);
	close(loop->descriptor);
	loop->descriptor = -1;
}

/* The kernel's answer into loop->events. A full array is fetched again at the next turn. */
static int fetch(struct epoll_loop *loop, bool wait, struct error *error)
{
	struct timespec timeout = {0}, *limit = &timeout;
	int count;

	if (wait && loop->timers.count == 0) {
		limit = NULL;
	} else if (wait) {
		uint64_t now_ns = clock_now_ns(), due_ns = loop->timers.entries[0].due_ns;

		timeout = clock_timespec(due_ns > now_ns ? due_ns - now_ns : 0);
	}
	count = epoll_pwait2(loop->descriptor, loop->events, EPOLL_LOOP_EVENTS, limit, NULL);
	if (count < 0 && errno != EINTR)
		return error_set(error, "cannot wait for events: %s", strerror(errno));
	loop->event_count = count > 0 ? count : 0;
	return 0;
}

static void fire_due(struct epoll_loop *loop)
{
	struct timer *timer;
	uint64_t now_ns;

	if (loop->timers.count == 0)
		return;
	now_ns = clock_now_ns();
	while ((timer = timer_heap_take_due(&loop->timers, now_ns)) != NULL)
		timer->fired(&loop->base, timer);
}

int epoll_loop_turn(struct epoll_loop *loop, bool wait, struct error *error)
{
	/* Nothing but timers to look at, and no time to sleep: no system call. */
	if ((wait || loop->watches > 0) && fetch(loop, wait, error) < 0)
		return -1;
	for (int i = 0; i < loop->event_count; i++) {
		struct watch *watch = loop->events[i].data.ptr;

		if (watch != NULL)
			watch->ready(&loop->base, watch, loop->events[i].events);
	}
	loop->event_count = 0;
	fire_due(loop);
	if (loop->base.error.text[0] != '\0')
		return error_set(error, "%s", loop->base.error.text);
	return 0;
}
