/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Futex waiting in shared memory; see gate.h. */
#include "config.h"

#include "runners/gate.h"

#include "runners/futex.h"
#include "support/clock.h"

/* Sleeps until the word differs from the seen value, and then stores its new value. */
static void await_change(_Atomic uint32_t *word, uint32_t *seen)
{
	uint32_t now;

	while ((now = atomic_load_explicit(word, memory_order_acquire)) == *seen)
		futex_wait(word, *seen, NULL);
	*seen = now;
}

void gate_call(struct gate *gate, enum gate_call call)
{
	atomic_store_explicit(&gate->leave, call == GATE_LEAVE, memory_order_relaxed);
	atomic_fetch_add_explicit(&gate->calls, 1, memory_order_release);
	futex_wake_all(&gate->calls);
}

void gate_open(struct gate *gate)
{
	atomic_fetch_add_explicit(&gate->opened, 1, memory_order_release);
	futex_wake_all(&gate->opened);
}

int gate_await(struct gate *gate, uint32_t workers, bool (*alive)(void *context), void *context)
{
	const struct timespec timeout = clock_timespec(GATE_ALIVE_CHECK_NS);
	uint32_t arrived;

	while ((arrived = atomic_load_explicit(&gate->arrived, memory_order_acquire)) < workers) {
		if (alive != NULL && !alive(context))
			return -1;
		futex_wait(&gate->arrived, arrived, &timeout);
	}
	atomic_store_explicit(&gate->arrived, 0, memory_order_relaxed);
	return 0;
}

enum gate_call gate_wait_call(struct gate *gate, uint32_t *seen)
{
	await_change(&gate->calls, seen);
	return atomic_load_explicit(&gate->leave, memory_order_relaxed) ? GATE_LEAVE : GATE_COME;
}

void gate_pass(struct gate *gate, uint32_t *seen)
{
	await_change(&gate->opened, seen);
}

void gate_arrive(struct gate *gate, uint32_t workers)
{
	/* Only the last wakes the waiter, which then sees the others' arrivals, too. */
	if (atomic_fetch_add_explicit(&gate->arrived, 1, memory_order_acq_rel) + 1 == workers)
		futex_wake_all(&gate->arrived);
}
