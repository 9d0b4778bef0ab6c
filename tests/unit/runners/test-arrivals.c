/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When tasks arrive: the schedule, rates as text, and an event loop that holds tasks back. */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "bench/suite/rate.h"
#include "results/statistics/arrivals.h"
#include "results/statistics/quantile.h"
#include "runners/runner.h"
#include "runners/waiting/arrival.h"
#include "runners/waiting/drive.h"
#include "runners/waiting/epoll_loop.h"
#include "workloads/registry.h"
#include "support/parameter_pool.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MANY 100000
#define TASKS 40

static uint64_t intended_ns[MANY], other_ns[MANY];

Test(arrivals, are_evenly_spaced_from_the_begin_on)
{
	static const struct {
		double rate;
		size_t index;
		uint64_t ns;
	} cases[] = {
		{100, 0, 0},
		{100, 1, 10000000},
		{100, 99999, 999990000000},
		{3, 1, 333333333},
		{3, 3, 1000000000},
		{0.5, 2, 4000000000},
		{1e7, 99999, 9999900},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct arrivals arrivals = {.rate_per_second = cases[i].rate};

		arrivals_schedule(&arrivals, 1, intended_ns, MANY, NULL);
		cr_expect_eq(intended_ns[cases[i].index], cases[i].ns, "task %zu at %g/s: %ju",
			cases[i].index, cases[i].rate, (uintmax_t)intended_ns[cases[i].index]);
	}
}

/* The gaps of a schedule, ascending, in units of their intended mean. */
static double *gaps_of(const uint64_t *schedule_ns, double mean_ns)
{
	uint64_t *gaps_ns = calloc(MANY, sizeof(*gaps_ns));
	double *gaps = calloc(MANY, sizeof(*gaps));

	cr_assert(gaps_ns != NULL && gaps != NULL);
	for (size_t i = 0; i < MANY; i++) {
		cr_assert(i == 0 || schedule_ns[i] >= schedule_ns[i - 1], "task %zu is early", i);
		gaps_ns[i] = schedule_ns[i] - (i > 0 ? schedule_ns[i - 1] : 0);
	}
	quantile_sort(gaps_ns, MANY);
	for (size_t i = 0; i < MANY; i++)
		gaps[i] = (double)gaps_ns[i] / mean_ns;
	free(gaps_ns);
	return gaps;
}

/* Kolmogorov and Smirnov's largest distance from the distribution 1 - exp(-x): below 1.63 over the
 * root of the count in 99 of 100 samples of that distribution, and always in this one, which is the
 * same in each run. Gaps are independent of the ones before: their correlation is small. */
Test(arrivals, poisson_gaps_are_exponential)
{
	const struct arrivals arrivals = {.rate_per_second = 2500, .poisson = true};
	const double mean_ns = 4e5;
	double *gaps, furthest = 0, sum = 0, product = 0;

	arrivals_schedule(&arrivals, 20261122, intended_ns, MANY, NULL);
	gaps = gaps_of(intended_ns, mean_ns);
	for (size_t i = 0; i < MANY; i++) {
		double share = 1 - exp(-gaps[i]);

		sum += gaps[i];
		furthest = fmax(furthest, fabs(share - (double)i / MANY));
		furthest = fmax(furthest, fabs(share - (double)(i + 1) / MANY));
	}
	cr_expect_float_eq(sum / MANY, 1, 0.01, "mean gap %g", sum / MANY);
	cr_expect_lt(furthest, 1.63 / sqrt(MANY), "distance %g", furthest);
	for (size_t i = 2; i < MANY; i++)
		product += ((double)(intended_ns[i] - intended_ns[i - 1]) / mean_ns - 1) *
			((double)(intended_ns[i - 1] - intended_ns[i - 2]) / mean_ns - 1);
	cr_expect_lt(fabs(product / MANY), 0.01, "correlation %g", product / MANY);
	free(gaps);
}

Test(arrivals, come_again_from_the_same_seed_only)
{
	const struct arrivals arrivals = {.rate_per_second = 10, .poisson = true};
	size_t same = 0;

	arrivals_schedule(&arrivals, 5, intended_ns, MANY, NULL);
	arrivals_schedule(&arrivals, 5, other_ns, MANY, NULL);
	cr_expect_arr_eq(intended_ns, other_ns, sizeof(intended_ns));
	arrivals_schedule(&arrivals, 6, other_ns, MANY, NULL);
	for (size_t i = 0; i < MANY; i++)
		same += intended_ns[i] == other_ns[i];
	cr_expect_lt(same, 10);
}

Test(rate, from_text_and_back)
{
	static const struct {
		const char *text, *formatted;
	} cases[] = {
		{"100", "100"},
		{"1e3,poisson", "1000,poisson"},
		{"0.25", "0.25"},
		{"10000000,poisson", "10000000,poisson"},
	};
	struct rate_list list = {0};
	struct error error = {0};
	char text[RATE_TEXT_SIZE];

	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_assert_eq(rate_add(&list, cases[i].text, &error), 0, "%s", error.text);
		cr_assert_eq(list.count, i + 1);
		cr_expect_str_eq(rate_format(&list.rates[i], text, sizeof(text)),
			cases[i].formatted);
	}
	cr_expect_eq(rate_add(&list, "1e9", &error), -1);
	cr_expect_eq(list.count, COUNT(cases));
	rate_clear(&list);
}

/* A crew of one loop, whose tasks sleep, and how it claims them. */
struct scene {
	struct crew *crew;
	struct common_loop *loop;
	uint64_t next;
	uint64_t claimed_ns[TASKS + 1];
};

static uint64_t claim(void *from)
{
	struct scene *scene = from;

	if (scene->next <= TASKS)
		scene->claimed_ns[scene->next] = clock_now_ns();
	return scene->next++;
}

static void open_scene(struct scene *scene, struct work *work, unsigned concurrency)
{
	static const unsigned cpu;
	struct error error = {0};

	work->workload = workload_find("sleep", &error);
	work->concurrency = concurrency;
	cr_assert_eq(parameters_init(&work->parameters, work->workload->parameters, &error), 0);
	cr_assert_eq(parameters_set(&work->parameters, "duration", "3ms", &error), 0);
	scene->crew = crew_new(&error);
	cr_assert_not_null(scene->crew, "%s", error.text);
	scene->crew->work = work;
	scene->crew->cpus = &cpu;
	scene->crew->cores = 1;
	scene->crew->concurrency = concurrency;
	scene->crew->arrivals = true;
	cr_assert_eq(crew_open(scene->crew, TASKS, true, CREW_WORKER_ONE, &error), 0, "%s",
		error.text);
	scene->loop = epoll_loop_new(concurrency, 0, &error);
	cr_assert_not_null(scene->loop, "%s", error.text);
	if (work->workload->open != NULL)
		cr_assert_eq(work->workload->open(work, &error), 0, "%s", error.text);
	crew_prepare(scene->crew, TASKS);
}

static void close_scene(struct scene *scene)
{
	const struct work *work = scene->crew->work;

	if (work->workload->close != NULL)
		work->workload->close(scene->crew->work);
	common_loop_close(scene->loop);
	free(scene->loop);
	crew_free(scene->crew);
}

/* Bursts of four at once and pauses between them, with room for fewer and for more than arrive. */
static void check_loop(unsigned concurrency)
{
	static struct scene scene;
	struct work work = {0};
	struct error error = {0};
	struct batch *batch;
	uint64_t index;

	scene = (struct scene){0};
	open_scene(&scene, &work, concurrency);
	batch = &scene.crew->batch;
	for (uint64_t i = 0; i < TASKS; i++)
		batch->intended_ns[i] = i / 4 * 2 * NANOSECONDS_PER_MILLISECOND;
	batch->begin_ns = clock_now_ns();
	cr_assert_eq(drive(scene.loop, scene.crew, &scene.crew->workers[0], claim, &scene, &error),
		0, "%s", error.text);
	cr_expect_eq(scene.crew->workers[0].done, TASKS);
	cr_expect_eq(crew_wrong_values(scene.crew, &index), 0);
	for (uint64_t i = 0; i < TASKS; i++) {
		cr_expect_geq(batch->task_begin_ns[i], arrival_due_ns(scene.crew, i),
			"task %ju began before it was due", (uintmax_t)i);
		/* One loop holds no task back but the next: others could take them. */
		if (i > 0)
			cr_expect_geq(scene.claimed_ns[i], arrival_due_ns(scene.crew, i - 1),
				"task %ju was claimed before the one before it was due",
				(uintmax_t)i);
	}
	close_scene(&scene);
}

Test(drive, begins_no_task_before_it_is_due)
{
	check_loop(1);
	check_loop(3);
	check_loop(TASKS);
}

Test(arrival, sleeps_until_due_and_not_at_all_when_late)
{
	uint64_t intended[] = {0, 5 * NANOSECONDS_PER_MILLISECOND};
	struct crew crew = {.batch = {.intended_ns = intended, .begin_ns = clock_now_ns()}};
	struct crew closed = {0};

	cr_expect_geq(arrival_await(&crew, 1, 0), crew.batch.begin_ns + intended[1]);
	cr_expect_geq(clock_now_ns(), crew.batch.begin_ns + intended[1]);
	cr_expect_eq(arrival_await(&crew, 0, crew.batch.begin_ns + 7), crew.batch.begin_ns + 7);
	cr_expect_eq(arrival_await(&closed, 0, 7), 7);
}

/* Who waits for a task to arrive lets others compute. The first worker sleeps 10 ms in task 0 and
 * then waits for task 2; task 1 is due in between, and the other worker's. */
Test(gil, waits_for_arrivals_without_the_lock)
{
	static const unsigned concurrency = 2;
	struct error error = {0};
	struct topology *topology;
	unsigned cpus[1];
	const struct pin pin = {.policy = PIN_CORES};
	const struct runner *gil = runner_find("gil", &error);
	struct work work = {.workload = workload_find("sleep", &error), .concurrency = concurrency};
	struct crew *crew = crew_new(&error);

	cr_assert_eq(topology_load(&topology, &error), 0, "%s", error.text);
	cr_assert_eq(topology_place(topology, &pin, 1, cpus, &error), 0, "%s", error.text);
	cr_assert_eq(parameters_init(&work.parameters, work.workload->parameters, &error), 0);
	cr_assert_eq(work.workload->open(&work, &error), 0, "%s", error.text);
	crew->work = &work;
	crew->cpus = cpus;
	crew->topology = topology;
	crew->cores = 1;
	crew->concurrency = concurrency;
	crew->arrivals = true;
	crew->parameters = parameter_pool_make(gil->parameters, "", &error);
	cr_assert_not_null(crew->parameters, "%s", error.text);
	cr_assert_eq(crew_open(crew, 3, true, gil->workers, &error), 0, "%s", error.text);
	cr_assert_eq(gil->start(crew, &error), 0, "%s", error.text);
	crew_prepare(crew, 3);
	crew->batch.intended_ns[0] = 0;
	crew->batch.intended_ns[1] = 20 * NANOSECONDS_PER_MILLISECOND;
	crew->batch.intended_ns[2] = 1500 * NANOSECONDS_PER_MILLISECOND;
	cr_assert_eq(gil->run(crew, &error), 0, "%s", error.text);
	cr_expect_lt(crew->batch.task_end_ns[1], arrival_due_ns(crew, 2));
	cr_expect_geq(crew->batch.task_begin_ns[2], arrival_due_ns(crew, 2));
	gil->stop(crew);
	if (work.workload->close != NULL)
		work.workload->close(&work);
	crew_free(crew);
	topology_free(topology);
}
