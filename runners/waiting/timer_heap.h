/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A 4-ary heap of timers by their due time: 16 bytes an entry, four children to two cache lines.
 *
 * Entries carry the due time themselves, so that sifting touches no timer; only movable timers are
 * told their position. (Wider heaps: LaMarca and Ladner, "The influence of caches on the
 * performance of heaps", 1996.)
 */
#ifndef BREAKEVEN_RUNNERS_WAITING_TIMER_HEAP_H
#define BREAKEVEN_RUNNERS_WAITING_TIMER_HEAP_H

#include "workloads/loop.h"

#include <stddef.h>
#include <stdint.h>

#define TIMER_NOT_RUNNING UINT32_MAX

struct timer_heap {
	struct timer_entry {
		uint64_t due_ns;
		uintptr_t timer; /* its address; the lowest bit says that it is movable */
	} * entries;
	size_t count, capacity;
};

/* Opens a heap with room for this many timers before it grows. 0, or -1 if there is no memory. */
int timer_heap_open(struct timer_heap *heap, size_t capacity);
void timer_heap_close(struct timer_heap *heap);

/* Adds a timer that is not in the heap. 0, or -1 where there is no memory to grow. */
int timer_heap_add(struct timer_heap *heap, struct timer *timer, uint64_t due_ns);

/* Removes a movable timer; it must be in the heap. */
void timer_heap_remove(struct timer_heap *heap, struct timer *timer);

/* Gives a movable timer that is in the heap another due time. */
void timer_heap_move(struct timer_heap *heap, struct timer *timer, uint64_t due_ns);

/* Removes and returns the timer that is due first, or NULL if that is later than now_ns. */
struct timer *timer_heap_take_due(struct timer_heap *heap, uint64_t now_ns);

#endif
