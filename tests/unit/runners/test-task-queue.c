/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue of dispatch=submit: order, room, the end, watchmen; many threads; two processes; and
 * the futures that go with it. */
#include "config.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "runners/future.h"
#include "runners/task_queue.h"
#include "support/memory.h"

#define TAKERS 3
#define INDEXES 20000

static struct task_queue *queue_new(size_t capacity, bool between_processes)
{
	struct error error = {0};
	struct task_queue *queue = memory_map(task_queue_size(capacity), "a queue", &error);

	cr_assert_not_null(queue, "%s", error.text);
	task_queue_open(queue, capacity, between_processes);
	return queue;
}

static void queue_free(struct task_queue *queue)
{
	size_t size = task_queue_size(queue->capacity);

	task_queue_close(queue);
	memory_unmap(queue, size);
}

Test(task_queue, gives_in_order_around_the_ring_and_ends_when_empty)
{
	struct task_queue *queue = queue_new(3, false);
	uint64_t next = 0;

	for (uint64_t put = 0; put < 100;) {
		for (unsigned i = 0; i < 1 + put % 3; i++)
			cr_assert_eq(task_queue_put(queue, put + i, NULL, NULL), 0);
		put += 1 + put % 3;
		while (next < put)
			cr_assert_eq(task_queue_take(queue), next++);
	}
	task_queue_put(queue, 7, NULL, NULL);
	task_queue_end(queue, true);
	cr_assert_eq(task_queue_take(queue), 7, "what is left must come before the end");
	cr_assert_eq(task_queue_take(queue), TASK_QUEUE_END);
	task_queue_end(queue, false);
	task_queue_put(queue, 8, NULL, NULL);
	cr_assert_eq(task_queue_take(queue), 8, "it must be usable after its end");
	queue_free(queue);
}

static bool say_no(void *context)
{
	++*(unsigned *)context;
	return false;
}

Test(task_queue, a_full_one_waits_and_asks_the_watchman, .timeout = 30)
{
	struct task_queue *queue = queue_new(2, false);
	unsigned asked = 0;

	cr_assert_eq(task_queue_put(queue, 0, say_no, &asked), 0);
	cr_assert_eq(task_queue_put(queue, 1, say_no, &asked), 0);
	cr_assert_eq(asked, 0, "there was room");
	cr_assert_eq(task_queue_put(queue, 2, say_no, &asked), -1);
	cr_assert_eq(asked, 1);
	cr_assert_eq(queue->count, 2, "nothing may be added where the watchman said no");
	queue_free(queue);
}

struct taker {
	struct task_queue *queue;
	unsigned char *seen; /* by index, of this taker */
	bool in_order;
};

static void *take_all(void *argument)
{
	struct taker *taker = argument;
	uint64_t index, last = 0;

	taker->in_order = true;
	while ((index = task_queue_take(taker->queue)) != TASK_QUEUE_END) {
		taker->in_order = taker->in_order && (index > last || index == 0);
		last = index;
		taker->seen[index]++;
	}
	return NULL;
}

Test(task_queue, several_threads_take_each_index_once, .timeout = 60)
{
	struct task_queue *queue = queue_new(TAKERS, false);
	struct taker takers[TAKERS];
	pthread_t threads[TAKERS];

	for (unsigned i = 0; i < TAKERS; i++) {
		takers[i] = (struct taker){.queue = queue, .seen = calloc(INDEXES, 1)};
		cr_assert_eq(pthread_create(&threads[i], NULL, take_all, &takers[i]), 0);
	}
	for (uint64_t i = 0; i < INDEXES; i++)
		cr_assert_eq(task_queue_put(queue, i, NULL, NULL), 0);
	task_queue_end(queue, true);
	for (unsigned i = 0; i < TAKERS; i++) {
		pthread_join(threads[i], NULL);
		cr_assert(takers[i].in_order, "taker %u saw indexes go back", i);
	}
	for (size_t i = 0; i < INDEXES; i++) {
		unsigned times = 0;

		for (unsigned j = 0; j < TAKERS; j++)
			times += takers[j].seen[i];
		cr_assert_eq(times, 1, "%zu was taken %u times", i, times);
	}
	for (unsigned i = 0; i < TAKERS; i++)
		free(takers[i].seen);
	queue_free(queue);
}

Test(task_queue, serves_processes_and_futures_bring_their_answers, .timeout = 60)
{
	struct task_queue *queue = queue_new(2, true);
	struct error error = {0};
	struct future *futures = memory_map(INDEXES * sizeof(*futures), "futures", &error);
	uint64_t *answers = memory_map(INDEXES * sizeof(*answers), "answers", &error), index;
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		while ((index = task_queue_take(queue)) != TASK_QUEUE_END) {
			answers[index] = 3 * index + 1;
			future_complete(&futures[index]);
		}
		_exit(0);
	}
	for (uint64_t i = 0; i < INDEXES; i++)
		task_queue_put(queue, i, NULL, NULL);
	for (uint64_t i = 0; i < INDEXES; i++) {
		cr_assert_eq(future_await(&futures[i], NULL, NULL), 0);
		cr_assert_eq(answers[i], 3 * i + 1, "answer %llu", (unsigned long long)i);
	}
	task_queue_end(queue, true);
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_assert_eq(status, 0);
	memory_unmap(answers, INDEXES * sizeof(*answers));
	memory_unmap(futures, INDEXES * sizeof(*futures));
	queue_free(queue);
}

Test(future, asks_the_watchman_only_while_it_is_not_complete, .timeout = 30)
{
	struct future future = {FUTURE_PENDING};
	unsigned asked = 0;

	cr_assert_eq(future_await(&future, say_no, &asked), -1);
	cr_assert_eq(asked, 1);
	future_complete(&future);
	cr_assert_eq(future_await(&future, say_no, &asked), 0);
	cr_assert_eq(asked, 1);
}
