/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interpreter lock: one holder at a time, requests to drop it, forced switching. */
#include "config.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "runners/interpreter_lock.h"
#include "support/clock.h"

#define THREADS 4
#define ROUNDS 1000
#define YIELD_EVERY 16 /* beside busy neighbours each takes as long as all their time slices */
#define SHORT_NS (100 * 1000ULL)
#define ENDLESS_NS (3600 * NANOSECONDS_PER_SECOND)

static struct interpreter_lock lock;
static struct error error;
static uint64_t counter; /* guarded by the lock */
static pthread_barrier_t barrier;
static _Atomic unsigned inside, most_inside;
static _Atomic bool taken, ending;

static void open_lock(uint64_t interval_ns, bool forced)
{
	cr_assert_eq(interpreter_lock_open(&lock, interval_ns, forced, &error), 0, "%s",
		error.text);
}

static pthread_t begin(void *(*function)(void *))
{
	pthread_t thread;

	cr_assert_eq(pthread_create(&thread, NULL, function, NULL), 0);
	return thread;
}

static void join(pthread_t thread)
{
	cr_assert_eq(pthread_join(thread, NULL), 0);
}

static void wait_until_requested(void)
{
	while (!interpreter_lock_drop_requested(&lock))
		usleep(100);
}

/* Counts without any other guard, and drops the lock when it is asked to. Yields with the lock
 * held, so that others run even on one processor. */
static void *count(void *argument)
{
	pthread_barrier_wait(&barrier);
	interpreter_lock_acquire(&lock);
	for (unsigned i = 0; i < ROUNDS; i++) {
		if (atomic_fetch_add(&inside, 1) > 0)
			atomic_store(&most_inside, 2);
		*(volatile uint64_t *)&counter += 1;
		if (i % YIELD_EVERY == 0)
			sched_yield();
		atomic_fetch_sub(&inside, 1);
		if (interpreter_lock_drop_requested(&lock) || i % 64 == 0) {
			interpreter_lock_release(&lock);
			interpreter_lock_acquire(&lock);
		}
	}
	interpreter_lock_release(&lock);
	return argument;
}

static void check_exclusion(bool forced)
{
	pthread_t threads[THREADS];

	open_lock(SHORT_NS, forced);
	pthread_barrier_init(&barrier, NULL, THREADS);
	for (unsigned i = 0; i < THREADS; i++)
		threads[i] = begin(count);
	for (unsigned i = 0; i < THREADS; i++)
		join(threads[i]);
	cr_assert_eq(most_inside, 0, "two threads held the lock");
	cr_assert_eq(counter, (uint64_t)THREADS * ROUNDS);
	cr_assert_not(lock.held);
	pthread_barrier_destroy(&barrier);
	cr_assert_geq(lock.switches, THREADS);
	interpreter_lock_close(&lock);
}

Test(interpreter_lock, one_thread_holds_it_at_a_time, .timeout = 60)
{
	check_exclusion(true);
}

Test(interpreter_lock, one_thread_holds_it_at_a_time_unforced, .timeout = 60)
{
	check_exclusion(false);
}

static void *take(void *argument)
{
	interpreter_lock_acquire(&lock);
	atomic_store(&taken, true);
	interpreter_lock_release(&lock);
	return argument;
}

Test(interpreter_lock, who_waits_for_an_interval_asks_for_it, .timeout = 60)
{
	pthread_t thread;
	uint64_t begin_ns;

	open_lock(20 * NANOSECONDS_PER_MILLISECOND, true);
	interpreter_lock_acquire(&lock);
	cr_assert_not(interpreter_lock_drop_requested(&lock), "nobody waits");
	begin_ns = clock_now_ns();
	thread = begin(take);
	wait_until_requested();
	cr_assert_geq(clock_now_ns() - begin_ns, 20 * NANOSECONDS_PER_MILLISECOND,
		"asked before the interval was over");
	cr_assert_not(taken, "taken while it was held");
	interpreter_lock_release(&lock);
	join(thread);
	cr_assert(taken);
	cr_assert_not(interpreter_lock_drop_requested(&lock), "the request outlived its granting");
	interpreter_lock_close(&lock);
}

Test(interpreter_lock, a_released_lock_is_taken_without_asking, .timeout = 60)
{
	pthread_t thread;

	open_lock(ENDLESS_NS, true);
	interpreter_lock_acquire(&lock);
	thread = begin(take);
	usleep(20000);
	cr_assert_not(interpreter_lock_drop_requested(&lock));
	interpreter_lock_release(&lock);
	join(thread);
	cr_assert(taken);
	interpreter_lock_close(&lock);
}

Test(interpreter_lock, forced_it_is_another_thread_s_before_release_returns, .timeout = 60)
{
	for (unsigned round = 0; round < 50; round++) {
		pthread_t thread;
		uint64_t switches;

		open_lock(SHORT_NS, true);
		atomic_store(&taken, false);
		interpreter_lock_acquire(&lock);
		thread = begin(take);
		wait_until_requested();
		switches = lock.switches;
		interpreter_lock_release(&lock);
		interpreter_lock_acquire(&lock);
		cr_assert(taken, "round %u: taken again by the one who dropped it", round);
		cr_assert_eq(lock.switches, switches + 2);
		interpreter_lock_release(&lock);
		join(thread);
		interpreter_lock_close(&lock);
	}
}

/* A request that nobody will follow up, which forced switching would wait for. */
Test(interpreter_lock, unforced_release_waits_for_nobody, .timeout = 60)
{
	open_lock(SHORT_NS, false);
	interpreter_lock_acquire(&lock);
	atomic_store(&lock.drop_requested, true);
	interpreter_lock_release(&lock);
	interpreter_lock_acquire(&lock);
	cr_assert_not(interpreter_lock_drop_requested(&lock),
		"the request outlived the taking of the lock");
	cr_assert_eq(lock.switches, 1, "the lock went to nobody else");
	interpreter_lock_release(&lock);
	interpreter_lock_close(&lock);
}

static void *take_often(void *argument)
{
	while (!ending) {
		interpreter_lock_acquire(&lock);
		interpreter_lock_release(&lock);
	}
	return argument;
}

/* A thread that waits gets the lock again and again beside one that never waits. */
Test(interpreter_lock, a_hog_that_looks_for_requests_starves_nobody, .timeout = 60)
{
	pthread_t thread;
	unsigned drops = 0;

	open_lock(SHORT_NS, true);
	interpreter_lock_acquire(&lock);
	thread = begin(take_often);
	while (drops < 20) {
		uint64_t switches = lock.switches;

		if (!interpreter_lock_drop_requested(&lock))
			continue;
		interpreter_lock_release(&lock);
		interpreter_lock_acquire(&lock);
		cr_assert_geq(lock.switches, switches + 2);
		drops++;
	}
	ending = true;
	interpreter_lock_release(&lock);
	join(thread);
	interpreter_lock_close(&lock);
}
