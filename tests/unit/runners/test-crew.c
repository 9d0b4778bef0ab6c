/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The crew's memory: how tasks in flight are divided among the workers, and where they lie. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "runners/crew.h"

#define TASK_SIZE 150
#define TASKS 10

static const struct workload workload = {.task_size = TASK_SIZE};
static struct work work = {.workload = &workload};
static const unsigned cpus[] = {3, 5, 8};

static struct crew *crew_of(enum crew_workers workers, unsigned cores, unsigned concurrency)
{
	struct error error = {0};
	struct crew *crew = crew_new(&error);

	cr_assert_not_null(crew, "%s", error.text);
	crew->work = &work;
	crew->cpus = cpus;
	crew->cores = cores;
	crew->concurrency = concurrency;
	cr_assert_eq(crew_open(crew, TASKS, false, workers, &error), 0, "%s", error.text);
	return crew;
}

static uintptr_t pair_of(const char *address)
{
	return (uintptr_t)address / CACHE_LINE_PAIR;
}

/* Every slot has its own memory, and none shares a pair of cache lines with another worker's. */
static void check_slots(const struct crew *crew, const char *what)
{
	const char *end = crew->slots;
	unsigned slots = 0;

	for (unsigned i = 0; i < crew->worker_limit; i++) {
		const struct worker *worker = &crew->workers[i];

		cr_assert_eq(crew_slot(crew, i), worker_slot(crew, worker, 0), "%s", what);
		for (unsigned j = 0; j < crew_slots_of(crew, i); j++) {
			const char *slot = (const char *)worker_slot(crew, worker, j);

			cr_assert_geq((uintptr_t)slot, (uintptr_t)end, "%s: slots overlap", what);
			if (j == 0 && i > 0)
				cr_assert_gt(pair_of(slot), pair_of(end - 1),
					"%s: two workers share a pair of cache lines", what);
			memset(worker_slot(crew, worker, j), 1, TASK_SIZE);
			end = slot + TASK_SIZE;
			slots++;
		}
	}
	cr_assert_eq(slots, crew->concurrency, "%s", what);
}

Test(crew, one_worker_has_all_slots_packed)
{
	struct crew *crew = crew_of(CREW_WORKER_ONE, 1, 7);

	cr_assert_eq(crew->worker_limit, 1);
	cr_assert_eq(crew_slots_of(crew, 0), 7);
	cr_assert_eq(crew->slot_size, 160, "a multiple of 32 that holds a task");
	check_slots(crew, "one worker");
	crew_free(crew);
}

Test(crew, a_worker_per_task_has_a_slot_each)
{
	struct crew *crew = crew_of(CREW_WORKER_PER_TASK, 2, 7);

	cr_assert_eq(crew->worker_limit, 7);
	for (unsigned i = 0; i < 7; i++) {
		cr_assert_eq(crew_slots_of(crew, i), 1);
		cr_assert_eq(crew->workers[i].cpu, cpus[i % 2]);
	}
	check_slots(crew, "a worker a task");
	crew_free(crew);
}

Test(crew, workers_per_core_divide_the_slots_and_the_first_have_more)
{
	struct crew *crew = crew_of(CREW_WORKER_PER_CORE, 3, 8);

	cr_assert_eq(crew->worker_limit, 3);
	cr_assert_eq(crew_slots_of(crew, 0), 3);
	cr_assert_eq(crew_slots_of(crew, 1), 3);
	cr_assert_eq(crew_slots_of(crew, 2), 2);
	cr_assert_eq(crew->workers[2].cpu, cpus[2]);
	check_slots(crew, "a worker a core");
	crew_free(crew);
}

/* The times of tasks that arrive are of the harness's accounts, too, and a copy of the crew has the
 * leader's. */
Test(crew, arrivals_are_in_the_accounts_and_in_copies)
{
	struct crew *closed = crew_of(CREW_WORKER_ONE, 1, 1), own = {.work = &work};
	struct error error = {0};
	struct crew *crew = crew_new(&error);

	cr_assert_not_null(crew, "%s", error.text);
	crew->work = &work;
	crew->cpus = cpus;
	crew->cores = crew->concurrency = 1;
	crew->arrivals = true;
	cr_assert_eq(crew_open(crew, TASKS, false, CREW_WORKER_ONE, &error), 0, "%s", error.text);
	cr_assert_null(closed->batch.intended_ns);
	cr_assert_not_null(crew->batch.intended_ns);
	cr_expect_eq(crew_accounts_bytes(crew, TASKS) - crew_accounts_bytes(closed, TASKS),
		(size_t)sysconf(_SC_PAGESIZE));
	crew_copy(&own, crew);
	crew->batch.begin_ns = 7;
	crew_follow(&own);
	cr_expect_eq(own.batch.intended_ns, crew->batch.intended_ns);
	cr_expect_eq(own.batch.begin_ns, 7);
	crew_free(closed);
	crew_free(crew);
}
