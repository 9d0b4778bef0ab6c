/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The common part of all event loops; see common_loop.h.
 *
 * A turn first lets the backend call the callbacks of what is ready, then fires every timer that is
 * due. The thread's timer slack is set to its minimum, so that the kernel adds nothing to the time
 * that the backend sleeps.
 */
#include "config.h"

#include "runners/waiting/common_loop.h"

#include "support/clock.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/prctl.h>

static struct common_loop *of(struct loop *loop)
{
	return (struct common_loop *)loop;
}

/* A movable timer that never ran has position 0 from its zeroed memory, so being in the heap is
 * checked against the entry that is there. */
static bool is_running(const struct common_loop *loop, const struct timer *timer)
{
	return timer->position < loop->timers.count &&
		(loop->timers.entries[timer->position].timer & ~(uintptr_t)1) == (uintptr_t)timer;
}

void common_loop_after(struct loop *base, struct timer *timer, uint64_t nanoseconds)
{
	struct common_loop *loop = of(base);
	uint64_t due_ns = clock_now_ns() + nanoseconds;

	if (timer->movable && is_running(loop, timer))
		timer_heap_move(&loop->timers, timer, due_ns);
	else if (timer_heap_add(&loop->timers, timer, due_ns) < 0)
		error_set(&base->error, "no memory for another timer (%zu are running)",
			loop->timers.count);
}

void common_loop_cancel(struct loop *base, struct timer *timer)
{
	if (is_running(of(base), timer))
		timer_heap_remove(&of(base)->timers, timer);
}

static void refuse_resuming(struct loop *base, const struct task *task)
{
	error_set(&base->error, "task %" PRIu64 " was resumed, but did not wait%s%s", task->index,
		task->operation != NULL ? ": operation " : "",
		task->operation != NULL ? task->operation->name : "");
}

/* A waiting task has no next; a ready task has one, or is the last. */
void common_loop_resume(struct loop *base, struct task *task, int64_t result)
{
	struct common_loop *loop = of(base);

	if (__builtin_expect(task->next != NULL, 0)) {
		refuse_resuming(base, task);
		return;
	}
	if (loop->ready_first == NULL) {
		loop->ready_first = task;
	} else if (__builtin_expect(loop->ready_last == task, 0)) {
		refuse_resuming(base, task);
		return;
	} else {
		loop->ready_last->next = task;
	}
	task->result = result;
	loop->ready_last = task;
}

void common_loop_offload(struct loop *base, struct task *task)
{
	if (offload_submit(&of(base)->offload, base, task, &base->error) < 0)
		common_loop_resume(base, task, -EAGAIN);
}

int common_loop_open(struct common_loop *loop, const struct loop_operations *operations,
	const struct loop_backend *backend, unsigned concurrency, unsigned helpers,
	struct error *error)
{
	*loop = (struct common_loop){
		.base = {.operations = operations, .concurrency = concurrency},
		.backend = backend,
	};
	offload_init(&loop->offload, helpers);
	if (timer_heap_open(&loop->timers, (size_t)concurrency + 1) < 0)
		return error_set(error, "no memory for %u timers", concurrency);
	prctl(PR_SET_TIMERSLACK, 1UL);
	return 0;
}

void common_loop_close(struct common_loop *loop)
{
	offload_close(&loop->offload, &loop->base);
	locals_close(&loop->base.locals);
	loop->backend->close(loop);
	timer_heap_close(&loop->timers);
}

uint64_t common_loop_due_in_ns(const struct common_loop *loop)
{
	uint64_t now_ns, due_ns;

	if (loop->timers.count == 0)
		return COMMON_LOOP_NO_TIMER;
	now_ns = clock_now_ns();
	due_ns = loop->timers.entries[0].due_ns;
	return due_ns > now_ns ? due_ns - now_ns : 0;
}

static void fire_due(struct common_loop *loop)
{
	struct timer *timer;
	uint64_t now_ns;

	if (loop->timers.count == 0)
		return;
	now_ns = clock_now_ns();
	while ((timer = timer_heap_take_due(&loop->timers, now_ns)) != NULL)
		timer->fired(&loop->base, timer);
}

int common_loop_turn(struct common_loop *loop, bool wait, struct error *error)
{
	/* Only timers to check, and no time to sleep: no system call. */
	if ((wait || loop->under_way > 0) && loop->backend->fetch(loop, wait, error) < 0)
		return -1;
	fire_due(loop);
	return common_loop_check(loop, error);
}

int common_loop_check(const struct common_loop *loop, struct error *error)
{
	return loop->base.error.text[0] == '\0' ? 0 : error_set(error, "%s", loop->base.error.text);
}
