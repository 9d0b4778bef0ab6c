/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A 4-ary heap of timers; see timer_heap.h. */
#include "config.h"

#include "runners/waiting/timer_heap.h"

#include <stdlib.h>

#define CHILDREN 4
#define MOVABLE ((uintptr_t)1)

static struct timer *entry_timer(struct timer_entry entry)
{
	return (struct timer *)(entry.timer & ~MOVABLE);
}

static void place(struct timer_heap *heap, size_t position, struct timer_entry entry)
{
	heap->entries[position] = entry;
	if (entry.timer & MOVABLE)
		entry_timer(entry)->position = (uint32_t)position;
}

static void sift_up(struct timer_heap *heap, size_t position, struct timer_entry entry)
{
	while (position > 0) {
		size_t parent = (position - 1) / CHILDREN;

		if (heap->entries[parent].due_ns <= entry.due_ns)
			break;
		place(heap, position, heap->entries[parent]);
		position = parent;
	}
	place(heap, position, entry);
}

static size_t earliest_child(const struct timer_heap *heap, size_t position)
{
	size_t first = position * CHILDREN + 1, end = first + CHILDREN, best = first;

	if (end > heap->count)
		end = heap->count;
	for (size_t child = first + 1; child < end; child++)
		if (heap->entries[child].due_ns < heap->entries[best].due_ns)
			best = child;
	return best;
}

static void sift_down(struct timer_heap *heap, size_t position, struct timer_entry entry)
{
	while (position * CHILDREN + 1 < heap->count) {
		size_t child = earliest_child(heap, position);

		if (entry.due_ns <= heap->entries[child].due_ns)
			break;
		place(heap, position, heap->entries[child]);
		position = child;
	}
	place(heap, position, entry);
}

int timer_heap_open(struct timer_heap *heap, size_t capacity)
{
	heap->count = 0;
	heap->capacity = capacity > 0 ? capacity : 1;
	heap->entries = malloc(heap->capacity * sizeof(*heap->entries));
	return heap->entries != NULL ? 0 : -1;
}

void timer_heap_close(struct timer_heap *heap)
{
	free(heap->entries);
	*heap = (struct timer_heap){0};
}

static int grow(struct timer_heap *heap)
{
	size_t capacity = heap->capacity * 2;
	struct timer_entry *entries = realloc(heap->entries, capacity * sizeof(*entries));

	if (entries == NULL)
		return -1;
	heap->entries = entries;
	heap->capacity = capacity;
	return 0;
}

int timer_heap_add(struct timer_heap *heap, struct timer *timer, uint64_t due_ns)
{
	struct timer_entry entry = {due_ns, (uintptr_t)timer | (timer->movable ? MOVABLE : 0)};

	if (heap->count == heap->capacity && grow(heap) < 0)
		return -1;
	sift_up(heap, heap->count++, entry);
	return 0;
}

/* Replaces the entry at this position, and moves the new one to where it belongs. */
static void replace(struct timer_heap *heap, size_t position, struct timer_entry entry)
{
	if (position > 0 && entry.due_ns < heap->entries[(position - 1) / CHILDREN].due_ns)
		sift_up(heap, position, entry);
	else
		sift_down(heap, position, entry);
}

void timer_heap_remove(struct timer_heap *heap, struct timer *timer)
{
	size_t position = timer->position;
	struct timer_entry last = heap->entries[--heap->count];

	timer->position = TIMER_NOT_RUNNING;
	if (position < heap->count)
		replace(heap, position, last);
}

void timer_heap_move(struct timer_heap *heap, struct timer *timer, uint64_t due_ns)
{
	struct timer_entry entry = heap->entries[timer->position];

	entry.due_ns = due_ns;
	replace(heap, timer->position, entry);
}

struct timer *timer_heap_take_due(struct timer_heap *heap, uint64_t now_ns)
{
	struct timer_entry first;

	if (heap->count == 0 || heap->entries[0].due_ns > now_ns)
		return NULL;
	first = heap->entries[0];
	if (--heap->count > 0)
		sift_down(heap, 0, heap->entries[heap->count]);
	if (first.timer & MOVABLE)
		entry_timer(first)->position = TIMER_NOT_RUNNING;
	return entry_timer(first);
}
