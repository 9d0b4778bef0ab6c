/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The timer heap against a sorted array: random additions, moves, removals; nothing fires early. */
#include "config.h"

#include <stdlib.h>

#include <criterion/criterion.h>

#include "runners/waiting/timer_heap.h"

#define TIMERS 1000

struct alarm {
	struct timer timer;
	uint64_t due_ns; /* 0: not in the heap */
};

static uint64_t random_state = 88172645463325252ULL;

/* xorshift64 (G. Marsaglia, Xorshift RNGs, Journal of Statistical Software 8, 2003). */
static uint64_t draw(uint64_t limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % limit;
}

static uint64_t earliest(const struct alarm *alarms)
{
	uint64_t due_ns = UINT64_MAX;

	for (size_t i = 0; i < TIMERS; i++)
		if (alarms[i].due_ns != 0 && alarms[i].due_ns < due_ns)
			due_ns = alarms[i].due_ns;
	return due_ns;
}

/* Takes all; each must be the earliest that is left, and none may come before its time. */
static void drain(struct timer_heap *heap, struct alarm *alarms)
{
	while (heap->count > 0) {
		uint64_t due_ns = earliest(alarms);
		struct alarm *alarm;

		cr_assert_null(timer_heap_take_due(heap, due_ns - 1), "one fired early");
		alarm = (struct alarm *)timer_heap_take_due(heap, due_ns);
		cr_assert_not_null(alarm, "one that is due did not fire");
		cr_assert_eq(alarm->due_ns, due_ns, "not the earliest fired");
		alarm->due_ns = 0;
	}
	cr_assert_eq(earliest(alarms), UINT64_MAX, "one was lost");
}

Test(timer_heap, takes_in_order_of_due_time)
{
	static struct alarm alarms[TIMERS];
	struct timer_heap heap;

	cr_assert_eq(timer_heap_open(&heap, 1), 0);
	for (size_t i = 0; i < TIMERS; i++) {
		alarms[i].due_ns = 1 + draw(500);
		cr_assert_eq(timer_heap_add(&heap, &alarms[i].timer, alarms[i].due_ns), 0);
	}
	drain(&heap, alarms);
	timer_heap_close(&heap);
}

Test(timer_heap, moves_and_removes_movable_timers)
{
	static struct alarm alarms[TIMERS];
	struct timer_heap heap;

	cr_assert_eq(timer_heap_open(&heap, TIMERS), 0);
	for (size_t i = 0; i < TIMERS; i++)
		alarms[i].timer.movable = i % 2 == 0;
	for (unsigned round = 0; round < 20000; round++) {
		struct alarm *alarm = &alarms[draw(TIMERS)];
		uint64_t due_ns = 1 + draw(100000);

		if (alarm->due_ns == 0) {
			timer_heap_add(&heap, &alarm->timer, due_ns);
			alarm->due_ns = due_ns;
		} else if (alarm->timer.movable && round % 3 == 0) {
			timer_heap_remove(&heap, &alarm->timer);
			cr_assert_eq(alarm->timer.position, TIMER_NOT_RUNNING);
			alarm->due_ns = 0;
		} else if (alarm->timer.movable) {
			timer_heap_move(&heap, &alarm->timer, due_ns);
			alarm->due_ns = due_ns;
		}
	}
	drain(&heap, alarms);
	timer_heap_close(&heap);
}
