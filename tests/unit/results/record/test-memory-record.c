/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory of a case in the record: to JSON and back, and over blocks. */
#include "config.h"

#include "results/record/block_json.h"
#include "results/record/memory_record.h"
#include "results/record/record_json.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/made/made_result.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static json_t *memory_json(const char *text)
{
	struct sample sample = {.elapsed_ns = 5};
	struct block block = {.pid = 1, .tasks = 3, .samples = &sample, .sample_count = 1};
	json_t *json = block_to_json(&block);

	cr_assert_not_null(json);
	cr_expect_null(json_object_get(json, "memory"), "what is not known is not there");
	json_object_set_new(json, "memory", json_loads(text, 0, NULL));
	return json;
}

Test(memory_record, json_and_back_is_the_same)
{
	static const char *const texts[] = {
		"{\"readings\":3,\"peak_bytes\":5000,\"growth_bytes\":400,\"in_flight\":4,"
		"\"bytes_per_task\":100}",
		"{\"readings\":1,\"peak_bytes\":5000,\"growth_bytes\":0,\"in_flight\":null,"
		"\"bytes_per_task\":null}",
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		json_t *json = memory_json(texts[i]), *again;
		struct block block;
		struct error error = {0};

		cr_assert_eq(block_from_json(&block, json, &error), 0, "%s", error.text);
		cr_expect_eq(block.memory.peak_bytes, 5000);
		again = block_to_json(&block);
		cr_expect(json_equal(json, again), "%s", texts[i]);
		json_decref(again);
		json_decref(json);
		block_clear(&block);
	}
}

Test(memory_record, what_is_wrong_is_refused)
{
	static const struct {
		const char *text, *error;
	} cases[] = {
		{"{\"readings\":3}", "memory: peak_bytes is missing"},
		{"{\"readings\":0}", "memory: readings must be a whole number from 1, not 0"},
		{"{\"readings\":1,\"peak_bytes\":-1}",
			"memory: peak_bytes must be a whole number from 1, not -1"},
		{"[]", "memory: must be an object"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		json_t *json = memory_json(cases[i].text);
		struct block block;
		struct error error = {0};

		cr_expect_eq(block_from_json(&block, json, &error), -1, "%s", cases[i].text);
		cr_expect_str_eq(error.text, cases[i].error, "%s", error.text);
		json_decref(json);
	}
}

Test(memory_record, summary_has_the_median_of_the_blocks_that_know_it)
{
	struct result result, again;
	struct error error = {0};
	struct case_record *record;
	json_t *json;

	made_init(&result);
	record = made_case(&result,
		(struct made){.workload = "w",
			.runner = "serial",
			.cores = 1,
			.concurrency = 1,
			.rate = 1000});
	cr_expect_eq(record->summary.memory.peak_bytes, 0);
	record->blocks[0].memory = (struct memory){.readings = 1, .peak_bytes = 10};
	record->blocks[2].memory =
		(struct memory){.readings = 1, .peak_bytes = 30, .bytes_per_task = 7};
	record->blocks[3].memory = (struct memory){.readings = 1, .peak_bytes = 20};
	record->blocks[4].memory = (struct memory){.readings = 1, .peak_bytes = 90};
	made_fail(record, STATUS_FAILED, "its figures do not count");
	cr_expect_eq(record->summary.memory.peak_bytes, 30);
	cr_expect_eq(record->summary.memory.bytes_per_task, 7);
	result.tool = json_pack("{s:s, s:s}", "name", "x", "version", "1");
	result.suite = strdup("s");
	result.started = strdup("");
	result.machine =
		json_pack("{s:n, s:n, s:i, s:i}", "hostname", "cpu_model", "cores", 1, "cpus", 1);
	result.settings = json_pack("{s:i, s:i, s:s}", "blocks", 5, "samples", 1, "pin", "cores");
	json = result_to_json(&result);
	cr_assert_eq(result_from_json(&again, json, &error), 0, "%s", error.text);
	cr_expect_eq(again.cases[0].summary.memory.peak_bytes, 30);
	cr_expect_eq(again.cases[0].summary.memory.bytes_per_task, 7);
	json_decref(json);
	result_clear(&again);
	result_clear(&result);
}
