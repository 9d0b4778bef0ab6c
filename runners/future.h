/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A future: completed once by the worker that has executed its task, awaited by the thread that
 * submitted it. It is one word; the waiter sleeps in a futex only if the task is not complete yet.
 */
#ifndef BREAKEVEN_RUNNERS_FUTURE_H
#define BREAKEVEN_RUNNERS_FUTURE_H

#include "runners/futex.h"
#include "runners/gate.h"
#include "support/clock.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum future_state { FUTURE_PENDING, FUTURE_AWAITED, FUTURE_COMPLETE };

struct future {
	_Atomic uint32_t state;
};

static inline void future_complete(struct future *future)
{
	if (atomic_exchange_explicit(&future->state, FUTURE_COMPLETE, memory_order_acq_rel) ==
		FUTURE_AWAITED)
		futex_wake_all(&future->state);
}

/* Waits until it is complete; what happened before that is visible afterwards. `alive` as in
 * gate_await(). 0 or -1. */
static inline int future_await(struct future *future, bool (*alive)(void *context), void *context)
{
	const struct timespec timeout = clock_timespec(GATE_ALIVE_CHECK_NS);
	uint32_t state = FUTURE_PENDING;

	atomic_compare_exchange_strong_explicit(&future->state, &state, FUTURE_AWAITED,
		memory_order_acquire, memory_order_acquire);
	while (atomic_load_explicit(&future->state, memory_order_acquire) != FUTURE_COMPLETE) {
		if (alive != NULL && !alive(context))
			return -1;
		futex_wait(&future->state, FUTURE_AWAITED, &timeout);
	}
	return 0;
}

#endif
