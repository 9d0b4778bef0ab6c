/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of a result: in its JSON, in its list of cases. */
#include "config.h"

#include <criterion/criterion.h>

#include "results/table/groups.h"
#include "results/record/record_json.h"
#include "tests/made/made_result.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The example, with its third case in two groups and its fifth in the second of them. */
static json_t *grouped_json(void)
{
	struct result result;
	json_t *json;

	made_read_example(&result);
	made_group(&result, &result.cases[2], "one claim");
	made_group(&result, &result.cases[2], "another");
	made_group(&result, &result.cases[4], "another");
	json = result_to_json(&result);
	cr_assert_not_null(json);
	result_clear(&result);
	return json;
}

Test(groups, json_and_back_is_the_same)
{
	json_t *json = grouped_json(), *again;
	struct result result;
	struct error error = {0};

	cr_assert_eq(result_from_json(&result, json, &error), 0, "%s", error.text);
	cr_assert_eq(result.groups_count, 2);
	cr_expect_str_eq(result.groups[0], "one claim");
	cr_expect_str_eq(result.groups[1], "another");
	cr_assert_eq(result.cases[2].groups_count, 2);
	cr_expect_eq(result.cases[2].groups[1], 1);
	cr_expect_eq(result.cases[3].groups_count, 0);
	again = result_to_json(&result);
	cr_assert_not_null(again);
	cr_expect(json_equal(json, again));
	json_decref(again);
	json_decref(json);
	result_clear(&result);
}

Test(groups, reader_names_what_is_wrong)
{
	static const struct {
		bool of_case;
		const char *value, *error;
	} refused[] = {
		{false, "[1]", "groups must be an array of texts, not 1"},
		{false, "\"x\"", "groups must be an array of texts, not \"x\""},
		{false, "[\"one\"]", "cases[2]: groups: there is no group 1, the result has 1"},
		{true, "[-1]", "cases[2]: groups must be an array of whole numbers, not -1"},
		{true, "1", "cases[2]: groups must be an array of whole numbers, not 1"},
		{true, "[2]", "cases[2]: groups: there is no group 2, the result has 2"},
	};

	for (size_t i = 0; i < COUNT(refused); i++) {
		json_t *json = grouped_json(), *holder = json;
		struct result result;
		struct error error = {0};

		if (refused[i].of_case)
			holder = json_array_get(json_object_get(json, "cases"), 2);
		json_object_set_new(holder, "groups",
			json_loads(refused[i].value, JSON_DECODE_ANY, NULL));
		cr_expect_eq(result_from_json(&result, json, &error), -1, "%s is accepted",
			refused[i].value);
		cr_expect_str_eq(error.text, refused[i].error, "%s", error.text);
		json_decref(json);
	}
}

Test(groups, a_case_stands_in_each_of_its_groups)
{
	static const struct {
		unsigned record;
		size_t group;
	} expected[] = {{0, 0}, {2, 0}, {1, 1}, {2, 1}, {3, 2}};
	struct grouped_case *cases;
	struct result result;
	size_t count;

	made_init(&result);
	for (unsigned i = 0; i < 4; i++)
		made_case(&result,
			(struct made){.workload = "noop",
				.runner = "threads",
				.cores = 1,
				.concurrency = i + 1,
				.rate = 1000});
	made_group(&result, &result.cases[0], "first");
	made_group(&result, &result.cases[1], "second");
	made_group(&result, &result.cases[2], "second");
	made_group(&result, &result.cases[2], "first");
	cr_assert_eq(groups_list(&result, &cases, &count), 0);
	cr_assert_eq(count, COUNT(expected));
	for (size_t i = 0; i < count; i++) {
		cr_expect_eq(cases[i].record, &result.cases[expected[i].record], "place %zu", i);
		cr_expect_eq(cases[i].group, expected[i].group, "place %zu", i);
	}
	free(cases);
	result_clear(&result);
}
