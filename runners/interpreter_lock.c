/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mutex, two conditions and a request; see interpreter_lock.h. */
#include "config.h"

#include "runners/interpreter_lock.h"

#include "support/clock.h"
#include "support/limits.h"

#include <errno.h>
#include <string.h>
#include <time.h>

static _Thread_local char self; /* its address tells threads apart */

int interpreter_lock_open(struct interpreter_lock *lock, uint64_t interval_ns, bool forced,
	struct error *error)
{
	pthread_condattr_t monotonic;
	int failure;

	memset(lock, 0, sizeof(*lock));
	lock->interval_ns = interval_ns;
	lock->forced = forced;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	failure = pthread_mutex_init(&lock->mutex, NULL);
	if (failure != 0)
		goto destroy_attributes;
	failure = pthread_cond_init(&lock->released, &monotonic);
	if (failure != 0)
		goto destroy_mutex;
	failure = pthread_cond_init(&lock->switched, NULL);
	if (failure != 0)
		goto destroy_released;
	pthread_condattr_destroy(&monotonic);
	return 0;

destroy_released:
	pthread_cond_destroy(&lock->released);
destroy_mutex:
	pthread_mutex_destroy(&lock->mutex);
destroy_attributes:
	pthread_condattr_destroy(&monotonic);
	return error_set(error, "cannot make an interpreter lock: %s", limits_error(failure));
}

void interpreter_lock_close(struct interpreter_lock *lock)
{
	pthread_cond_destroy(&lock->switched);
	pthread_cond_destroy(&lock->released);
	pthread_mutex_destroy(&lock->mutex);
}

static void set_request(struct interpreter_lock *lock, bool requested)
{
	atomic_store_explicit(&lock->drop_requested, requested, memory_order_relaxed);
}

/* Sleeps until the lock may be free; requests it after an interval in which nobody else got it. */
static void await_release(struct interpreter_lock *lock)
{
	const struct timespec until = clock_timespec(clock_now_ns() + lock->interval_ns);
	const uint64_t switches = lock->switches;

	if (pthread_cond_timedwait(&lock->released, &lock->mutex, &until) == ETIMEDOUT &&
		lock->held && lock->switches == switches)
		set_request(lock, true);
}

void interpreter_lock_acquire(struct interpreter_lock *lock)
{
	pthread_mutex_lock(&lock->mutex);
	while (lock->held)
		await_release(lock);
	lock->held = true;
	set_request(lock, false);
	if (lock->holder != &self) {
		lock->holder = &self;
		lock->switches++;
		/* At most one thread waits for it: the previous holder of the lock. */
		pthread_cond_signal(&lock->switched);
	}
	pthread_mutex_unlock(&lock->mutex);
}

void interpreter_lock_release(struct interpreter_lock *lock)
{
	bool until_switched;

	pthread_mutex_lock(&lock->mutex);
	/* A thread that asked does not give up, so some thread will take it. */
	until_switched = lock->forced && interpreter_lock_drop_requested(lock);
	lock->held = false;
	pthread_cond_signal(&lock->released);
	while (until_switched && lock->holder == &self)
		pthread_cond_wait(&lock->switched, &lock->mutex);
	pthread_mutex_unlock(&lock->mutex);
}
