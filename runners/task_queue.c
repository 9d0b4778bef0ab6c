/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ring under a lock; see task_queue.h. */
#include "config.h"

#include "runners/task_queue.h"

#include "runners/gate.h"
#include "support/clock.h"

size_t task_queue_size(size_t capacity)
{
	return sizeof(struct task_queue) + capacity * sizeof(uint64_t);
}

static void open_condition(pthread_cond_t *condition, int shared)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_condattr_setpshared(&attributes, shared);
	pthread_cond_init(condition, &attributes);
	pthread_condattr_destroy(&attributes);
}

void task_queue_open(struct task_queue *queue, size_t capacity, bool between_processes)
{
	const int shared = between_processes ? PTHREAD_PROCESS_SHARED : PTHREAD_PROCESS_PRIVATE;
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, shared);
	pthread_mutex_init(&queue->mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
	open_condition(&queue->filled, shared);
	open_condition(&queue->drained, shared);
	queue->capacity = capacity;
}

void task_queue_close(struct task_queue *queue)
{
	pthread_cond_destroy(&queue->drained);
	pthread_cond_destroy(&queue->filled);
	pthread_mutex_destroy(&queue->mutex);
}

/* Waits until room is possible; the mutex is held before and after. 0, or -1 if `alive` says so. */
static int await_room(struct task_queue *queue, bool (*alive)(void *context), void *context)
{
	struct timespec until;

	if (alive == NULL)
		return pthread_cond_wait(&queue->drained, &queue->mutex);
	until = clock_timespec(clock_now_ns() + GATE_ALIVE_CHECK_NS);
	if (pthread_cond_timedwait(&queue->drained, &queue->mutex, &until) == 0)
		return 0;
	return alive(context) ? 0 : -1;
}

int task_queue_put(struct task_queue *queue, uint64_t index, bool (*alive)(void *context),
	void *context)
{
	int result = 0;

	pthread_mutex_lock(&queue->mutex);
	while (queue->count == queue->capacity && result == 0)
		result = await_room(queue, alive, context);
	if (result == 0) {
		queue->indexes[(queue->first + queue->count++) % queue->capacity] = index;
		pthread_cond_signal(&queue->filled);
	}
	pthread_mutex_unlock(&queue->mutex);
	return result;
}

uint64_t task_queue_take(struct task_queue *queue)
{
	uint64_t index = TASK_QUEUE_END;

	pthread_mutex_lock(&queue->mutex);
	while (queue->count == 0 && !queue->closed)
		pthread_cond_wait(&queue->filled, &queue->mutex);
	if (queue->count > 0) {
		index = queue->indexes[queue->first];
		queue->first = (queue->first + 1) % queue->capacity;
		queue->count--;
		pthread_cond_signal(&queue->drained);
	}
	pthread_mutex_unlock(&queue->mutex);
	return index;
}

void task_queue_end(struct task_queue *queue, bool closed)
{
	pthread_mutex_lock(&queue->mutex);
	queue->closed = closed;
	pthread_cond_broadcast(&queue->filled);
	pthread_mutex_unlock(&queue->mutex);
}
