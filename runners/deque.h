/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A work-stealing deque: its owner pushes and takes at the bottom, anybody steals at the top.
 *
 * After D. Chase and Y. Lev, Dynamic Circular Work-Stealing Deque, SPAA 2005, with the memory
 * orders of N. M. Lê, A. Pop, A. Cohen and F. Zappa Nardelli, Correct and Efficient Work-Stealing
 * for Weak Memory Models, PPoPP 2013, with two differences: it does not grow (the caller that opens
 * it knows how much it must hold), and where they put a sequentially consistent fence between a
 * store and a load, or between two loads, both accesses are sequentially consistent here. That
 * forbids the same reorderings, costs the same on x86, and ThreadSanitizer understands it.
 */
#ifndef BREAKEVEN_RUNNERS_DEQUE_H
#define BREAKEVEN_RUNNERS_DEQUE_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct deque {
	alignas(128) _Atomic int64_t top;    /* the next to be stolen; only rises */
	alignas(128) _Atomic int64_t bottom; /* one past the last pushed; the owner's */
	alignas(128) int64_t mask;           /* of the ring: a power of two, less one */
	_Atomic uint64_t *ring;
};

enum deque_steal {
	DEQUE_STOLEN,
	DEQUE_EMPTY,
	DEQUE_LOST, /* another thread was faster; try again */
};

/* The length of a ring that holds this many values. */
static inline size_t deque_ring_length(size_t capacity)
{
	size_t length = 1;

	while (length < capacity)
		length *= 2;
	return length;
}

/* Opens a deque over a ring of deque_ring_length() entries, which the caller keeps. */
static inline void deque_open(struct deque *deque, _Atomic uint64_t *ring, size_t length)
{
	atomic_init(&deque->top, 0);
	atomic_init(&deque->bottom, 0);
	deque->mask = (int64_t)length - 1;
	deque->ring = ring;
}

/* By the owner. False where it is full. */
static inline bool deque_push(struct deque *deque, uint64_t value)
{
	int64_t bottom = atomic_load_explicit(&deque->bottom, memory_order_relaxed);
	int64_t top = atomic_load_explicit(&deque->top, memory_order_acquire);

	if (bottom - top > deque->mask)
		return false;
	atomic_store_explicit(&deque->ring[bottom & deque->mask], value, memory_order_relaxed);
	atomic_store_explicit(&deque->bottom, bottom + 1, memory_order_release);
	return true;
}

/* By the owner: what was pushed last. False where it is empty. */
static inline bool deque_take(struct deque *deque, uint64_t *value)
{
	int64_t bottom = atomic_load_explicit(&deque->bottom, memory_order_relaxed) - 1, top;
	bool mine = true;

	/* A thief reads top, then bottom: one of the two sees the other's claim to the last. */
	atomic_store_explicit(&deque->bottom, bottom, memory_order_seq_cst);
	top = atomic_load_explicit(&deque->top, memory_order_seq_cst);
	if (top < bottom) {
		*value = atomic_load_explicit(&deque->ring[bottom & deque->mask],
			memory_order_relaxed);
		return true;
	}
	if (top == bottom) {
		*value = atomic_load_explicit(&deque->ring[bottom & deque->mask],
			memory_order_relaxed);
		mine = atomic_compare_exchange_strong_explicit(&deque->top, &top, top + 1,
			memory_order_seq_cst, memory_order_relaxed);
	} else {
		mine = false;
	}
	atomic_store_explicit(&deque->bottom, bottom + 1, memory_order_release);
	return mine;
}

/* By anybody: what was pushed first. */
static inline enum deque_steal deque_steal(struct deque *deque, uint64_t *value)
{
	int64_t top = atomic_load_explicit(&deque->top, memory_order_seq_cst);
	int64_t bottom = atomic_load_explicit(&deque->bottom, memory_order_seq_cst);

	if (top >= bottom)
		return DEQUE_EMPTY;
	*value = atomic_load_explicit(&deque->ring[top & deque->mask], memory_order_relaxed);
	return atomic_compare_exchange_strong_explicit(&deque->top, &top, top + 1,
		       memory_order_seq_cst, memory_order_relaxed)
		? DEQUE_STOLEN
		: DEQUE_LOST;
}

#endif
