/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event loop: timers, watches, resuming, helper threads. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "runners/waiting/epoll_loop.h"
#include "support/clock.h"

static struct epoll_loop loop;
static struct error error;

static void set_up(void)
{
	cr_assert_eq(epoll_loop_open(&loop, 8, 2, &error), 0, "%s", error.text);
}

static void tear_down(void)
{
	common_loop_close(&loop.common);
}

static void turn(bool wait)
{
	cr_assert_eq(common_loop_turn(&loop.common, wait, &error), 0, "%s", error.text);
}

struct alarm {
	struct timer timer;
	unsigned fired;
	uint64_t fired_ns;
};

static void fired(struct loop *base, struct timer *timer)
{
	struct alarm *alarm = (struct alarm *)timer;

	(void)base;
	alarm->fired++;
	alarm->fired_ns = clock_now_ns();
}

Test(epoll_loop, timers_fire_once_in_order_and_never_early, .init = set_up, .fini = tear_down)
{
	struct alarm late = {.timer.fired = fired}, early = {.timer.fired = fired};
	uint64_t begin_ns = clock_now_ns();

	loop_after(&loop.common.base, &late.timer, 3000000);
	loop_after(&loop.common.base, &early.timer, 1000000);
	while (late.fired == 0)
		turn(true);
	turn(false);
	cr_assert_eq(late.fired, 1);
	cr_assert_eq(early.fired, 1);
	cr_assert_geq(early.fired_ns - begin_ns, 1000000);
	cr_assert_geq(late.fired_ns - begin_ns, 3000000);
	cr_assert_leq(early.fired_ns, late.fired_ns);
	cr_assert(common_loop_idle(&loop.common));
}

Test(epoll_loop, movable_timers_can_be_moved_and_cancelled, .init = set_up, .fini = tear_down)
{
	struct alarm moved = {.timer = {.fired = fired, .movable = true}};
	struct alarm cancelled = {.timer = {.fired = fired, .movable = true}};
	struct alarm last = {.timer.fired = fired};

	loop_cancel(&loop.common.base, &cancelled.timer);
	loop_after(&loop.common.base, &moved.timer, 3600 * NANOSECONDS_PER_SECOND);
	loop_after(&loop.common.base, &cancelled.timer, 100000);
	loop_after(&loop.common.base, &moved.timer, 1000000);
	loop_cancel(&loop.common.base, &cancelled.timer);
	loop_cancel(&loop.common.base, &cancelled.timer);
	loop_after(&loop.common.base, &last.timer, 2000000);
	while (last.fired == 0)
		turn(true);
	cr_assert_eq(moved.fired, 1);
	cr_assert_eq(cancelled.fired, 0);
	cr_assert(common_loop_idle(&loop.common));
}

struct end {
	struct watch watch;
	struct watch *other; /* to unwatch when this one is ready */
	unsigned ready;
	uint32_t events;
};

static void ready(struct loop *base, struct watch *watch, uint32_t events)
{
	struct end *end = (struct end *)watch;

	end->ready++;
	end->events = events;
	if (end->other != NULL)
		loop_watch(base, end->other, 0);
}

static struct end make_end(int descriptor)
{
	return (struct end){.watch = {.descriptor = descriptor, .ready = ready}};
}

Test(epoll_loop, watches_call_back_until_they_are_taken_away, .init = set_up, .fini = tear_down)
{
	int ends[2];
	struct end reader;

	cr_assert_eq(pipe(ends), 0);
	reader = make_end(ends[0]);
	cr_assert_eq(loop_watch(&loop.common.base, &reader.watch, EPOLLIN), 0);
	turn(false);
	cr_assert_eq(reader.ready, 0);
	cr_assert_eq(write(ends[1], "x", 1), 1);
	turn(true);
	turn(true);
	cr_assert_eq(reader.ready, 2,
		"a level-triggered watch calls back as long as there is something");
	cr_assert(reader.events & EPOLLIN);
	cr_assert_eq(loop_watch(&loop.common.base, &reader.watch, 0), 0);
	turn(false);
	cr_assert_eq(reader.ready, 2);
	cr_assert(common_loop_idle(&loop.common));
	close(ends[0]);
	close(ends[1]);
}

Test(epoll_loop, an_event_of_an_unwatched_descriptor_is_struck_out, .init = set_up,
	.fini = tear_down)
{
	int one[2], two[2];
	struct end first, second;

	cr_assert_eq(pipe(one), 0);
	cr_assert_eq(pipe(two), 0);
	first = make_end(one[0]);
	second = make_end(two[0]);
	first.other = &second.watch;
	second.other = &first.watch;
	cr_assert_eq(loop_watch(&loop.common.base, &first.watch, EPOLLIN), 0);
	cr_assert_eq(loop_watch(&loop.common.base, &second.watch, EPOLLIN), 0);
	cr_assert_eq(write(one[1], "x", 1), 1);
	cr_assert_eq(write(two[1], "x", 1), 1);
	turn(true);
	cr_assert_eq(first.ready + second.ready, 1,
		"both were ready in one turn, one unwatched the other");
	for (unsigned i = 0; i < 2; i++) {
		close(one[i]);
		close(two[i]);
	}
}

Test(epoll_loop, watching_a_bad_descriptor_says_why, .init = set_up, .fini = tear_down)
{
	struct end bad = make_end(-1);

	cr_assert_eq(loop_watch(&loop.common.base, &bad.watch, EPOLLIN), -EBADF);
	cr_assert_eq(bad.watch.events, 0);
	cr_assert(common_loop_idle(&loop.common));
}

Test(epoll_loop, resumed_tasks_come_in_order, .init = set_up, .fini = tear_down)
{
	struct task tasks[3] = {{.index = 0}, {.index = 1}, {.index = 2}};

	for (int i = 0; i < 3; i++)
		loop_resume(&loop.common.base, &tasks[i], i * 10);
	for (uint64_t i = 0; i < 3; i++) {
		struct task *task = common_loop_next(&loop.common);

		cr_assert_not_null(task);
		cr_assert_eq(task->index, i);
		cr_assert_eq(task->result, (int64_t)i * 10);
	}
	cr_assert_null(common_loop_next(&loop.common));
}

static const int local_key;
static unsigned locals_closed;

static void close_local(void *state)
{
	(void)state;
	__atomic_fetch_add(&locals_closed, 1, __ATOMIC_RELAXED);
}

/* Answers with the thread it was performed in. */
static int64_t perform(void *arguments, struct locals *locals)
{
	(void)arguments;
	usleep(1000);
	if (locals_get(locals, &local_key) == NULL)
		locals_put(locals, &local_key, locals, close_local);
	return syscall(SYS_gettid);
}

static const struct operation blocking = {.name = "blocking", .perform = perform};

Test(epoll_loop, offloads_to_helper_threads, .init = set_up)
{
	struct task tasks[16] = {{0}};
	unsigned resumed = 0;

	for (unsigned i = 0; i < 16; i++) {
		tasks[i].operation = &blocking;
		loop_offload(&loop.common.base, &tasks[i]);
	}
	while (resumed < 16) {
		struct task *task = common_loop_next(&loop.common);

		if (task == NULL) {
			turn(true);
			continue;
		}
		cr_assert_neq(task->result, (int64_t)syscall(SYS_gettid));
		cr_assert_gt(task->result, 0);
		resumed++;
	}
	common_loop_close(&loop.common);
	cr_assert_geq(locals_closed, 1, "what operations kept in helpers was not closed");
	cr_assert_leq(locals_closed, 2, "more helpers than were allowed");
}

Test(epoll_loop, without_helpers_it_performs_itself_and_is_blocked)
{
	struct task tasks[3] = {{0}};

	cr_assert_eq(epoll_loop_open(&loop, 8, 0, &error), 0);
	for (unsigned i = 0; i < 3; i++) {
		tasks[i].operation = &blocking;
		loop_offload(&loop.common.base, &tasks[i]);
	}
	for (unsigned i = 0; i < 3; i++) {
		cr_assert_eq(common_loop_next(&loop.common), &tasks[i], "task %u is not ready", i);
		cr_assert_eq(tasks[i].result, (int64_t)syscall(SYS_gettid));
	}
	cr_assert(common_loop_idle(&loop.common));
	cr_assert_null(locals_get(&loop.common.base.locals, &local_key),
		"what perform() keeps is mixed with what begin() keeps");
	cr_assert_eq(locals_closed, 0);
	common_loop_close(&loop.common);
	cr_assert_eq(locals_closed, 1, "what operations kept in the loop was not closed");
}
