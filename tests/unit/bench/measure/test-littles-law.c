/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Little's law, against runners that claim more than they do. These execute nothing, and no time
 * passes: the stamps are what they would be on a machine that is late by LATE_NS.
 */
#include "config.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/measure/littles_law.h"
#include "bench/measure/measure.h"
#include "workloads/registry.h"
#include "support/parameter_pool.h"

#define IN_FLIGHT 8
#define WAIT_NS 2000000
#define LATE_NS 60000

static struct topology *topology;
static struct error error;

static void set_up(void)
{
	cr_assert_eq(topology_load(&topology, &error), 0, "%s", error.text);
}

static void tear_down(void)
{
	topology_free(topology);
}

/* What the runner does instead of keeping IN_FLIGHT tasks in flight. */
static struct {
	unsigned wave;          /* tasks at a time */
	uint64_t pause_ns;      /* before each wave begins */
	uint64_t begin_late_ns; /* by which each begin is stamped */
	bool begin_first;       /* all begins are stamped with the batch's */
	bool makes_workers;     /* for each task, it says */
} act;

static int start(struct crew *crew, struct error *why)
{
	crew->workers_created = act.makes_workers ? 0 : IN_FLIGHT;
	return worker_bind(crew, &crew->workers[0], why);
}

static int run(struct crew *crew, struct error *why)
{
	struct batch *batch = &crew->batch;
	uint64_t now_ns = batch->begin_ns = clock_now_ns();

	(void)why;
	for (uint64_t first = 0; first < batch->tasks; first += act.wave) {
		uint64_t begin_ns = now_ns, last = first + act.wave;

		begin_ns += act.pause_ns;
		now_ns = begin_ns + WAIT_NS + LATE_NS;
		begin_ns += act.begin_late_ns;
		for (uint64_t i = first; i < (last < batch->tasks ? last : batch->tasks); i++) {
			struct task task = {.index = i,
				.value = crew->work->workload->expected(crew->work, i),
				.begin_ns = act.begin_first ? batch->begin_ns : begin_ns};

			worker_record(&crew->workers[0], crew, &task, STEP_DONE, now_ns);
		}
	}
	batch->end_ns = now_ns;
	if (act.makes_workers)
		crew->workers_created = batch->tasks;
	return 0;
}

static const struct runner runner = {
	.name = "actor",
	.summary = "says that it is concurrent",
	.axes = AXIS_CONCURRENCY,
	.workers = CREW_WORKER_ONE,
	.start = start,
	.run = run,
};

static enum status measure_act(uint64_t tasks, char reason[256])
{
	const struct pin pin = {.policy = PIN_CORES};
	struct block block = {0};
	enum status status;
	struct job job = {
		.workload = workload_find("sleep", &error),
		.runner = &runner,
		.cores = 1,
		.concurrency = IN_FLIGHT,
		.pin_each = true,
		.tasks = tasks,
		.samples = 2,
		.stamped = true,
	};

	cr_assert_not_null(job.workload, "%s", error.text);
	job.workload_parameters =
		parameter_pool_make(job.workload->parameters, "duration=2ms", &error);
	cr_assert_not_null(job.workload_parameters, "%s", error.text);
	job.runner_parameters = parameter_pool_make(NULL, "", &error);
	cr_assert_not_null(job.runner_parameters, "%s", error.text);
	cr_assert_eq(topology_place(topology, &pin, 1, job.cpus, &error), 0, "%s", error.text);
	measure(&job, topology, &block);
	status = block.status;
	snprintf(reason, 256, "%s", block.reason != NULL ? block.reason : "");
	block_clear(&block);
	return status;
}

static void check(enum status status, const char *words)
{
	char reason[256];

	cr_assert_eq(measure_act(5 * IN_FLIGHT, reason), status, "%s", reason);
	cr_assert_not_null(strstr(reason, words), "no \"%s\" in: %s", words, reason);
}

Test(littles_law, as_many_in_flight_as_claimed, .init = set_up, .fini = tear_down)
{
	act.wave = IN_FLIGHT;
	check(STATUS_OK, "");
}

Test(littles_law, one_at_a_time, .init = set_up, .fini = tear_down)
{
	act.wave = 1;
	check(STATUS_INVALID,
		"on average 1 tasks were in flight while enough remained, but 8 were promised");
}

Test(littles_law, half_of_what_is_claimed, .init = set_up, .fini = tear_down)
{
	act.wave = IN_FLIGHT / 2;
	check(STATUS_INVALID, "on average 4 tasks were in flight");
}

Test(littles_law, tasks_that_wait_for_each_other, .init = set_up, .fini = tear_down)
{
	act.wave = IN_FLIGHT;
	act.pause_ns = WAIT_NS / 2;
	check(STATUS_INVALID, "tasks were in flight while enough remained");
	act.pause_ns = WAIT_NS / 10;
	check(STATUS_OK, "");
}

Test(littles_law, begins_that_are_stamped_too_late, .init = set_up, .fini = tear_down)
{
	act.wave = IN_FLIGHT;
	act.begin_late_ns = 10 * WAIT_NS;
	check(STATUS_INVALID, "a task took 0 ns but must wait for at least 2.00 ms");
}

Test(littles_law, begins_that_are_stamped_too_early, .init = set_up, .fini = tear_down)
{
	act.wave = IN_FLIGHT;
	act.begin_first = true;
	check(STATUS_FAILED, "40 tasks were in flight; at most 8 are allowed");
}

Test(littles_law, workers_made_for_each_task_take_their_time, .init = set_up, .fini = tear_down)
{
	act.wave = 1;
	act.makes_workers = true;
	check(STATUS_OK, "");
}

Test(littles_law, two_waves_are_only_ramps, .init = set_up, .fini = tear_down)
{
	char reason[256];

	act.wave = 1;
	cr_assert_eq(measure_act(2 * IN_FLIGHT, reason), STATUS_OK, "%s", reason);
}

/* ---- The limits, with made-up stamps */

static struct cost told;

static void cost(const struct work *work, struct cost *cost)
{
	(void)work;
	*cost = told;
}

static const struct workload workload = {.name = "told", .cost = cost};

/* Of 40 tasks, 8 in flight, that each lasted so long. */
static bool falls_short(uint64_t latency_ns, double mean, uint64_t grain)
{
	struct work work = {.workload = &workload};
	uint64_t begin_ns[40] = {0}, end_ns[40];
	const struct overlap overlap = {.mean = mean, .between_ns = 10 * latency_ns};
	struct error reason = {0};
	struct crew crew = {.work = &work, .concurrency = 8, .grain = grain};

	for (unsigned i = 0; i < 40; i++)
		end_ns[i] = latency_ns;
	crew.batch = (struct batch){.tasks = 40, .task_begin_ns = begin_ns, .task_end_ns = end_ns};
	return littles_law_falls_short(&crew, &overlap, &reason);
}

Test(littles_law, five_percent_and_what_the_machine_was_late)
{
	told.fastest_wait_ns = 1e6;
	cr_expect_not(falls_short(1000000, 8 / 1.049, 1));
	cr_expect(falls_short(1000000, 8 / 1.051, 1));
	/* 10 % late: 5.5 % of the time in system and 40 % of the wait. */
	cr_expect_not(falls_short(1100000, 8 / (1.05 + 0.4 / 1.1) + 0.01, 1));
	cr_expect(falls_short(1100000, 8 / (1.05 + 0.4 / 1.1) - 0.01, 1));
}

Test(littles_law, nothing_is_said_of_what_is_not_stated)
{
	told.fastest_wait_ns = 0;
	cr_expect_not(falls_short(1000000, 1, 1));
	told.fastest_wait_ns = 1e6;
	cr_expect(falls_short(1000000, 1, 1));
	told.cpu_ns = 5e5;
	cr_expect_not(falls_short(1000000, 1, 1), "tasks that compute, too");
}

Test(littles_law, ranges_of_tasks_need_more_waves)
{
	told.fastest_wait_ns = 1e6;
	cr_expect_not(falls_short(1000000, 1, 2));
}
