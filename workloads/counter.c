/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * counter: tasks count up one number that they all share, in memory that processes share too.
 *
 * lock= says what guards it. `none` loads and then stores: where two workers load the same number,
 * both store the same next one, and an update is lost. Both accesses are relaxed atomics, so that
 * this is a race between updates and no undefined behaviour. What is lost is a figure of the batch
 * (lost_updates) and not a failure: showing it is the point. `mutex` and `spin` make the same two
 * accesses inside a lock, `atomic` makes them one access.
 *
 * `per-worker` counts in as many places as there are workers, and adds them up at the end. A task
 * does not know its worker, so it takes the place of the CPU that it is on, asked once per task:
 * the same thing if each worker has a CPU of its own. Workers on one CPU share its place, as do
 * CPUs that are STRIPES apart, and a task that the system moves keeps the place where it began, so
 * each addition is atomic there too. This saves the transfer of the cache line between CPUs; a
 * program whose workers know their own number saves the atomic addition as well.
 */
#include "config.h"

#include "workloads/shared.h"
#include "workloads/workload.h"

#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STRIPES 256
#define STRIPE_SIZE 128 /* two cache lines, as they are often fetched in pairs */

union stripe {
	_Atomic uint64_t count;
	char size[STRIPE_SIZE];
};

/* In shared memory. */
struct shared {
	union stripe stripes[STRIPES]; /* all but per-worker count in the first */
	pthread_mutex_t mutex;
	_Alignas(STRIPE_SIZE) pthread_spinlock_t spin;
};

struct guard {
	void (*count)(struct shared *shared, uint64_t increments);
	double increment_ns; /* without contention */
};

struct counter {
	struct shared *shared;
	const struct guard *guard;
	uint64_t increments; /* of a task */
	uint64_t tasks;      /* of the batch */
};

static inline void increment_by_two_accesses(struct shared *shared)
{
	_Atomic uint64_t *count = &shared->stripes[0].count;
	uint64_t seen = atomic_load_explicit(count, memory_order_relaxed);

	atomic_store_explicit(count, seen + 1, memory_order_relaxed);
}

static void count_unguarded(struct shared *shared, uint64_t increments)
{
	for (uint64_t i = 0; i < increments; i++)
		increment_by_two_accesses(shared);
}

static void count_in_mutex(struct shared *shared, uint64_t increments)
{
	for (uint64_t i = 0; i < increments; i++) {
		pthread_mutex_lock(&shared->mutex);
		increment_by_two_accesses(shared);
		pthread_mutex_unlock(&shared->mutex);
	}
}

static void count_in_spin_lock(struct shared *shared, uint64_t increments)
{
	for (uint64_t i = 0; i < increments; i++) {
		pthread_spin_lock(&shared->spin);
		increment_by_two_accesses(shared);
		pthread_spin_unlock(&shared->spin);
	}
}

static void count_atomically(struct shared *shared, uint64_t increments)
{
	for (uint64_t i = 0; i < increments; i++)
		atomic_fetch_add_explicit(&shared->stripes[0].count, 1, memory_order_relaxed);
}

static void count_per_worker(struct shared *shared, uint64_t increments)
{
	union stripe *own = &shared->stripes[(unsigned)sched_getcpu() % STRIPES];

	for (uint64_t i = 0; i < increments; i++)
		atomic_fetch_add_explicit(&own->count, 1, memory_order_relaxed);
}

enum lock { LOCK_NONE, LOCK_MUTEX, LOCK_SPIN, LOCK_ATOMIC, LOCK_PER_WORKER };

static const char *const locks[] = {
	[LOCK_NONE] = "none",
	[LOCK_MUTEX] = "mutex",
	[LOCK_SPIN] = "spin",
	[LOCK_ATOMIC] = "atomic",
	[LOCK_PER_WORKER] = "per-worker",
	NULL,
};

static const struct guard guards[] = {
	[LOCK_NONE] = {count_unguarded, 0.3},
	[LOCK_MUTEX] = {count_in_mutex, 5},
	[LOCK_SPIN] = {count_in_spin_lock, 4},
	[LOCK_ATOMIC] = {count_atomically, 1.5},
	[LOCK_PER_WORKER] = {count_per_worker, 1.5},
};

static const struct parameter parameters[] = {
	{.name = "lock",
		.kind = PARAMETER_CHOICE,
		.unit = "",
		.standard = "none",
		.choices = locks,
		.help = "what guards the number; with none, updates are lost",
		.applies = "increments!=0"},
	{.name = "increments",
		.kind = PARAMETER_INTEGER,
		.unit = "increments",
		.standard = "1000",
		.smallest = 0,
		.largest = 1e12,
		.help = "number of increments per task"},
	{0},
};

static const struct guard *guard_of(const struct work *work)
{
	return &guards[(size_t)parameters_number(&work->parameters, "lock")];
}

static struct shared *make_shared(bool attached)
{
	struct shared *shared = shared_new(sizeof(*shared));
	pthread_mutexattr_t attributes;

	if (shared == NULL || attached)
		return shared;
	if (pthread_mutexattr_init(&attributes) != 0)
		goto free_shared;
	if (pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED) != 0 ||
		pthread_mutex_init(&shared->mutex, &attributes) != 0)
		goto destroy_attributes;
	if (pthread_spin_init(&shared->spin, PTHREAD_PROCESS_SHARED) != 0)
		goto destroy_mutex;
	pthread_mutexattr_destroy(&attributes);
	return shared;
destroy_mutex:
	pthread_mutex_destroy(&shared->mutex);
destroy_attributes:
	pthread_mutexattr_destroy(&attributes);
free_shared:
	shared_free(shared, sizeof(*shared));
	return NULL;
}

static int open(struct work *work, struct error *error)
{
	struct counter *counter = calloc(1, sizeof(*counter));

	if (counter == NULL)
		return error_set(error, "no memory");
	counter->shared = make_shared(work->attached);
	if (counter->shared == NULL) {
		free(counter);
		return error_set(error, "no memory for a counter that processes share");
	}
	counter->guard = guard_of(work);
	counter->increments = parameters_integer(&work->parameters, "increments");
	work->state = counter;
	return 0;
}

static int prepare(struct work *work, uint64_t tasks, struct error *error)
{
	struct counter *counter = work->state;

	(void)error;
	for (unsigned i = 0; i < STRIPES; i++)
		atomic_store_explicit(&counter->shared->stripes[i].count, 0, memory_order_relaxed);
	counter->tasks = tasks;
	return 0;
}

static enum step step(struct task *task, struct work *work)
{
	const struct counter *counter = work->state;

	counter->guard->count(counter->shared, counter->increments);
	task->value = task->index + counter->increments;
	return STEP_DONE;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	const struct counter *counter = work->state;

	return index + counter->increments;
}

static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	(void)work;
	snprintf(buffer, size, "counted up %" PRIu64 " times instead of %" PRIu64, value - index,
		right - index);
}

static void cost(const struct work *work, struct cost *cost)
{
	double increments = parameters_number(&work->parameters, "increments");

	*cost = (struct cost){.cpu_ns = increments * guard_of(work)->increment_ns};
}

static unsigned observe(const struct work *work, struct observation *observations)
{
	const struct counter *counter = work->state;
	uint64_t counted = 0;

	for (unsigned i = 0; i < STRIPES; i++)
		counted += atomic_load_explicit(&counter->shared->stripes[i].count,
			memory_order_relaxed);
	/* Signed, so that counting too much would show as a negative number. */
	observations[0] = (struct observation){
		"lost_updates", (double)(int64_t)(counter->tasks * counter->increments - counted)};
	return 1;
}

static void close(struct work *work)
{
	struct counter *counter = work->state;

	if (!work->attached) {
		pthread_spin_destroy(&counter->shared->spin);
		pthread_mutex_destroy(&counter->shared->mutex);
	}
	shared_free(counter->shared, sizeof(*counter->shared));
	free(counter);
}

const struct workload workload_counter = {
	.interface = WORKLOAD_INTERFACE,
	.name = "counter",
	.summary = "sharing: tasks increment one number, with or without a lock",
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.open = open,
	.prepare = prepare,
	.step = step,
	.expected = expected,
	.describe = describe,
	.cost = cost,
	.scales = "increments",
	.observe = observe,
	.close = close,
};
