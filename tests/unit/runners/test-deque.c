/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The work-stealing deque: both ends, its room, and an owner against thieves, each value once. */
#include "config.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "runners/deque.h"

#define THIEVES 3
#define VALUES 20000
#define SMALL 64 /* entries of a ring that is full again and again */

Test(deque, the_owner_takes_the_last_and_a_thief_the_first)
{
	_Atomic uint64_t ring[8];
	struct deque deque;
	uint64_t value;

	deque_open(&deque, ring, 8);
	cr_assert_not(deque_take(&deque, &value), "a new one is empty");
	cr_assert_eq(deque_steal(&deque, &value), DEQUE_EMPTY);
	for (uint64_t i = 1; i <= 5; i++)
		cr_assert(deque_push(&deque, i));
	cr_assert(deque_take(&deque, &value));
	cr_assert_eq(value, 5);
	cr_assert_eq(deque_steal(&deque, &value), DEQUE_STOLEN);
	cr_assert_eq(value, 1);
	cr_assert(deque_take(&deque, &value));
	cr_assert_eq(value, 4);
	cr_assert_eq(deque_steal(&deque, &value), DEQUE_STOLEN);
	cr_assert_eq(value, 2);
	cr_assert(deque_take(&deque, &value), "the last of all");
	cr_assert_eq(value, 3);
	cr_assert_not(deque_take(&deque, &value));
	cr_assert_eq(deque_steal(&deque, &value), DEQUE_EMPTY);
}

Test(deque, is_full_at_its_length_and_goes_around)
{
	const size_t length = deque_ring_length(3);
	_Atomic uint64_t ring[4];
	struct deque deque;
	uint64_t value;

	cr_assert_eq(length, 4);
	cr_assert_eq(deque_ring_length(0), 1);
	cr_assert_eq(deque_ring_length(4), 4);
	deque_open(&deque, ring, length);
	for (uint64_t i = 0; i < 4; i++)
		cr_assert(deque_push(&deque, i));
	cr_assert_not(deque_push(&deque, 4), "there is no room for a fifth");
	for (uint64_t i = 4; i < 50; i++) {
		cr_assert_eq(deque_steal(&deque, &value), DEQUE_STOLEN);
		cr_assert_eq(value, i - 4);
		cr_assert(deque_push(&deque, i));
	}
}

struct contest {
	struct deque deque;
	_Atomic bool over;
	pthread_barrier_t begin;
	_Atomic uint64_t *ring;
};

struct contestant {
	struct contest *contest;
	unsigned char *seen; /* by value */
	uint64_t count;
	bool rises; /* what it stole came in the order in which it was pushed */
	pthread_t thread;
};

static void *thief_main(void *argument)
{
	struct contestant *thief = argument;
	struct contest *contest = thief->contest;
	uint64_t value, last = 0;
	enum deque_steal stolen;

	thief->rises = true;
	pthread_barrier_wait(&contest->begin);
	for (;;) {
		bool over = atomic_load(&contest->over);

		stolen = deque_steal(&contest->deque, &value);
		if (stolen == DEQUE_STOLEN) {
			thief->seen[value]++;
			thief->count++;
			thief->rises = thief->rises && (value >= last);
			last = value;
		} else if (stolen == DEQUE_EMPTY && over) {
			return NULL;
		}
	}
}

static void note(struct contestant *owner, uint64_t value)
{
	owner->seen[value]++;
	owner->count++;
}

/* Pushes all values through the ring and takes now and then, at the end all that is left. Where it
 * is full, the thieves have to steal. */
static void own(struct contestant *owner)
{
	struct contest *contest = owner->contest;
	uint64_t value;

	pthread_barrier_wait(&contest->begin);
	for (uint64_t i = 0; i < VALUES; i++) {
		while (!deque_push(&contest->deque, i))
			sched_yield();
		if (i % 3 == 0 && deque_take(&contest->deque, &value))
			note(owner, value);
	}
	while (deque_take(&contest->deque, &value))
		note(owner, value);
	atomic_store(&contest->over, true);
}

static void check(const struct contestant *contestants)
{
	uint64_t count = 0;

	for (unsigned i = 0; i <= THIEVES; i++)
		count += contestants[i].count;
	for (size_t value = 0; value < VALUES; value++) {
		unsigned times = 0;

		for (unsigned i = 0; i <= THIEVES; i++)
			times += contestants[i].seen[value];
		cr_assert_eq(times, 1, "value %zu was had %u times", value, times);
	}
	cr_assert_eq(count, VALUES);
	for (unsigned i = 1; i <= THIEVES; i++)
		cr_assert(contestants[i].rises, "thief %u stole what had been behind", i);
}

static void contend(size_t length)
{
	static struct contest contest;
	struct contestant contestants[THIEVES + 1];

	contest.ring = calloc(length, sizeof(*contest.ring));
	deque_open(&contest.deque, contest.ring, length);
	atomic_store(&contest.over, false);
	pthread_barrier_init(&contest.begin, NULL, THIEVES + 1);
	for (unsigned i = 0; i <= THIEVES; i++) {
		contestants[i] =
			(struct contestant){.contest = &contest, .seen = calloc(VALUES, 1)};
		if (i > 0)
			cr_assert_eq(pthread_create(&contestants[i].thread, NULL, thief_main,
					     &contestants[i]),
				0);
	}
	own(&contestants[0]);
	for (unsigned i = 1; i <= THIEVES; i++)
		pthread_join(contestants[i].thread, NULL);
	check(contestants);
	for (unsigned i = 0; i <= THIEVES; i++)
		free(contestants[i].seen);
	pthread_barrier_destroy(&contest.begin);
	free(contest.ring);
}

Test(deque, owner_and_thieves_get_each_value_once_in_a_small_ring, .timeout = 60)
{
	contend(SMALL);
}

Test(deque, owner_and_thieves_get_each_value_once_in_a_large_ring, .timeout = 60)
{
	contend(deque_ring_length(VALUES));
}
