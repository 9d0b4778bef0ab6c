/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going on with a run: what its journal comes to, and what must be the same for it to go on. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/run/resume_check.h"
#include "bench/run/run_journal.h"
#include "results/record/record_json.h"
#include "tests/made/made_result.h"

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
			"3: block 0 of one/serial/cores=1/concurrency=1 appears twice"},
		{{"one 1 ok", "one 0 ok"},
			"3: block 0 of one/serial/cores=1/concurrency=1 appears"},
		{{"one 3 ok"}, "2: block 3 of one/serial/cores=1/concurrency=1 appears"},
		{{"three 0 ok"}, "2: a block of a case that is not in the run"},
		{{"one 0 good"}, "2: block: status must be one of"},
		{{"{\"resumed\":7}"}, "2: \"resumed\" is unknown, or its value"},
		{{"{\"other_run\":{}}"}, "2: pid is missing"},
		{{"{\"unfinished\":{}}"}, "2: case is missing"},
		{{"{\"finished\":\"a\"}", "{\"finished\":\"b\"}"},
			"3: the run finished before this line"},
		{{"{\"finished\":\"a\"}", "one 0 ok"}, "3: the run finished before this line"},
		{{"{\"a\":1,\"b\":2}"}, "2: this is not a line of a run's journal"},
		{{"{}"}, "2: this is not a line of a run's journal"},
		{{"{\"case\":7,\"block\":{}}"}, "2: this is not a line of a run's journal"},
		{{"{\"case\":7}"}, "2: \"case\" is unknown"},
		{{"{\"case\":\"one/serial/cores=1/concurrency=1\",\"block\":7}"},
			"2: block: must be an object"},
		{{"{\"case\":\"one/serial/cores=1/concurrency=1\",\"block\":{},\"more\":1}"},
			"2: this is not a line of a run's journal"},
		{{"{\"iterations_per_second\":0}"}, "2: \"iterations_per_second\" is unknown"},
		{{"{\"iterations_per_second\":-5}"}, "2: \"iterations_per_second\" is unknown"},
		{{"{\"iterations_per_second\":1.5}"}, "2: \"iterations_per_second\" is unknown"},
		{{"{\"twice_the_work\":[]}"}, "2: \"twice_the_work\" is unknown"},
		{{"{\"twice_the_work\":{\"one\":\"2\"}}"}, "2: \"twice_the_work\" is unknown"},
		{{"{\"twice_the_work\":{\"one\":-2}}"}, "2: \"twice_the_work\" is unknown"},
		{{"{\"files\":1}"}, "2: \"files\" is unknown"},
		{{"{\"spent_ns\":-1}"}, "2: \"spent_ns\" is unknown"},
		{{"{\"spent_ns\":1.5}"}, "2: \"spent_ns\" is unknown"},
		{{"{\"stopped\":null}"}, "2: \"stopped\" is no end"},
		{{"{\"stopped\":{\"reason\":\"luck\",\"look\":1}}"}, "2: \"stopped\" is no end"},
		{{"{\"stopped\":{\"reason\":7,\"look\":1}}"}, "2: \"stopped\" is no end"},
		{{"{\"stopped\":{\"reason\":\"budget\",\"look\":6}}"}, "2: \"stopped\" is no end"},
		{{"{\"stopped\":{\"reason\":\"budget\",\"look\":-1}}"}, "2: \"stopped\" is no end"},
		{{"{\"stopped\":{\"reason\":\"budget\"}}"}, "2: \"stopped\" is no end"},
		{{"{\"stopped\":{\"reason\":\"budget\",\"look\":1,\"more\":1}}"},
			"2: \"stopped\" is no end"},
		{{"{\"other_run\":7}"}, "2: must be an object"},
		{{"{\"other_run\":{\"pid\":0,\"folder\":\"/\",\"cpus\":[],\"seen\":\"t\"}}"},
			"2: pid must be a whole number from 1"},
		{{"{\"unfinished\":[]}"}, "2: must be an object"},
		{{"{\"unfinished\":{\"case\":\"one\",\"block\":1,\"tasks\":8,\"samples\":[7]}}"},
			"2: samples[0]: must be an object"},
		{{"{\"finished\":null}"}, "2: \"finished\" is unknown"},
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

/* One member of a block, whatever else is right. */
Test(replay, refuses_a_block_with_a_wrong_member)
{
	static const struct {
		const char *name, *value, *message;
	} rows[] = {
		{"block", "-1", "block must be a whole number"},
		{"block", "\"0\"", "block must be a whole number"},
		{"block", "null", "block must be a whole number"},
		{"order", "0.5", "order must be a whole number"},
		{"pid", "null", "pid and tasks must be known"},
		{"pid", "0", "pid must be a whole number from 1"},
		{"status", "7", "status must be one of"},
		{"status", "\"failed\"", "reason must be text"},
		{"reason", "\"a reason\"", "reason must be null"},
		{"tasks", "0", "tasks must be a whole number from 1"},
		{"tasks", "null", "pid and tasks must be known"},
		{"startup_ns", "-1", "startup_ns must be a whole number"},
		{"cpus_seen", "{}", "cpus_seen must be an array"},
		{"cpus_seen", "[\"0\"]", "cpus_seen must be an array of whole numbers"},
		{"server", "7", "server: must be an object"},
		{"samples", "null", "samples must be an array"},
		{"samples", "[]", "samples must not be empty"},
		{"samples", "[null]", "samples[0]: must be an object"},
		{"canaries", "7", "canaries: "},
		{"more", "1", "member \"more\" is not known"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		json_t *line = block_line("one", 0, "ok"), *lines;
		struct result result;
		struct error error = {0};
		char expected[128];
		bool files;

		json_object_set_new(json_object_get(line, "block"), rows[i].name,
			json_loads(rows[i].value, JSON_DECODE_ANY, NULL));
		lines = json_pack("[{s:i}, o]", "journal", 1, line);
		make_frame(&result);
		cr_expect_eq(run_journal_replay(lines, &result, &files, &error), -1, "%s is taken",
			rows[i].name);
		snprintf(expected, sizeof(expected), "2: block: %s", rows[i].message);
		cr_expect_eq(strncmp(error.text, expected, strlen(expected)), 0, "%s", error.text);
		cr_expect_eq(result.cases[0].block_count, 0);
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
	json_t *begun;

	made_read_example(&result);
	begun = begun_json(&result);
	/* What changes by itself says nothing of another machine. */
	json_object_set_new(json_object_get(begun, "machine"), "load", json_real(3.5));
	cr_expect_eq(resume_check(begun, &result, &error), 0, "%s", error.text);
	json_decref(begun);
	result_clear(&result);
}

/* The value of a member when the run began; the example is what is now. */
Test(resume, what_differs_is_named)
{
	static const struct {
		const char *object, *name, *value, *message;
	} rows[] = {
		{"tool", "commit", "\"abc\"", "tool: commit was \"abc\" and is now \"0123abc\""},
		{"tool", "version", "\"0\"", "tool: version was \"0\" and is now \"0.1.0\""},
		{"machine", "cores", "4", "machine: cores was 4 and is now 2"},
		{"machine", "hostname", "\"x\"",
			"machine: hostname was \"x\" and is now \"example\""},
		{"settings", "blocks", "7", "settings: blocks was 7 and is now 5"},
		{"settings", "new", "1", "settings: new was 1 and is now null"},
		{NULL, "seed", "3", "seed was 3 and is now 2087654321"},
		{NULL, "suite", "\"x\"", "suite was \"x\" and is now \"example\""},
		{NULL, "cases", "[]", "it had 0 cases and now has "},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		json_t *begun, *holder;
		struct result result;
		struct error error = {0};

		made_read_example(&result);
		begun = begun_json(&result);
		holder = rows[i].object != NULL ? json_object_get(begun, rows[i].object) : begun;
		json_object_set_new(holder, rows[i].name,
			json_loads(rows[i].value, JSON_DECODE_ANY, NULL));
		cr_expect_eq(resume_check(begun, &result, &error), -1, "%s may differ",
			rows[i].name);
		cr_expect_eq(strncmp(error.text, rows[i].message, strlen(rows[i].message)), 0, "%s",
			error.text);
		json_decref(begun);
		result_clear(&result);
	}
}

Test(resume, another_case_or_place_is_named)
{
	static const struct {
		const char *name, *value, *message;
	} rows[] = {
		{"id", "\"x\"", "a case: id was \"x\" and is now "},
		{"cpus", "[9]", ": cpus was [9] and is now ["},
		{"runner", "{}", ": runner was {} and is now {"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		json_t *begun;
		struct result result;
		struct error error = {0};

		made_read_example(&result);
		begun = begun_json(&result);
		json_object_set_new(json_array_get(json_object_get(begun, "cases"), 3),
			rows[i].name, json_loads(rows[i].value, JSON_DECODE_ANY, NULL));
		cr_expect_eq(resume_check(begun, &result, &error), -1);
		cr_expect_not_null(strstr(error.text, rows[i].message), "%s", error.text);
		json_decref(begun);
		result_clear(&result);
	}
}

static json_t *plugins_of(const char *text)
{
	json_t *plugins = json_array(), *words;
	char copy[128];

	snprintf(copy, sizeof(copy), "%s", text);
	for (char *c = copy; *c != '\0'; c++)
		*c = *c == '\'' ? '"' : *c;
	words = json_loads(copy, 0, NULL);
	for (size_t i = 0; i < json_array_size(words); i += 2)
		json_array_append_new(plugins,
			json_pack("{s:O, s:O}", "path", json_array_get(words, i), "checksum",
				json_array_get(words, i + 1)));
	json_decref(words);
	return plugins;
}

/* Each text is a list of plugins: what the run began with, and what its arguments name now. */
Test(resume, plugins_are_the_same_or_named)
{
	static const struct {
		const char *begun, *now, *message;
	} rows[] = {
		{"[]", "[]", NULL},
		{"['/a','1','/b','2']", "['/b','2','/a','1']", NULL},
		{"['/p.so','1']", "['/p.so','2']", "the plugin /p.so has changed since"},
		{"['/p.so','1']", "[]",
			"the plugin /p.so is in its list of plugins and not named by its arguments"},
		{"[]", "['/evil.so','1']",
			"the plugin /evil.so is named by its arguments and not in its list of plugins"},
		{"['/p.so','1']", "['/p.so','1','/evil.so','1']",
			"the plugin /evil.so is named by its arguments and not in its list of plugins"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		json_t *begun = plugins_of(rows[i].begun), *now = plugins_of(rows[i].now);
		struct error error = {0};

		cr_expect_eq(resume_check_plugins(begun, now, &error),
			rows[i].message != NULL ? -1 : 0, "row %zu", i);
		cr_expect_str_eq(error.text, rows[i].message != NULL ? rows[i].message : "");
		json_decref(begun);
		json_decref(now);
	}
}
