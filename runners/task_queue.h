/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A bounded queue of task indexes, first in, first out: a ring, a mutex and two conditions, as a
 * textbook has it. It may lie in shared memory and serve processes.
 */
#ifndef BREAKEVEN_RUNNERS_TASK_QUEUE_H
#define BREAKEVEN_RUNNERS_TASK_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TASK_QUEUE_END UINT64_MAX /* instead of an index: closed, and nothing is left */

struct task_queue {
	pthread_mutex_t mutex;
	pthread_cond_t filled, drained;
	/* All below guarded by mutex. */
	bool closed;
	size_t capacity, first, count;
	uint64_t indexes[];
};

/* The size in bytes of a queue with room for `capacity` indexes. */
size_t task_queue_size(size_t capacity);

/* Opens a queue in zeroed memory of that size; between_processes: several processes use it. */
void task_queue_open(struct task_queue *queue, size_t capacity, bool between_processes);
void task_queue_close(struct task_queue *queue);

/* Waits for room, then adds. About every 100 ms, alive(context) says whether to keep waiting (NULL:
 * always). 0, or -1 when it returned false. */
int task_queue_put(struct task_queue *queue, uint64_t index, bool (*alive)(void *context),
	void *context);

/* Waits for an index; TASK_QUEUE_END after the last. */
uint64_t task_queue_take(struct task_queue *queue);

/* Closes the queue to new indexes (true) or reopens it (false); what is in it can still be
 * taken. */
void task_queue_end(struct task_queue *queue, bool closed);

#endif
