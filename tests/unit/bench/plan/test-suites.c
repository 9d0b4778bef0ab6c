/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The suites that are installed: what each comes to on machines of one, two and many cores. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/plan/options.h"
#include "bench/plan/plan_make.h"
#include "bench/suite/suite_library.h"
#include "runners/runner.h"
#include "workloads/registry.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const machines[] = {
	"package:1 core:1 pu:1", "package:1 core:2 pu:1", "package:2 core:32 pu:2"};

static struct plan made(const char *suite, const char *machine)
{
	char program[] = "run", *arguments[] = {program, strdup(suite), NULL};
	struct topology *topology;
	struct options options;
	struct plan plan;
	struct error error = {0};

	cr_assert_eq(topology_load_synthetic(&topology, machine, "", &error), 0, "%s", error.text);
	cr_assert_eq(options_parse(&options, 2, arguments, &error), 0, "%s", error.text);
	cr_assert_eq(plan_make(&plan, &options, topology, &error), 0, "%s on %s: %s", suite,
		machine, error.text);
	options_clear(&options);
	topology_free(topology);
	free(arguments[1]);
	return plan;
}

static void use_own_suites(void)
{
	const char *sources = getenv("top_srcdir");
	char data[4096];

	snprintf(data, sizeof(data), "%s/bench/suite", sources != NULL ? sources : ".");
	setenv("BREAKEVEN_DATA", data, 1);
}

TestSuite(suites, .init = use_own_suites);

/* Only what the plugins cannot do may be left out, not what the suite asks for in vain. */
static void check_plan(const struct plan *plan, const char *machine)
{
	for (size_t i = 0; i < plan->omission_count; i++) {
		cr_expect_null(strstr(plan->omissions[i].reason, "cores requested"), "%s on %s: %s",
			plan->suite, machine, plan->omissions[i].reason);
		cr_expect_neq(plan->omissions[i].reason[0], '\0');
	}
	for (unsigned group = 0; group < plan->groups_count; group++) {
		bool has_case = false;

		for (size_t i = 0; i < plan->case_count && !has_case; i++)
			for (size_t j = 0; j < plan->cases[i].groups_count; j++)
				has_case = has_case || plan->cases[i].groups[j] == group;
		cr_expect(has_case, "%s on %s: no case for \"%s\"", plan->suite, machine,
			plan->groups[group]);
	}
}

Test(suites, all_have_a_plan_on_any_number_of_cores)
{
	struct suite_library library;
	struct error error = {0};

	cr_assert_eq(suite_library_open(&library, &error), 0, "%s", error.text);
	cr_assert_geq(library.count, 7);
	for (size_t i = 0; i < library.count; i++)
		for (size_t j = 0; j < COUNT(machines); j++) {
			struct plan plan = made(library.entries[i].name, machines[j]);

			cr_expect_str_eq(plan.suite, library.entries[i].name);
			check_plan(&plan, machines[j]);
			plan_clear(&plan);
		}
	suite_library_close(&library);
}

/* Its runs take up to twice what the plan says; docs/running.md says how long they may take. */
Test(suites, full_ends_in_time_on_two_cores)
{
	struct plan plan = made("full", machines[1]);

	cr_expect_lt(plan.estimate_ns, 450e9, "%g s", plan.estimate_ns / 1e9);
	plan_clear(&plan);
}

Test(suites, full_has_every_workload_and_every_runner)
{
	struct plan plan = made("full", machines[1]);

	for (size_t i = 0; workload_table[i] != NULL; i++)
		for (size_t j = 0; runner_table[j] != NULL; j++) {
			size_t found = 0;

			for (size_t k = 0; k < plan.case_count; k++)
				found += plan.cases[k].workload == workload_table[i] &&
					plan.cases[k].runner == runner_table[j];
			for (size_t k = 0; k < plan.omission_count; k++) {
				char start[128], runner[64];

				snprintf(start, sizeof(start), "%s", workload_table[i]->name);
				snprintf(runner, sizeof(runner), "/%s/", runner_table[j]->name);
				found += strncmp(plan.omissions[k].id, start, strlen(start)) == 0 &&
					strstr(plan.omissions[k].id, runner) != NULL;
			}
			cr_expect_gt(found, 0, "no %s under %s", workload_table[i]->name,
				runner_table[j]->name);
		}
	plan_clear(&plan);
}
