/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going on with a run: what its journal comes to, and what must be the same for it to go on. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/resume_check.h"
#include "bench/run_journal.h"
#include "tests/made_result.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A run of two cases and three blocks, as result_make() makes it. */
static void make_frame(struct result *result)
{
	made_init(result);
	result->settings = json_pack("{s:i, s:n}", "blocks", 3, "iterations_per_second");
	for (unsigned i = 0; i < 2; i++) {
		struct case_record *record = made_case(result,
			(struct made){.workload = i == 0 ? "one" : "two",
				.runner = "serial",
				.cores = 1,
				.concurrency = 1,
				.rate = 1000,
				.blocks = 3});

		for (size_t j = 0; j < record->block_count; j++)
			block_clear(&record->blocks[j]);
		record->block_count = 0;
		record->tasks = 0;
	}
}

static json_t *block_line(const char *workload, unsigned number, const char *status)
{
	char id[64];

	snprintf(id, sizeof(id), "%s/serial/cores=1/concurrency=1", workload);
	return json_pack("{s:s, s:{s:i, s:i, s:i, s:s, s:s?, s:i, s:i, s:i, s:i, s:[], s:n, "
			 "s:[{s:i, s:i, s:i, s:i, s:i, s:n, s:n}]}}",
		"case", id, "block", "block", number, "order", 2 * number, "pid", 17, "status",
		status, "reason", strcmp(status, "ok") == 0 ? NULL : "a reason", "tasks",
		30 + number, "startup_ns", 1, "teardown_ns", 1, "workers", 1, "cpus_seen", "server",
		"samples", "elapsed_ns", 1000, "user_ns", 1, "system_ns", 1, "voluntary_switches",
		0, "involuntary_switches", 0, "latency_ns", "peak_concurrency");
}

/* A line for a journal; texts that begin with a word and a number are blocks. */
static json_t *line_of(const char *text)
{
	char workload[16], status[16];
	unsigned number;
	json_t *line;

	if (text[0] == '{')
		return json_loads(text, 0, NULL);
	cr_assert_eq(sscanf(text, "%15s %u %15s", workload, &number, status), 3);
	line = block_line(workload, number, status);
	cr_assert_not_null(line, "%s", text);
	return line;
}

static json_t *lines_of(const char *const *texts)
{
	json_t *lines = json_pack("[{s:i}]", "journal", 1);

	for (; *texts != NULL; texts++)
		cr_assert_eq(json_array_append_new(lines, line_of(*texts)), 0, "%s", *texts);
	return lines;
}

Test(replay, puts_everything_back)
{
	static const char *const texts[] = {"{\"files\":true}", "{\"iterations_per_second\":3000}",
		"one 0 failed", "two 0 ok", "{\"resumed\":\"2026-11-22T10:00:00Z\"}",
		"{\"other_run\":{\"pid\":7,\"folder\":\"/f\",\"cpus\":[0],\"seen\":\"t\"}}",
		"two 1 ok",
		"{\"unfinished\":{\"case\":\"one\",\"block\":1,\"tasks\":8,\"samples\":["
		"{\"elapsed_ns\":9,\"user_ns\":1,\"system_ns\":1,\"voluntary_switches\":0,"
		"\"involuntary_switches\":0,\"latency_ns\":null,\"peak_concurrency\":null}]}}",
		"one 1 ok", "{\"finished\":\"2026-11-22T10:00:09Z\"}", NULL};
	struct result result;
	struct error error = {0};
	json_t *lines = lines_of(texts);
	bool files;

	make_frame(&result);
	cr_assert_eq(run_journal_replay(lines, &result, &files, &error), 0, "%s", error.text);
	cr_expect(files);
	cr_expect_eq(result.cases[0].block_count, 2);
	cr_expect_eq(result.cases[0].blocks[0].status, STATUS_FAILED);
	cr_expect_eq(result.cases[0].tasks, 31, "the first block that is ok settles the tasks");
	cr_expect_eq(result.cases[1].tasks, 30);
	cr_expect_eq(result.cases[1].blocks[1].order, 2);
	cr_expect_eq(json_integer_value(json_object_get(result.settings, "iterations_per_second")),
		3000);
	cr_expect_str_eq(result.finished, "2026-11-22T10:00:09Z");
	cr_expect_eq(json_array_size(result.resumed), 1);
	cr_expect_eq(json_array_size(result.other_runs), 1);
	cr_expect_eq(json_array_size(result.unfinished), 1);
	json_decref(lines);
	result_clear(&result);
}

Test(replay, the_folder_of_files_is_gone_when_it_says_so)
{
	static const char *const texts[] = {"{\"files\":true}", "{\"files\":false}", NULL};
	struct result result;
	struct error error = {0};
	json_t *lines = lines_of(texts);
	bool files = true;

	make_frame(&result);
	cr_assert_eq(run_journal_replay(lines, &result, &files, &error), 0, "%s", error.text);
	cr_expect_not(files);
	json_decref(lines);
	result_clear(&result);
}

Test(replay, refuses_with_the_number_of_the_line)
{
	static const struct {
		const char *texts[4], *message;
	} rows[] = {
		{{"one 0 ok", "one 0 ok"},
			"3: block 0 of one/serial/cores=1/concurrency=1 is there twice"},
		{{"one 1 ok", "one 0 ok"}, "3: block 0 of one/serial/cores=1/concurrency=1 is"},
		{{"one 3 ok"}, "2: block 3 of one/serial/cores=1/concurrency=1 is"},
		{{"three 0 ok"}, "2: a block of a case that the run does not have"},
		{{"one 0 good"}, "2: block: status must be one of"},
		{{"{\"resumed\":7}"}, "2: \"resumed\" is not known here"},
		{{"{\"other_run\":{}}"}, "2: pid is missing"},
		{{"{\"unfinished\":{}}"}, "2: case is missing"},
		{{"{\"finished\":\"a\"}", "{\"finished\":\"b\"}"},
			"3: \"finished\" is not known here"},
		{{"{\"a\":1,\"b\":2}"}, "2: this is no line of a run's journal"},
		{{"{}"}, "2: this is no line of a run's journal"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		json_t *lines = lines_of(rows[i].texts);
		struct result result;
		struct error error = {0};
		bool files;

		make_frame(&result);
		cr_expect_eq(run_journal_replay(lines, &result, &files, &error), -1,
			"row %zu is accepted", i);
		cr_expect_eq(strncmp(error.text, rows[i].message, strlen(rows[i].message)), 0,
			"row %zu: %s", i, error.text);
		json_decref(lines);
		result_clear(&result);
	}
}

/* Nothing in it is shared with the result. */
static json_t *begun_json(const struct result *result)
{
	json_t *shared = result_to_json(result), *begun = json_deep_copy(shared);

	json_decref(shared);
	return begun;
}

Test(resume, the_same_run_may_go_on)
{
	struct result result;
	struct error error = {0};
	json_t *begun, *plugins = json_pack("[{s:s}]", "path", "/p.so");

	made_read_example(&result);
	begun = begun_json(&result);
	/* What changes by itself says nothing of another machine. */
	json_object_set_new(json_object_get(begun, "machine"), "load", json_real(3.5));
	cr_expect_eq(resume_check(begun, plugins, &result, plugins, &error), 0, "%s", error.text);
	json_decref(begun);
	json_decref(plugins);
	result_clear(&result);
}

/* The value of a member when the run began; the example is what is now. */
Test(resume, what_differs_is_named)
{
	static const struct {
		const char *object, *name, *value, *message;
	} rows[] = {
		{"tool", "commit", "\"abc\"", "tool: commit was \"abc\" and is \"0123abc\""},
		{"tool", "version", "\"0\"", "tool: version was \"0\" and is \"0.1.0\""},
		{"machine", "cores", "4", "machine: cores was 4 and is 2"},
		{"machine", "hostname", "\"x\"", "machine: hostname was \"x\" and is \"example\""},
		{"settings", "blocks", "7", "settings: blocks was 7 and is 5"},
		{"settings", "new", "1", "settings: new was 1 and is null"},
		{NULL, "seed", "3", "seed was 3 and is 2087654321"},
		{NULL, "suite", "\"x\"", "suite was \"x\" and is \"example\""},
		{NULL, "cases", "[]", "it had 0 cases and has "},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		json_t *begun, *holder, *plugins = json_array();
		struct result result;
		struct error error = {0};

		made_read_example(&result);
		begun = begun_json(&result);
		holder = rows[i].object != NULL ? json_object_get(begun, rows[i].object) : begun;
		json_object_set_new(holder, rows[i].name,
			json_loads(rows[i].value, JSON_DECODE_ANY, NULL));
		cr_expect_eq(resume_check(begun, plugins, &result, plugins, &error), -1,
			"%s may differ", rows[i].name);
		cr_expect_eq(strncmp(error.text, rows[i].message, strlen(rows[i].message)), 0, "%s",
			error.text);
		json_decref(begun);
		json_decref(plugins);
		result_clear(&result);
	}
}

Test(resume, another_case_or_place_is_named)
{
	static const struct {
		const char *name, *value, *message;
	} rows[] = {
		{"id", "\"x\"", "a case: id was \"x\" and is "},
		{"cpus", "[9]", ": cpus was [9] and is ["},
		{"runner", "{}", ": runner was {} and is {"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		json_t *begun, *plugins = json_array();
		struct result result;
		struct error error = {0};

		made_read_example(&result);
		begun = begun_json(&result);
		json_object_set_new(json_array_get(json_object_get(begun, "cases"), 3),
			rows[i].name, json_loads(rows[i].value, JSON_DECODE_ANY, NULL));
		cr_expect_eq(resume_check(begun, plugins, &result, plugins, &error), -1);
		cr_expect_not_null(strstr(error.text, rows[i].message), "%s", error.text);
		json_decref(begun);
		json_decref(plugins);
		result_clear(&result);
	}
}

Test(resume, a_plugin_that_changed_is_named)
{
	struct result result;
	struct error error = {0};
	json_t *begun, *old = json_pack("[{s:s, s:s}]", "path", "/p.so", "checksum", "1");
	json_t *new = json_pack("[{s:s, s:s}]", "path", "/p.so", "checksum", "2");

	made_read_example(&result);
	begun = begun_json(&result);
	cr_expect_eq(resume_check(begun, old, &result, new, &error), -1);
	cr_expect_str_eq(error.text, "the plugin /p.so has changed since");
	json_decref(begun);
	json_decref(old);
	json_decref(new);
	result_clear(&result);
}
