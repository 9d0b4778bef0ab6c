/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of a plan: which case is in which, and the plan printed by them. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/plan/plan.h"
#include "bench/plan/plan_add.h"
#include "bench/plan/plan_print.h"
#include "workloads/registry.h"
#include "tests/made/made_plan.h"
#include "support/parameter_pool.h"

TestSuite(plan_groups, .init = made_plan, .fini = made_plan_clear);

/* noop under a runner, to the group with this text. */
static void add(const char *text, const char *runner, unsigned cores, unsigned concurrency)
{
	long number_of_cores[] = {cores}, in_flight[] = {concurrency};
	struct error error = {0};
	const struct parameters *parameters;
	struct plan_group group = {
		.text = text,
		.workload = workload_find("noop", &error),
		.workload_parameters = &parameters,
		.workload_variants = 1,
		.runner = runner_find(runner, &error),
		.cores = {number_of_cores, 1},
		.concurrency = {in_flight, 1},
	};

	parameters = parameter_pool_make(group.workload->parameters, "", &error);
	group.runner_parameters = parameter_pool_make(group.runner->parameters, "", &error);
	cr_assert(parameters != NULL && group.runner_parameters != NULL, "%s", error.text);
	cr_assert_eq(plan_add(&plan, &group, topology, &error), 0, "%s", error.text);
}

Test(plan_groups, a_case_in_two_groups_is_measured_once)
{
	add("one", "serial", 1, 1);
	add("one", "threads", 1, 8);
	add("nowhere", "threads", 5, 5);
	add("other", "threads", 1, 8);
	add("other", "threads", 1, 64);
	add("one", "threads", 1, 8);
	add(NULL, "threads", 1, 64);
	cr_assert_eq(plan.case_count, 3);
	cr_assert_eq(plan.groups_count, 3);
	cr_expect_str_eq(plan.groups[0], "one");
	cr_expect_str_eq(plan.groups[1], "nowhere", "also where none of its cases exists");
	cr_expect_str_eq(plan.groups[2], "other");
	cr_assert_eq(plan.cases[0].groups_count, 1);
	cr_assert_eq(plan.cases[1].groups_count, 2);
	cr_expect_eq(plan.cases[1].groups[0], 0);
	cr_expect_eq(plan.cases[1].groups[1], 2);
	cr_assert_eq(plan.cases[2].groups_count, 1);
	cr_expect_eq(plan.cases[2].groups[0], 2);
}

Test(plan_groups, the_plan_is_printed_by_group)
{
	static const char *const expected[] = {
		"\nfirst claim\n",
		"noop/serial/",
		"\nnowhere\n               none of its cases is possible here\n",
		"\nsecond claim\n",
		"noop/serial/",
		"\nin no group\n",
		"noop/async/",
		"\nleft out\n",
	};
	char *text = NULL, *place;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	cr_assert_not_null(memory);
	add("first claim", "serial", 1, 1);
	add("nowhere", "threads", 5, 5);
	add("second claim", "serial", 1, 1);
	add(NULL, "async", 1, 8);
	plan_finish(&plan);
	plan_print(&plan, memory);
	fclose(memory);
	place = text;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		char *found = strstr(place, expected[i]);

		cr_assert_not_null(found, "no \"%s\" behind the one before in %s", expected[i],
			text);
		/* The last line's end may begin what is next. */
		place = found + strlen(expected[i]) - 1;
	}
	free(text);
}
