/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans: which cases come of a group on a machine, what they should cost, in which
 * order they run. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/plan/plan.h"
#include "bench/plan/plan_add.h"
#include "bench/plan/plan_print.h"
#include "tests/made/made_plan.h"
#include "support/parameter_pool.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Whatever waits needs a folder. */
static unsigned needs(const struct parameters *parameters)
{
	return parameters_number(parameters, "wait") > 0 ? WORKLOAD_NEEDS_FOLDER : 0;
}

static const struct workload workload = {
	.name = "w", .parameters = cost_parameters, .cost = made_cost, .needs = needs};

static const struct runner runner_none = {.name = "none", .model = MODEL_SERIAL};
static const struct runner runner_flight = {
	.name = "flight", .model = MODEL_ASYNC, .axes = AXIS_CONCURRENCY};
static const struct runner runner_both = {
	.name = "both", .model = MODEL_THREADS, .axes = AXIS_CORES | AXIS_CONCURRENCY};
static const struct runner runner_processes = {
	.name = "processes", .model = MODEL_PROCESSES, .axes = AXIS_CORES | AXIS_CONCURRENCY};

TestSuite(plan, .init = made_plan, .fini = made_plan_clear);

#define LIST(...) ((struct axis_list){(long[]){__VA_ARGS__}, COUNT(((long[]){__VA_ARGS__}))})

static struct error add(const struct runner *runner, const char *assignments,
	struct axis_list cores, struct axis_list concurrency)
{
	struct error error = {0};
	const struct parameters *parameters;
	struct plan_group group = {
		.workload = &workload,
		.workload_parameters = &parameters,
		.workload_variants = 1,
		.runner = runner,
		.cores = cores,
		.concurrency = concurrency,
	};

	parameters = parameter_pool_make(cost_parameters, assignments, &error);
	group.runner_parameters = parameter_pool_make(NULL, "", &error);
	cr_assert(parameters != NULL && group.runner_parameters != NULL, "%s", error.text);
	plan_add(&plan, &group, topology, &error);
	return error;
}

/* What the ids of the cases must end in, in order. */
static void expect_cases(const char *const *ends, size_t count)
{
	cr_assert_eq(plan.case_count, count, "%zu cases", plan.case_count);
	for (size_t i = 0; i < count; i++) {
		const char *id = plan.cases[i].id;
		size_t length = strlen(id), end = strlen(ends[i]);

		cr_expect(length >= end && strcmp(id + length - end, ends[i]) == 0,
			"case %zu is %s instead of …%s", i, id, ends[i]);
	}
}

Test(plan, a_runner_without_axes_is_there_once)
{
	static const char *const ends[] = {
		"w{cpu=0,wait=0}/none/cores=1/concurrency=1",
		"/flight/cores=1/concurrency=8",
		"/flight/cores=1/concurrency=64",
	};

	add(&runner_none, "", LIST(2, 3), LIST(8, 64));
	add(&runner_flight, "", LIST(2, 3), LIST(8, 64));
	expect_cases(ends, COUNT(ends));
	cr_expect_eq(plan.omission_count, 0);
}

Test(plan, words_become_numbers_of_this_machine)
{
	static const char *const ends[] = {
		"/both/cores=1/concurrency=1",
		"/both/cores=1/concurrency=4",
		"/both/cores=4/concurrency=4",
		"/flight/cores=1/concurrency=1",
		"/flight/cores=1/concurrency=4",
	};

	add(&runner_both, "", LIST(1, AXIS_MAXIMUM), LIST(AXIS_AS_CORES, AXIS_MAXIMUM));
	add(&runner_flight, "", LIST(1, AXIS_MAXIMUM), LIST(AXIS_AS_CORES, AXIS_MAXIMUM));
	expect_cases(ends, COUNT(ends));
}

Test(plan, the_policy_says_how_many_cores_there_are)
{
	static const char *const ends[] = {"/both/cores=8/concurrency=8"};

	plan.settings.pin.policy = PIN_COMPACT;
	add(&runner_both, "", LIST(AXIS_MAXIMUM), LIST(AXIS_AS_CORES));
	expect_cases(ends, COUNT(ends));
}

Test(plan, leaves_out_what_does_not_exist_and_says_why)
{
	static const char *const ends[] = {
		"cores=1/concurrency=1", "cores=1/concurrency=2", "cores=2/concurrency=2"};
	static const struct {
		const char *id, *reason;
	} omissions[] = {
		{"w{cpu=0,wait=0}/both/cores=2/concurrency=1",
			"2 cores need at least 2 tasks in flight"},
		{"w{cpu=0,wait=0}/both/cores=5/concurrency=1",
			"5 cores requested, but this process may use only 4 (pin: cores)"},
		{"w{cpu=0,wait=0}/both/cores=5/concurrency=2",
			"5 cores requested, but this process may use only 4 (pin: cores)"},
	};

	for (unsigned twice = 0; twice < 2; twice++)
		add(&runner_both, "", LIST(1, 2, 5), LIST(1, 2));
	expect_cases(ends, COUNT(ends));
	cr_assert_eq(plan.omission_count, COUNT(omissions));
	for (size_t i = 0; i < COUNT(omissions); i++) {
		cr_expect_str_eq(plan.omissions[i].id, omissions[i].id);
		cr_expect_str_eq(plan.omissions[i].reason, omissions[i].reason);
	}
}

static int supports(const struct parameters *runner_parameters, const struct workload *given,
	unsigned needed, struct error *reason)
{
	(void)runner_parameters;
	(void)given;
	return needed == 0 ? 0 : error_set(reason, "it needs a folder");
}

Test(plan, leaves_out_what_the_runner_does_not_support)
{
	static const struct runner picky = {.name = "picky", .supports = supports};
	static const char *const ends[] = {"w{cpu=0,wait=0}/picky/cores=1/concurrency=1"};

	add(&picky, "", LIST(1), LIST(1));
	add(&picky, "wait=1", LIST(1), LIST(1));
	expect_cases(ends, COUNT(ends));
	cr_assert_eq(plan.omission_count, 1);
	cr_expect_str_eq(plan.omissions[0].id, "w{cpu=0,wait=1}/picky/cores=1/concurrency=1");
	cr_expect_str_eq(plan.omissions[0].reason, "it needs a folder");
	cr_expect_not(plan.omissions[0].failed);
}

Test(plan, has_no_case_twice)
{
	static const char *const ends[] = {
		"w{cpu=1,wait=0}/none/cores=1/concurrency=1",
		"w{cpu=2,wait=0}/none/cores=1/concurrency=1",
	};

	add(&runner_none, "cpu=1", LIST(1), LIST(1));
	add(&runner_none, "cpu=2", LIST(1), LIST(1));
	add(&runner_none, "cpu=1e0", LIST(1, 2), LIST(1));
	expect_cases(ends, COUNT(ends));
}

static void cost_nothing(const struct work *work, struct cost *cost)
{
	(void)work;
	*cost = (struct cost){0};
}

Test(plan, keeps_every_parameter_in_the_id)
{
	static char name[400], text[PARAMETER_TEXT_SIZE];
	static struct parameter table[PARAMETER_LIMIT + 1];
	static const struct workload wordy = {
		.name = "wordy", .parameters = table, .cost = cost_nothing};
	const struct parameters *parameters;
	struct plan_group group = {
		.workload = &wordy,
		.workload_parameters = &parameters,
		.workload_variants = 1,
		.runner = &runner_none,
	};
	struct error error = {0};
	static const char *const names = "abcdefghijklmnop";

	memset(text, 'x', sizeof(text) - 1);
	for (unsigned i = 0; i < PARAMETER_LIMIT; i++) {
		snprintf(name + 2 * i, 2, "%c", names[i]);
		table[i] = (struct parameter){
			name + 2 * i, PARAMETER_TEXT, "", text, 0, 0, NULL, "long", false, NULL};
	}
	parameters = parameter_pool_make(table, "", &error);
	group.runner_parameters = parameter_pool_make(NULL, "", &error);
	cr_assert(parameters != NULL && group.runner_parameters != NULL, "%s", error.text);
	cr_assert_eq(plan_add(&plan, &group, topology, &error), 0, "%s", error.text);
	cr_assert_eq(strlen(plan.cases[0].id),
		strlen("wordy{}/none/cores=1/concurrency=1") +
			PARAMETER_LIMIT * (2 + sizeof(text) - 1) + PARAMETER_LIMIT - 1);
}

Test(plan, refuses_to_grow_without_end)
{
	static long numbers[10001];
	struct error error;

	for (size_t i = 0; i < COUNT(numbers); i++)
		numbers[i] = (long)i + 1;
	error = add(&runner_flight, "", LIST(1), (struct axis_list){numbers, COUNT(numbers)});
	cr_expect_not_null(strstr(error.text, "more than 10000 cases"), "%s", error.text);
	cr_expect_eq(plan.case_count, 10000);
}

Test(plan, stamps_tasks_that_are_long_enough)
{
	static const struct {
		const char *assignments;
		bool stamped;
	} rows[] = {
		{"cpu=4999", false},
		{"cpu=5000", true},
		{"wait=4999", false},
		{"wait=5000", true},
		{"cpu=2500,wait=2500", true},
		{"cpu=0", false},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		add(&runner_none, rows[i].assignments, LIST(1), LIST(1));
	plan_finish(&plan);
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_eq(plan.cases[i].stamped, rows[i].stamped, "%s", rows[i].assignments);
}

/* Of one block: five samples, a warm-up, and of the third of a batch for the memory, which one of
 * ten blocks has, a tenth. */
#define BATCHES (6 + 1 / 30.0)

/* Milliseconds of one block, by hand: 40 of a process, and the batches. */
Test(plan, estimates_from_what_tasks_cost)
{
	static const struct {
		const struct runner *runner;
		const char *assignments;
		long cores, concurrency;
		uint64_t tasks;
		double milliseconds;
	} rows[] = {
		{&runner_none, "cpu=1", 1, 1, 0, 40 + BATCHES * 10},    /* the shortest batch */
		{&runner_none, "wait=2e7", 1, 1, 0, 40 + BATCHES * 60}, /* three waves of waiting */
		{&runner_flight, "wait=2e7", 1, 64, 0,
			40 + BATCHES * 60}, /* all at the same time */
		{&runner_flight, "cpu=1e6", 1, 64, 0,
			40 + BATCHES * 192}, /* but computing is not */
		{&runner_both, "cpu=1e6", 2, 64, 0,
			40 + BATCHES * (96 + 2.4)}, /* two cores, 192 threads */
		{&runner_processes, "wait=2e7", 1, 8, 0,
			40 + BATCHES * (60 + 4.8)}, /* 24 processes */
		/* Tasks given: three waves. */
		{&runner_flight, "wait=1e7", 1, 8, 20, 40 + BATCHES * 30},
		{&runner_none, "cpu=1", 1, 1, 10, 40 + BATCHES * 10e-6}, /* and no shortest batch */
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		plan.settings.tasks = rows[i].tasks;
		plan.settings.limit_ns = 0;
		add(rows[i].runner, rows[i].assignments, LIST(rows[i].cores),
			LIST(rows[i].concurrency));
		cr_assert_eq(plan.case_count, 1);
		plan_finish(&plan);
		cr_expect_float_eq(plan.cases[0].estimate_ns, rows[i].milliseconds * 1e6, 1,
			"row %zu: %g", i, plan.cases[0].estimate_ns);
		cr_expect_float_eq(plan.estimate_ns, rows[i].milliseconds * 10e6, 10);
		made_plan_clear();
		made_plan();
	}
}

Test(plan, limits_a_case_from_its_estimate_or_as_told)
{
	add(&runner_none, "wait=1", LIST(1), LIST(1));
	add(&runner_none, "wait=1e9", LIST(1), LIST(1));
	plan_finish(&plan);
	cr_expect_float_eq(plan.cases[0].limit_ns, 20e9, 1);
	cr_expect_float_eq(plan.cases[1].limit_ns, 20 * (40e6 + BATCHES * 3e9), 1);
	plan.settings.limit_ns = 3e9;
	plan_finish(&plan);
	cr_expect_float_eq(plan.cases[0].limit_ns, 3e9, 0);
	cr_expect_float_eq(plan.cases[1].limit_ns, 3e9, 0);
	cr_expect_float_eq(plan.estimate_ns, 10 * (80e6 + BATCHES * 3.01e9), 1,
		"finishing again adds nothing");
}

#define ORDERED 20

Test(plan, orders_each_block_anew_and_each_seed_alike)
{
	size_t first[ORDERED], again[ORDERED], next[ORDERED], other[ORDERED];
	bool seen[ORDERED] = {false};
	long numbers[ORDERED];

	for (size_t i = 0; i < ORDERED; i++)
		numbers[i] = (long)i + 1;
	add(&runner_flight, "", LIST(1), (struct axis_list){numbers, ORDERED});
	cr_assert_eq(plan.case_count, ORDERED);
	plan_order(&plan, 0, first, NULL);
	plan_order(&plan, 1, next, NULL);
	plan_order(&plan, 0, again, NULL);
	plan.settings.seed++;
	plan_order(&plan, 0, other, NULL);
	cr_expect_arr_eq(first, again, sizeof(first), "another order from the same seed and block");
	cr_expect_arr_neq(first, next, sizeof(first), "the same order in the next block");
	cr_expect_arr_neq(first, other, sizeof(first), "the same order from another seed");
	for (size_t i = 0; i < ORDERED; i++) {
		cr_assert_lt(first[i], ORDERED);
		cr_expect_not(seen[first[i]], "%zu is there twice", first[i]);
		seen[first[i]] = true;
	}
}

Test(plan, balances_the_places_of_cases_over_each_pair_of_blocks)
{
	size_t order[ORDERED], places[ORDERED], first[3];
	long numbers[ORDERED];

	for (size_t i = 0; i < ORDERED; i++)
		numbers[i] = (long)i + 1;
	add(&runner_flight, "", LIST(1), (struct axis_list){numbers, ORDERED});
	for (unsigned pair = 0; pair < 3; pair++) {
		for (unsigned block = 2 * pair; block < 2 * pair + 2; block++) {
			plan_order(&plan, block, order, NULL);
			for (size_t i = 0; i < ORDERED; i++)
				places[order[i]] = block % 2 == 0 ? i : places[order[i]] + i;
			first[pair] = order[0];
		}
		for (size_t i = 0; i < ORDERED; i++)
			cr_expect_eq(places[i], ORDERED - 1, "pair %u, case %zu", pair, i);
	}
	cr_expect(first[0] != first[1] || first[1] != first[2], "each pair in the same order");
}

Test(plan, prints_cases_omissions_time_and_seed)
{
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	cr_assert_not_null(stream);
	plan.settings.seed = 4711;
	add(&runner_both, "wait=1e7", LIST(2), LIST(1, 2));
	plan_finish(&plan);
	plan_print(&plan, stream);
	fclose(stream);
	cr_expect_str_eq(text,
		"suite test: 1 case × 10 blocks, about 2.2 s\n"
		"each block: 5 samples of at least 10ms a case, in a fresh process; pin: cores; "
		"seed: 4711\n"
		"\n"
		"a block of it  case\n"
		"       221 ms  w{cpu=0,wait=10000000}/both/cores=2/concurrency=2\n"
		"\n"
		"left out\n"
		"  w{cpu=0,wait=10000000}/both/cores=2/concurrency=1: "
		"2 cores need at least 2 tasks in flight\n",
		"%s", text);
	free(text);
}

/* In three significant digits where tenths of a second tell nothing. */
Test(plan, says_how_long_a_short_run_takes)
{
	static const struct {
		double estimate_ns, precision;
		const char *said;
	} cases[] = {
		{40e6, 0, "about 40.0 ms\n"},
		{99.4e6, 0, "about 99.4 ms\n"},
		{0.1e9, 0, "about 0.1 s\n"},
		{12.4e9, 0, "about 12 s\n"},
		{160e6, 0.02, "about 10.0 ms to 0.2 s\n"},
		{8e9, 0.02, "about 0.5 to 8.0 s\n"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = NULL;
		size_t size;
		FILE *stream = open_memstream(&text, &size);

		cr_assert_not_null(stream);
		plan.estimate_ns = cases[i].estimate_ns;
		plan.settings.precision = cases[i].precision;
		plan.settings.blocks = 128;
		plan_print(&plan, stream);
		fclose(stream);
		cr_expect_not_null(strstr(text, cases[i].said), "%s: %s", cases[i].said, text);
		free(text);
	}
}

Test(settings, start_with_a_seed_of_their_own)
{
	struct settings one, other;

	settings_init(&one);
	settings_init(&other);
	cr_expect_eq(one.blocks, 10);
	cr_expect_eq(one.samples, 5);
	cr_expect_float_eq(one.sample_minimum_ns, 10e6, 0);
	cr_expect_eq(one.pin.policy, PIN_CORES);
	cr_expect_neq(one.seed, other.seed);
}
