/* SPDX-License-Identifier: GPL-3.0-or-later */
/* counter: what is lost is counted right, and no lock loses any, between threads or processes. */
#include "config.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/made/made_work.h"
#include "workloads/shared.h"

#define WORKERS 2
#define TASKS 6000 /* of each: enough that unguarded workers meet */

extern const struct workload workload_counter;

static const char *const locks[] = {"none", "mutex", "spin", "atomic", "per-worker"};

#define LOCKS (sizeof(locks) / sizeof(locks[0]))

static struct work work;

TestSuite(counter, .timeout = 120);

static void open_with(const char *lock, uint64_t tasks)
{
	struct error error = {0};
	char parameters[64];

	snprintf(parameters, sizeof(parameters), "increments=2000,lock=%s", lock);
	made_work_open(&work, &workload_counter, parameters);
	cr_assert_eq(workload_counter.prepare(&work, tasks, &error), 0, "%s", error.text);
}

static double lost(void)
{
	struct observation observations[OBSERVATION_LIMIT] = {0};

	cr_assert_eq(workload_counter.observe(&work, observations), 1);
	cr_assert_str_eq(observations[0].name, "lost_updates");
	return observations[0].value;
}

Test(counter, alone_nothing_is_lost)
{
	for (size_t i = 0; i < LOCKS; i++) {
		open_with(locks[i], 100);
		made_work_check(&work, 100);
		cr_expect_eq(lost(), 0, "lock=%s: %g lost", locks[i], lost());
		workload_counter.close(&work);
	}
}

/* A task that never ran looks like updates that were lost, a task too many like the opposite. */
Test(counter, what_is_missing_is_counted)
{
	for (size_t i = 0; i < LOCKS; i++) {
		open_with(locks[i], 10);
		made_work_check(&work, 7);
		cr_expect_eq(lost(), 3 * 2000, "lock=%s: %g lost", locks[i], lost());
		made_work_check(&work, 4);
		cr_expect_eq(lost(), -2000, "lock=%s: %g lost", locks[i], lost());
		workload_counter.close(&work);
	}
}

Test(counter, a_batch_begins_at_zero)
{
	struct error error = {0};

	for (size_t i = 0; i < LOCKS; i++) {
		open_with(locks[i], 10);
		made_work_check(&work, 10);
		cr_assert_eq(workload_counter.prepare(&work, 3, &error), 0);
		cr_expect_eq(lost(), 3 * 2000, "lock=%s: %g lost", locks[i], lost());
		made_work_check(&work, 3);
		cr_expect_eq(lost(), 0, "lock=%s: %g lost", locks[i], lost());
		workload_counter.close(&work);
	}
}

/* All begin at once: each waits awake, so that they are on CPUs when they go. */
static void wait_for_all(_Atomic unsigned *here)
{
	atomic_fetch_add(here, 1);
	while (atomic_load(here) < WORKERS)
		sched_yield();
}

static void *count(void *here)
{
	wait_for_all(here);
	made_work_check(&work, TASKS);
	return NULL;
}

static void count_in_threads(_Atomic unsigned *here)
{
	pthread_t threads[WORKERS];

	for (unsigned i = 0; i < WORKERS; i++)
		cr_assert_eq(pthread_create(&threads[i], NULL, count, here), 0);
	for (unsigned i = 0; i < WORKERS; i++)
		cr_assert_eq(pthread_join(threads[i], NULL), 0);
}

/* Whether a process that counts does so as it should: no assertions, which are for the parent. */
static bool counts_well(_Atomic unsigned *here)
{
	wait_for_all(here);
	for (uint64_t i = 0; i < TASKS; i++) {
		struct task task = {.index = i};

		if (workload_counter.step(&task, &work) != STEP_DONE ||
			task.value != workload_counter.expected(&work, i))
			return false;
	}
	return true;
}

static void count_in_processes(_Atomic unsigned *here)
{
	pid_t pids[WORKERS];
	int status;

	for (unsigned i = 0; i < WORKERS; i++) {
		pids[i] = fork();
		cr_assert_geq(pids[i], 0);
		if (pids[i] == 0)
			_exit(counts_well(here) ? 0 : 1);
	}
	for (unsigned i = 0; i < WORKERS; i++) {
		cr_assert_eq(waitpid(pids[i], &status, 0), pids[i]);
		cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %d", status);
	}
}

/* What a lock is for. Without one any number may be lost, but never all and never less than none:
 * the last store of all counts at least its own. */
static void check_lost(const char *lock, const char *workers)
{
	double all = (double)WORKERS * TASKS * 2000;

	if (strcmp(lock, "none") != 0)
		cr_expect_eq(lost(), 0, "lock=%s between %s: %g of %g lost", lock, workers, lost(),
			all);
	else
		cr_expect(lost() >= 0 && lost() < all, "lock=%s between %s: %g of %g lost", lock,
			workers, lost(), all);
}

static void check_all(void (*count_together)(_Atomic unsigned *here), const char *workers)
{
	_Atomic unsigned *here = shared_new(sizeof(*here));

	cr_assert_not_null(here);
	for (size_t i = 0; i < LOCKS; i++) {
		open_with(locks[i], (uint64_t)WORKERS * TASKS);
		atomic_store(here, 0);
		count_together(here);
		check_lost(locks[i], workers);
		workload_counter.close(&work);
	}
	shared_free((void *)here, sizeof(*here));
}

Test(counter, locks_lose_nothing_between_threads)
{
	check_all(count_in_threads, "threads");
}

Test(counter, locks_lose_nothing_between_processes)
{
	check_all(count_in_processes, "processes");
}
