/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event loop, on epoll and on an io_uring: timers, watches, resuming, helper threads. */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "support/clock.h"
#include "tests/made/loops.h"

TestSuite(epoll, .timeout = 60);
TestSuite(io_uring, .timeout = 60);

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

LOOP_TEST(timers_fire_once_in_order_and_never_early, 2)
{
	struct alarm late = {.timer.fired = fired}, early = {.timer.fired = fired};
	uint64_t begin_ns = clock_now_ns();

	loop_after(&loop->base, &late.timer, 3000000);
	loop_after(&loop->base, &early.timer, 1000000);
	while (late.fired == 0)
		loops_turn(true);
	loops_turn(false);
	cr_assert_eq(late.fired, 1);
	cr_assert_eq(early.fired, 1);
	cr_assert_geq(early.fired_ns - begin_ns, 1000000);
	cr_assert_geq(late.fired_ns - begin_ns, 3000000);
	cr_assert_leq(early.fired_ns, late.fired_ns);
	cr_assert(common_loop_idle(loop));
}

LOOP_TEST(movable_timers_can_be_moved_and_cancelled, 2)
{
	struct alarm moved = {.timer = {.fired = fired, .movable = true}};
	struct alarm cancelled = {.timer = {.fired = fired, .movable = true}};
	struct alarm last = {.timer.fired = fired};

	loop_cancel(&loop->base, &cancelled.timer);
	loop_after(&loop->base, &moved.timer, 3600 * NANOSECONDS_PER_SECOND);
	loop_after(&loop->base, &cancelled.timer, 100000);
	loop_after(&loop->base, &moved.timer, 1000000);
	loop_cancel(&loop->base, &cancelled.timer);
	loop_cancel(&loop->base, &cancelled.timer);
	loop_after(&loop->base, &last.timer, 2000000);
	while (last.fired == 0)
		loops_turn(true);
	cr_assert_eq(moved.fired, 1);
	cr_assert_eq(cancelled.fired, 0);
	cr_assert(common_loop_idle(loop));
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

LOOP_TEST(watches_call_back_until_they_are_taken_away, 2)
{
	int ends[2];
	struct end reader;

	cr_assert_eq(pipe(ends), 0);
	reader = make_end(ends[0]);
	cr_assert_eq(loop_watch(&loop->base, &reader.watch, EPOLLIN), 0);
	loops_turn(false);
	cr_assert_eq(reader.ready, 0);
	cr_assert_eq(write(ends[1], "x", 1), 1);
	loops_turn(true);
	loops_turn(true);
	cr_assert_eq(reader.ready, 2,
		"a level-triggered watch calls back as long as there is something");
	cr_assert(reader.events & EPOLLIN);
	cr_assert_eq(loop_watch(&loop->base, &reader.watch, 0), 0);
	loops_turn(false);
	cr_assert_eq(reader.ready, 2);
	cr_assert(common_loop_idle(loop));
	close(ends[0]);
	close(ends[1]);
}

LOOP_TEST(an_event_of_an_unwatched_descriptor_is_struck_out, 2)
{
	int one[2], two[2];
	struct end first, second;

	cr_assert_eq(pipe(one), 0);
	cr_assert_eq(pipe(two), 0);
	first = make_end(one[0]);
	second = make_end(two[0]);
	first.other = &second.watch;
	second.other = &first.watch;
	cr_assert_eq(loop_watch(&loop->base, &first.watch, EPOLLIN), 0);
	cr_assert_eq(loop_watch(&loop->base, &second.watch, EPOLLIN), 0);
	cr_assert_eq(write(one[1], "x", 1), 1);
	cr_assert_eq(write(two[1], "x", 1), 1);
	loops_turn(true);
	cr_assert_eq(first.ready + second.ready, 1,
		"both were ready in one turn, one unwatched the other");
	for (unsigned i = 0; i < 2; i++) {
		close(one[i]);
		close(two[i]);
	}
}

/* A descriptor that is always ready to be written, and never to be read before something is. */
static int make_event(void)
{
	int descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	cr_assert_geq(descriptor, 0, "%s", strerror(errno));
	return descriptor;
}

static void signal_event(int descriptor)
{
	const uint64_t one = 1;

	cr_assert_eq(write(descriptor, &one, sizeof(one)), sizeof(one));
}

LOOP_TEST(a_watch_may_wait_for_something_else, 2)
{
	struct end end = make_end(make_event());

	cr_assert_eq(loop_watch(&loop->base, &end.watch, EPOLLIN), 0);
	loops_turn(false);
	cr_assert_eq(end.ready, 0);
	cr_assert_eq(loop_watch(&loop->base, &end.watch, EPOLLIN | EPOLLOUT), 0);
	loops_turn(true);
	cr_assert_eq(end.ready, 1);
	cr_assert_eq(end.events, EPOLLOUT);
	cr_assert_eq(loop_watch(&loop->base, &end.watch, EPOLLIN), 0);
	loops_turn(false);
	loops_turn(false);
	cr_assert_eq(end.ready, 1, "nobody waits for writing any more");
	signal_event(end.watch.descriptor);
	loops_turn(true);
	cr_assert_eq(end.ready, 2);
	cr_assert_eq(end.events, EPOLLIN);
	loop_watch(&loop->base, &end.watch, 0);
	close(end.watch.descriptor);
}

LOOP_TEST(what_is_unwatched_and_closed_is_gone_for_its_peer, 2)
{
	struct end kept, gone;
	int pair[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	kept = make_end(pair[0]);
	gone = make_end(pair[1]);
	cr_assert_eq(loop_watch(&loop->base, &kept.watch, EPOLLIN), 0);
	cr_assert_eq(loop_watch(&loop->base, &gone.watch, EPOLLIN), 0);
	loops_turn(false);
	cr_assert_eq(loop_watch(&loop->base, &gone.watch, 0), 0);
	close(pair[1]);
	while (kept.ready == 0)
		loops_turn(true);
	cr_assert(kept.events & EPOLLHUP);
	cr_assert_eq(gone.ready, 0);
	loop_watch(&loop->base, &kept.watch, 0);
	close(pair[0]);
}

LOOP_TEST(a_number_that_is_used_again_is_another_descriptor, 2)
{
	struct end *first = malloc(sizeof(*first)), second;
	int descriptor = make_event(), other = make_event();

	*first = make_end(descriptor);
	cr_assert_eq(loop_watch(&loop->base, &first->watch, EPOLLIN), 0);
	loops_turn(false);
	signal_event(descriptor);
	cr_assert_eq(loop_watch(&loop->base, &first->watch, 0), 0);
	free(first);
	cr_assert_eq(dup2(other, descriptor), descriptor);
	second = make_end(descriptor);
	cr_assert_eq(loop_watch(&loop->base, &second.watch, EPOLLIN), 0);
	loops_turn(false);
	loops_turn(false);
	cr_assert_eq(second.ready, 0, "what was ready is closed");
	signal_event(other);
	loops_turn(true);
	cr_assert_eq(second.ready, 1);
	loop_watch(&loop->base, &second.watch, 0);
	close(descriptor);
	close(other);
}

static void allow_descriptors(void)
{
	struct rlimit limit;

	cr_assert_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = limit.rlim_max;
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

/* Unwatches itself, frees its memory and closes its descriptor. */
static void ready_once(struct loop *base, struct watch *watch, uint32_t events)
{
	(void)events;
	loop_watch(base, watch, 0);
	close(watch->descriptor);
	free(watch);
}

#define MANY 5000 /* more than any loop submits or fetches at a time */

LOOP_TEST(any_number_of_descriptors_can_be_ready_at_once, 2)
{
	int event = make_event();

	allow_descriptors();
	for (unsigned i = 0; i < MANY; i++) {
		struct watch *watch = calloc(1, sizeof(*watch));

		watch->descriptor = dup(event);
		watch->ready = ready_once;
		cr_assert_geq(watch->descriptor, 0, "%s (see ulimit -n)", strerror(errno));
		cr_assert_eq(loop_watch(&loop->base, watch, EPOLLIN), 0);
	}
	for (unsigned i = 0; i < MANY; i += 256)
		loops_turn(false);
	cr_assert_eq(loop->under_way, MANY);
	signal_event(event);
	while (!common_loop_idle(loop))
		loops_turn(true);
	close(event);
}

#define WATCHED 1500 /* more than a ring takes at a time */

/* Whichever of them: it is waited for as soon as it is watched. */
LOOP_TEST(one_of_many_descriptors_ends_the_sleep, 2)
{
	static struct end ends[WATCHED];
	const unsigned signalled[] = {0, WATCHED / 2, WATCHED - 1};

	allow_descriptors();
	for (unsigned round = 0; round < sizeof(signalled) / sizeof(signalled[0]); round++) {
		struct end *end = &ends[signalled[round]];

		for (unsigned i = 0; i < WATCHED; i++) {
			ends[i] = make_end(make_event());
			cr_assert_eq(loop_watch(&loop->base, &ends[i].watch, EPOLLIN), 0);
		}
		signal_event(end->watch.descriptor);
		while (end->ready == 0)
			loops_turn(true);
		for (unsigned i = 0; i < WATCHED; i++) {
			cr_assert_eq(ends[i].ready > 0, &ends[i] == end);
			loop_watch(&loop->base, &ends[i].watch, 0);
			close(ends[i].watch.descriptor);
		}
	}
}

static void nothing(int number)
{
	(void)number;
}

LOOP_TEST(a_signal_ends_the_sleep, 2)
{
	const struct itimerval often = {.it_value.tv_usec = 5000, .it_interval.tv_usec = 5000};
	struct end end = make_end(make_event());

	signal(SIGALRM, nothing);
	cr_assert_eq(loop_watch(&loop->base, &end.watch, EPOLLIN), 0);
	cr_assert_eq(setitimer(ITIMER_REAL, &often, NULL), 0);
	loops_turn(true);
	loops_turn(true);
	cr_assert_eq(end.ready, 0);
	loop_watch(&loop->base, &end.watch, 0);
	close(end.watch.descriptor);
}

LOOP_TEST(it_closes_with_everything_under_way, 2)
{
	struct end end = make_end(make_event());
	struct alarm alarm = {.timer.fired = fired};

	loop_after(&loop->base, &alarm.timer, 3600 * NANOSECONDS_PER_SECOND);
	cr_assert_eq(loop_watch(&loop->base, &end.watch, EPOLLIN), 0);
	loops_turn(false);
	signal_event(end.watch.descriptor);
	loops_close();
	cr_assert_eq(end.ready, 0);
	cr_assert_eq(alarm.fired, 0);
	close(end.watch.descriptor);
}

LOOP_TEST(watching_a_bad_descriptor_says_why, 2)
{
	struct end bad = make_end(-1);

	cr_assert_eq(loop_watch(&loop->base, &bad.watch, EPOLLIN), -EBADF);
	cr_assert_eq(bad.watch.events, 0);
	cr_assert(common_loop_idle(loop));
}

LOOP_TEST(resumed_tasks_come_in_order, 2)
{
	struct task tasks[3] = {{.index = 0}, {.index = 1}, {.index = 2}};

	for (int i = 0; i < 3; i++)
		loop_resume(&loop->base, &tasks[i], i * 10);
	for (uint64_t i = 0; i < 3; i++) {
		struct task *task = common_loop_next(loop);

		cr_assert_not_null(task);
		cr_assert_eq(task->index, i);
		cr_assert_eq(task->result, (int64_t)i * 10);
	}
	cr_assert_null(common_loop_next(loop));
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

LOOP_TEST(offloads_to_helper_threads, 2)
{
	struct task tasks[16] = {{0}};
	unsigned resumed = 0;

	for (unsigned i = 0; i < 16; i++) {
		tasks[i].operation = &blocking;
		loop_offload(&loop->base, &tasks[i]);
	}
	while (resumed < 16) {
		struct task *task = common_loop_next(loop);

		if (task == NULL) {
			loops_turn(true);
			continue;
		}
		cr_assert_neq(task->result, (int64_t)syscall(SYS_gettid));
		cr_assert_gt(task->result, 0);
		resumed++;
	}
	loops_close();
	cr_assert_geq(locals_closed, 1, "what operations kept in helpers was not closed");
	cr_assert_leq(locals_closed, 2, "more helpers than were allowed");
}

LOOP_TEST(without_helpers_it_performs_itself_and_is_blocked, 0)
{
	struct task tasks[3] = {{0}};

	for (unsigned i = 0; i < 3; i++) {
		tasks[i].operation = &blocking;
		loop_offload(&loop->base, &tasks[i]);
	}
	for (unsigned i = 0; i < 3; i++) {
		cr_assert_eq(common_loop_next(loop), &tasks[i], "task %u is not ready", i);
		cr_assert_eq(tasks[i].result, (int64_t)syscall(SYS_gettid));
	}
	cr_assert(common_loop_idle(loop));
	cr_assert_null(locals_get(&loop->base.locals, &local_key),
		"what perform() keeps is mixed with what begin() keeps");
	cr_assert_eq(locals_closed, 0);
	loops_close();
	cr_assert_eq(locals_closed, 1, "what operations kept in the loop was not closed");
}
