/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases whose tasks arrive at a rate, in the plan: their ids, tasks, time, and who cannot. */
#include "config.h"

#include <criterion/criterion.h>

#include "bench/plan/plan.h"
#include "bench/plan/plan_add.h"
#include "bench/plan/plan_memory.h"
#include "tests/made/made_plan.h"
#include "tests/made/made_root.h"
#include "support/parameter_pool.h"

#define BATCHES \
	(6 + 1.0 / 30) /* a warm-up, five samples, and in one of ten blocks a third for memory \
	                */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define LIST(...) ((struct axis_list){(long[]){__VA_ARGS__}, COUNT(((long[]){__VA_ARGS__}))})

static const struct workload workload = {
	.name = "w", .parameters = cost_parameters, .cost = made_cost};
static const struct runner flight = {
	.name = "flight", .model = MODEL_ASYNC, .axes = AXIS_CONCURRENCY};

TestSuite(plan_rates, .init = made_plan, .fini = made_plan_clear);

static int supports_no_arrivals(const struct parameters *runner_parameters, struct error *reason)
{
	(void)runner_parameters;
	return error_set(reason, "it cannot wait");
}

/* Cases with these rates, of a runner with 8 in flight. */
static void add_rates(const struct runner *runner, const struct workload *of,
	const char *assignments, struct rate_list rates)
{
	struct error error = {0};
	const struct parameters *parameters;
	struct plan_group group = {
		.workload = of,
		.workload_parameters = &parameters,
		.workload_variants = 1,
		.runner = runner,
		.cores = LIST(1),
		.concurrency = LIST(8),
		.rates = rates,
	};

	parameters = parameter_pool_make(cost_parameters, assignments, &error);
	group.runner_parameters = parameter_pool_make(NULL, "", &error);
	cr_assert(parameters != NULL && group.runner_parameters != NULL, "%s", error.text);
	cr_assert_eq(plan_add(&plan, &group, topology, &error), 0, "%s", error.text);
}

Test(plan_rates, multiplies_by_rates_and_leaves_out_who_cannot)
{
	static const struct runner unable = {
		.name = "unable", .supports_arrivals = supports_no_arrivals};
	static const char *const ids[] = {
		"w{cpu=0,wait=0}/flight/cores=1/concurrency=8/rate=100",
		"w{cpu=0,wait=0}/flight/cores=1/concurrency=8/rate=2.5,poisson",
		"w{cpu=0,wait=0}/unable/cores=1/concurrency=1",
	};
	struct arrivals rates[] = {{100, false}, {2.5, true}, {100, false}};

	add_rates(&flight, &workload, "", (struct rate_list){rates, COUNT(rates)});
	add_rates(&unable, &workload, "", (struct rate_list){rates, 1});
	add_rates(&unable, &workload, "", (struct rate_list){0});
	cr_assert_eq(plan.case_count, COUNT(ids));
	for (size_t i = 0; i < COUNT(ids); i++)
		cr_expect_str_eq(plan.cases[i].id, ids[i]);
	cr_assert_eq(plan.omission_count, 1);
	cr_expect_str_eq(plan.omissions[0].id,
		"w{cpu=0,wait=0}/unable/cores=1/concurrency=1/rate=100");
	cr_expect_str_eq(plan.omissions[0].reason, "it cannot wait");
}

/* Eight bytes for a value, for each of two stamps, and for a time of arrival. */
Test(plan_rates, cases_whose_accounts_do_not_fit_are_refused)
{
	struct plan_memory memory = {.bytes = 32e9, .text = "this machine has 16.0 GB"};
	struct error error = {0};

	plan.settings.tasks = 1000000000;
	add_rates(&flight, &workload, "", (struct rate_list){&(struct arrivals){100, false}, 1});
	plan_finish(&plan);
	cr_expect_float_eq(plan_memory_bytes(&plan.cases[0]), 32e9, 0);
	cr_expect_eq(plan_memory_check(&plan, &memory, &error), 0, "%s", error.text);
	memory.bytes = 16e9;
	cr_expect_eq(plan_memory_check(&plan, &memory, &error), -1);
	cr_expect_str_eq(error.text,
		"w{cpu=0,wait=0}/flight/cores=1/concurrency=8/rate=100: a batch of 1000000000 tasks "
		"needs 32.0 GB for its stamps, but this machine has 16.0 GB; use fewer --tasks, a lower "
		"--rate or a shorter --sample-time");
}

/* The least of what there is, and who says so. */
Test(plan_rates, the_memory_of_a_control_group_counts)
{
	static const struct made_file files[] = {
		{"/proc/self/cgroup", "0::/box\n"},
		{"/sys/fs/cgroup/cgroup.controllers", "memory\n"},
		{"/sys/fs/cgroup/box/cgroup.procs", ""},
		{"/sys/fs/cgroup/box/memory.max", "62914560\n"},
		{NULL, NULL},
	};
	char root[] = MADE_ROOT;
	struct plan_memory memory;

	made_root(root, files);
	plan_memory_here(&memory, root);
	cr_expect_eq(memory.bytes, 62914560);
	cr_expect_str_eq(memory.text,
		"this process may have 62.9 MB (limit of its control group, "
		"/sys/fs/cgroup/box/memory.max)");
	made_root_write(root, "/sys/fs/cgroup/box/memory.max", "max");
	plan_memory_here(&memory, root);
	cr_expect_gt(memory.bytes, 62914560);
	cr_expect_not_null(strstr(memory.text, "this machine has "));
	made_root_remove(root);
}

/* As many as arrive in the time of a sample, 100 at least, whole groups of partners, or as told;
 * the estimate has 40 ms of a process and its batches. All are stamped, however short. */
Test(plan_rates, knows_how_many_tasks_arrive_and_for_how_long)
{
	static const struct workload threes = {
		.name = "threes", .parameters = cost_parameters, .cost = made_cost, .partners = 3};
	static const struct {
		const struct workload *workload;
		const char *assignments;
		double rate;
		uint64_t told, tasks;
		double milliseconds;
	} rows[] = {
		{&workload, "", 1000, 0, 100, 40 + BATCHES * 100},
		{&workload, "", 10000, 0, 100, 40 + BATCHES * 10},
		{&threes, "", 20000, 0, 201, 40 + BATCHES * 10.05},
		{&threes, "", 1000, 0, 102, 40 + BATCHES * 102},
		{&workload, "", 0.5, 4, 4, 40 + BATCHES * 8000},
		{&workload, "wait=8e7", 1000, 0, 100, 40 + BATCHES * 13 * 80}, /* eight in flight */
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arrivals rate = {.rate_per_second = rows[i].rate};

		plan.settings.tasks = rows[i].told;
		add_rates(&flight, rows[i].workload, rows[i].assignments,
			(struct rate_list){&rate, 1});
		plan_finish(&plan);
		cr_assert_eq(plan.case_count, 1);
		cr_expect_eq(plan.cases[0].tasks, rows[i].tasks, "row %zu: %ju tasks", i,
			(uintmax_t)plan.cases[0].tasks);
		cr_expect_float_eq(plan.cases[0].estimate_ns, rows[i].milliseconds * 1e6, 1,
			"row %zu: %g", i, plan.cases[0].estimate_ns);
		cr_expect(plan.cases[0].stamped);
		made_plan_clear();
		made_plan();
	}
}
