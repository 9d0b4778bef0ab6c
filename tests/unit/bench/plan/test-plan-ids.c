/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing of what tells two cases apart is cut: ids, and the texts of a result, have the size they
 * need. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/plan/plan.h"
#include "bench/plan/plan_add.h"
#include "bench/run/result_make.h"
#include "tests/made/made_plan.h"
#include "support/parameter_pool.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static char text[PARAMETER_TEXT_SIZE];
static struct parameter table[PARAMETER_LIMIT + 1];
static const char *const names[PARAMETER_LIMIT] = {
	"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"};

static void cost(const struct work *work, struct cost *cost)
{
	(void)work;
	cost->cpu_ns = 1;
}

static const struct workload wordy = {.name = "wordy", .parameters = table, .cost = cost};
static const struct runner talker = {.name = "talker", .model = MODEL_SERIAL, .parameters = table};

/* Every comma is written with a backslash, so these are the longest texts there are. */
static void open_plan(void)
{
	memset(text, ',', sizeof(text) - 1);
	for (unsigned i = 0; i < PARAMETER_LIMIT; i++)
		table[i] = (struct parameter){.name = names[i],
			.kind = PARAMETER_TEXT,
			.unit = "",
			.standard = text,
			.help = "long"};
	made_plan_on("package:1 core:2048 pu:1");
}

TestSuite(plan_ids, .init = open_plan, .fini = made_plan_clear);

/* Two cases whose only difference is the last letter of the last parameter of one plugin. */
static void add_two(bool for_runner)
{
	struct error error = {0};

	text[sizeof(text) - 2] = 'x';
	for (int i = 0; i < 2; i++) {
		struct parameters of_workload, of_runner;
		const struct parameters *kept;
		struct plan_group group = {.workload = &wordy,
			.workload_parameters = &kept,
			.workload_variants = 1,
			.runner = &talker};

		cr_assert_eq(parameters_init(&of_workload, table, &error), 0, "%s", error.text);
		cr_assert_eq(parameters_init(&of_runner, table, &error), 0);
		text[sizeof(text) - 2] = (char)('x' + i);
		cr_assert_eq(parameters_set(for_runner ? &of_runner : &of_workload,
				     names[PARAMETER_LIMIT - 1], text, &error),
			0, "%s", error.text);
		text[sizeof(text) - 2] = 'x';
		kept = parameter_pool_keep(&of_workload, &error);
		group.runner_parameters = parameter_pool_keep(&of_runner, &error);
		cr_assert_eq(plan_add(&plan, &group, topology, &error), 0, "%s", error.text);
	}
}

static void expect_two(const char *one, const char *other, const char *what)
{
	cr_expect(strcmp(one, other) != 0, "%s: the same, %zu letters", what, strlen(one));
}

Test(plan_ids, the_last_letter_of_a_workload_tells_apart)
{
	struct result result = {0};
	struct error error = {0};

	add_two(false);
	cr_assert_eq(plan.case_count, 2);
	cr_assert_eq(result_make(&result, &plan, topology, &error), 0, "%s", error.text);
	expect_two(result.cases[0].id, result.cases[1].id, "id");
	expect_two(result.cases[0].workload_text, result.cases[1].workload_text, "text");
	cr_expect_neq(plan.cases[0].work, plan.cases[1].work);
	result_clear(&result);
}

Test(plan_ids, the_last_letter_of_a_runner_tells_apart)
{
	struct result result = {0};
	struct error error = {0};

	add_two(true);
	cr_assert_eq(plan.case_count, 2);
	cr_assert_eq(result_make(&result, &plan, topology, &error), 0, "%s", error.text);
	expect_two(result.cases[0].id, result.cases[1].id, "id");
	expect_two(result.cases[0].runner_text, result.cases[1].runner_text, "text");
	cr_expect_eq(plan.cases[0].work, plan.cases[1].work);
	result_clear(&result);
}

/* As many CPUs as a list can have, none beside another: the result has them all. */
Test(plan_ids, the_last_cpu_of_a_pin_list_tells_apart)
{
	struct result results[2] = {{0}};
	struct error error = {0};
	static const struct parameters none, *const nones[] = {&none};
	static const struct workload noop = {.name = "noop", .cost = cost};
	struct plan_group group = {.workload = &noop,
		.workload_parameters = nones,
		.runner_parameters = &none,
		.workload_variants = 1,
		.runner = &(struct runner){.name = "serial", .model = MODEL_SERIAL}};
	struct pin *pin = &plan.settings.pin;

	cr_assert_eq(plan_add(&plan, &group, topology, &error), 0, "%s", error.text);
	pin->policy = PIN_LIST;
	pin->count = PIN_LIST_LIMIT;
	for (unsigned i = 0; i < PIN_LIST_LIMIT; i++)
		pin->list[i] = 2 * i;
	for (unsigned i = 0; i < 2; i++) {
		pin->list[PIN_LIST_LIMIT - 1] = 2046 + i;
		cr_assert_eq(result_make(&results[i], &plan, topology, &error), 0, "%s",
			error.text);
	}
	expect_two(json_string_value(json_object_get(results[0].settings, "pin")),
		json_string_value(json_object_get(results[1].settings, "pin")), "pin");
	result_clear(&results[0]);
	result_clear(&results[1]);
}
