/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Impossible batches: every bound from both sides, and the yardstick that one of them rests on. */
#include "config.h"

#include <sched.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/measure/fastest_possible.h"
#include "bench/measure/yardstick.h"

#define TASKS 8
#define TASK_NS 1000

static double additions, wait_ns;

static void cost(const struct work *of, struct cost *cost)
{
	*cost = (struct cost){.fastest_wait_ns = wait_ns};
	if (of->additions_per_second > 0)
		cost->fastest_cpu_ns = additions * 1e9 / of->additions_per_second;
}

static uint64_t expected(const struct work *of, uint64_t index)
{
	(void)of;
	return index;
}

static const struct workload workload = {
	.name = "told", .task_size = sizeof(struct task), .expected = expected, .cost = cost};
static struct work work;
static unsigned cpus[2];
static struct crew *crew;
static struct error error;

/* Two cores, four in flight, two waves of tasks that last TASK_NS. */
static void set_up(void)
{
	crew = crew_new(&error);
	cr_assert_not_null(crew, "%s", error.text);
	work = (struct work){.workload = &workload, .additions_per_second = 1e9};
	cpus[0] = cpus[1] = (unsigned)sched_getcpu();
	crew->work = &work;
	crew->cpus = cpus;
	crew->cores = 2;
	crew->concurrency = 4;
	cr_assert_eq(crew_open(crew, TASKS, true, CREW_WORKER_PER_TASK, &error), 0, "%s",
		error.text);
	crew_prepare(crew, TASKS);
	for (uint64_t i = 0; i < TASKS; i++) {
		crew->batch.task_begin_ns[i] = 1 + i / 4 * TASK_NS;
		crew->batch.task_end_ns[i] = crew->batch.task_begin_ns[i] + TASK_NS;
	}
	crew->batch.begin_ns = 1;
	crew->batch.end_ns = 1 + TASKS / 4 * TASK_NS;
	additions = wait_ns = 0;
}

static void tear_down(void)
{
	crew_free(crew);
}

static void check_invalid(const char *words)
{
	cr_assert_eq(fastest_possible_check(crew, &error), STATUS_INVALID);
	cr_assert_not_null(strstr(error.text, words), "no \"%s\" in: %s", words, error.text);
}

Test(fastest_possible, without_a_statement_everything_is, .init = set_up, .fini = tear_down)
{
	crew->batch.end_ns = crew->batch.begin_ns + 1;
	cr_assert_eq(fastest_possible_check(crew, &error), STATUS_OK, "%s", error.text);
}

/* 2000 ns on two cores are 500 ns of a core for each of eight tasks. */
Test(fastest_possible, computing_takes_a_core, .init = set_up, .fini = tear_down)
{
	additions = 500;
	cr_assert_eq(fastest_possible_check(crew, &error), STATUS_OK, "%s", error.text);
	additions = 620; /* the core may be a quarter faster than it was */
	cr_assert_eq(fastest_possible_check(crew, &error), STATUS_OK, "%s", error.text);
}

Test(fastest_possible, computing_faster_than_the_cores, .init = set_up, .fini = tear_down)
{
	additions = 1e6;
	check_invalid("a task used 500 ns of CPU but needs at least");
	cr_assert_gt(work.additions_per_second, 0);
}

/* The yardstick was taken while the core was slow; the batch was not. */
Test(fastest_possible, a_core_that_has_become_faster, .init = set_up, .fini = tear_down)
{
	work.additions_per_second = 1e3;
	additions = 50;
	cr_assert_eq(fastest_possible_check(crew, &error), STATUS_OK, "%s", error.text);
	cr_assert_gt(work.additions_per_second, 1e6, "the yardstick was not taken again");
}

Test(fastest_possible, waiting_takes_its_time, .init = set_up, .fini = tear_down)
{
	wait_ns = TASK_NS;
	cr_assert_eq(fastest_possible_check(crew, &error), STATUS_OK, "%s", error.text);
	wait_ns = TASK_NS + 20;
	check_invalid("must wait for at least 1.02 µs");
}

Test(fastest_possible, one_task_that_was_stamped_late, .init = set_up, .fini = tear_down)
{
	wait_ns = TASK_NS;
	crew->batch.task_begin_ns[5] += 500;
	check_invalid("a task took 500 ns");
}

Test(fastest_possible, one_task_that_ended_before_it_began, .init = set_up, .fini = tear_down)
{
	wait_ns = TASK_NS;
	crew->batch.task_begin_ns[5] += 5000;
	check_invalid("a task took 0 ns");
}

Test(fastest_possible, waves_that_waited_too_short, .init = set_up, .fini = tear_down)
{
	uint64_t *end_ns;

	wait_ns = TASK_NS;
	crew->batch.end_ns -= TASK_NS;
	end_ns = crew->batch.task_end_ns;
	crew->batch.task_end_ns = NULL; /* as where none is stamped */
	check_invalid("a task took 500 ns");
	crew->batch.task_end_ns = end_ns;
}

Test(fastest_possible, the_yardstick_is_a_rate_of_additions)
{
	double once = yardstick_additions_per_second((unsigned)sched_getcpu());

	cr_assert_gt(once, 1e7);
	cr_assert_lt(once, 2e10, "more than two additions in a cycle: the loop was folded");
}
