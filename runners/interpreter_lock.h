/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one lock of an interpreter, as CPython has it since 3.2 (Antoine Pitrou, "Reworking the GIL",
 * 2009; Python/ceval_gil.h).
 *
 * A waiting thread sleeps at most one interval; if no other thread got the lock in that time, it
 * asks the holder to drop it. The holder checks for such a request between two pieces of work,
 * never in the middle of one. With forced switching, a thread that dropped the lock on request
 * continues only when another thread has taken it: otherwise it would usually take the lock again
 * itself, before the woken thread runs.
 */
#ifndef BREAKEVEN_RUNNERS_INTERPRETER_LOCK_H
#define BREAKEVEN_RUNNERS_INTERPRETER_LOCK_H

#include "support/error.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct interpreter_lock {
	pthread_mutex_t mutex; /* guards all below; held for moments only */
	pthread_cond_t released;
	pthread_cond_t switched; /* taken by another thread than the last holder */
	uint64_t interval_ns;
	bool forced;
	bool held;
	const void *holder; /* the thread that holds it or held it last; NULL: nobody yet */
	uint64_t switches;  /* how often it went from one thread to another */
	_Atomic bool drop_requested; /* read without the mutex */
};

/* 0, or -1 with the error. */
int interpreter_lock_open(struct interpreter_lock *lock, uint64_t interval_ns, bool forced,
	struct error *error);

/* Nobody may hold it or wait for it any more. */
void interpreter_lock_close(struct interpreter_lock *lock);

/* Waits for the lock; from then on the calling thread holds it. */
void interpreter_lock_acquire(struct interpreter_lock *lock);

/* Releases the lock. If that was requested and switching is forced, returns only when another
 * thread has taken it. */
void interpreter_lock_release(struct interpreter_lock *lock);

/* For the holder: whether another thread asks it to drop the lock. */
static inline bool interpreter_lock_drop_requested(const struct interpreter_lock *lock)
{
	return atomic_load_explicit(&lock->drop_requested, memory_order_relaxed);
}

#endif
