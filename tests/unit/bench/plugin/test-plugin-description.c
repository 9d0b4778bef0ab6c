/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workload that is described and made again is the same but for its hooks. */
#include "config.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/plugin/plugin_description.h"
#include "workloads/registry.h"

static void expect_text(const char *made, const char *of, const char *name, const char *what)
{
	if (of == NULL)
		cr_expect_null(made, "%s: %s", name, what);
	else
		cr_expect_str_eq(made, of, "%s: %s", name, what);
}

static void expect_parameter(const struct parameter *made, const struct parameter *of)
{
	expect_text(made->name, of->name, of->name, "name");
	expect_text(made->unit, of->unit, of->name, "unit");
	expect_text(made->standard, of->standard, of->name, "standard");
	expect_text(made->help, of->help, of->name, "help");
	expect_text(made->applies, of->applies, of->name, "applies");
	cr_expect_eq(made->kind, of->kind, "%s", of->name);
	cr_expect_eq(made->option, of->option, "%s", of->name);
	cr_expect(made->smallest == of->smallest && made->largest == of->largest, "%s", of->name);
	if (of->kind < PARAMETER_CHOICE)
		return;
	cr_assert_eq(made->choices == NULL, of->choices == NULL, "%s", of->name);
	if (of->choices == NULL)
		return;
	for (size_t i = 0; made->choices[i] != NULL || of->choices[i] != NULL; i++)
		cr_assert_str_eq(made->choices[i], of->choices[i], "%s", of->name);
}

static void expect_again(const struct workload *of)
{
	struct plugin_description made;
	struct error error = {0};
	json_t *json = plugin_description_to_json(of, &error);

	cr_assert_not_null(json, "%s: %s", of->name, error.text);
	cr_assert_eq(plugin_description_open(&made, json, &error), 0, "%s", error.text);
	json_decref(json);
	cr_expect_eq(workload_validate(&made.workload, &error), 0, "%s", error.text);
	cr_expect_str_eq(made.workload.name, of->name);
	cr_expect_str_eq(made.workload.summary, of->summary);
	expect_text(made.workload.scales, of->scales, of->name, "scales");
	cr_expect_eq(made.workload.task_size, of->task_size);
	cr_expect_eq(made.workload.partners, of->partners);
	cr_assert_eq(parameter_count(made.workload.parameters), parameter_count(of->parameters));
	for (unsigned i = 0; i < parameter_count(of->parameters); i++)
		expect_parameter(&made.workload.parameters[i], &of->parameters[i]);
	plugin_description_close(&made);
}

Test(plugin_description, every_workload_is_made_again)
{
	for (size_t i = 0; workload_table[i] != NULL; i++)
		expect_again(workload_table[i]);
}

Test(plugin_description, a_range_may_have_no_end)
{
	static const struct parameter parameters[] = {
		{.name = "any",
			.kind = PARAMETER_NUMBER,
			.unit = "",
			.standard = "0",
			.smallest = -INFINITY,
			.largest = INFINITY,
			.help = "any number"},
		{0},
	};
	struct workload workload = *workload_table[0];

	workload.parameters = parameters;
	workload.scales = NULL;
	expect_again(&workload);
}

Test(plugin_description, a_text_that_is_not_utf_8)
{
	struct workload workload = *workload_table[0];
	struct error error = {0};

	workload.summary = "\xff";
	cr_expect_null(plugin_description_to_json(&workload, &error));
	cr_expect(strstr(error.text, "a text of it is not UTF-8"), "%s", error.text);
}

Test(plugin_description, what_is_none)
{
	static const char *const texts[] = {
		"{}",
		"[]",
		"{\"name\": 1}",
		"{\"name\": \"n\", \"summary\": \"s\", \"task_size\": 72, \"partners\": 0, \"parameters\": "
		"[{}]}",
		"{\"name\": \"n\", \"summary\": \"s\", \"task_size\": 72, \"partners\": 0, \"parameters\": "
		"[{\"name\": \"p\", \"kind\": 77, \"standard\": \"\", \"smallest\": \"0\", \"largest\": "
		"\"0\", \"help\": \"h\", \"option\": false, \"choices\": []}]}",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct plugin_description made;
		struct error error = {0};
		json_t *json = json_loads(texts[i], 0, NULL);

		cr_assert_not_null(json);
		cr_expect_eq(plugin_description_open(&made, json, &error), -1, "%s", texts[i]);
		cr_expect(strstr(error.text, "its description"), "%s", error.text);
		json_decref(json);
	}
}
