/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record: to JSON and back, what a reader refuses, and files. */
#include "config.h"

#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "results/record/block_json.h"
#include "results/record/record.h"
#include "results/record/record_file.h"
#include "results/record/record_json.h"
#include "tests/made/made_change.h"
#include "tests/made/made_result.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

Test(record, json_and_back_is_the_same)
{
	json_t *json = made_example_json(), *again;
	struct result result;
	struct error error = {0};

	cr_assert_eq(result_from_json(&result, json, &error), 0, "%s", error.text);
	again = result_to_json(&result);
	cr_assert_not_null(again);
	cr_expect(json_equal(json, again));
	json_decref(again);
	json_decref(json);
	result_clear(&result);
	cr_expect_eq(result.case_count, 0);
}

/* A value for a member; NULL takes it away. */
struct change {
	const char *path, *value, *error;
};

static const struct change refused[] = {
	{"schema", NULL, "is not a result of breakeven: it has no \"schema\""},
	{"schema", "2", "has schema 2, this program reads schema 1"},
	{"seed", "-1", "seed must be a whole number from 0 to 9007199254740991, not -1"},
	{"seed", "9007199254740992",
		"seed must be a whole number from 0 to 9007199254740991, not 9007199254740992"},
	{"seed", "1.5", "seed must be a whole number from 0 to 9007199254740991, not 1.5"},
	{"suite", "7", "suite must be text, not 7"},
	{"finished", "true", "finished must be text or null, not true"},
	{"interrupted", "0", "interrupted must be true or false, not 0"},
	{"resumed", "[7]", "resumed[0]: must be text"},
	{"other_runs", "{}", "other_runs must be an array that is not empty"},
	{"other_runs/0/pid", "0", "other_runs[0]: pid must be a whole number from 1, not 0"},
	{"other_runs/0/cpus", NULL, "other_runs[0]: cpus is missing"},
	{"unfinished", "{}", "unfinished must be an array that is not empty"},
	{"unfinished/0/tasks", "0", "unfinished[0]: tasks must be a whole number from 1, not 0"},
	{"unfinished/0/samples", "[]", "unfinished[0]: samples must be an array that is not empty"},
	{"unfinished/0/samples/0/elapsed_ns", NULL,
		"unfinished[0]: samples[0]: elapsed_ns is missing"},
	{"machine", "[]", "machine must be an object, not []"},
	{"machine/cores", "0", "machine: cores must be a whole number from 1 to 4294967295, not 0"},
	{"machine/hostname", NULL, "machine: hostname is missing"},
	{"tool/extra", "1", "tool: member \"extra\" is not known"},
	{"settings/pin", "2", "settings: pin must be text, not 2"},
	{"settings/limit_ns", "-1", "settings: limit_ns must be a number from 0 or null, not -1"},
	{"settings/tasks", "-1", "settings: tasks must be a whole number from 0 or null, not -1"},
	{"settings/precision", "\"2%\"", "settings: precision must be a number from 0, not \"2%\""},
	{"settings/budget_ns", "-1", "settings: budget_ns must be a number from 0 or null, not -1"},
	{"settings/looks", "[8,\"16\"]",
		"settings: looks must be an array of whole numbers, not \"16\""},
	{"settings/spent_ns", "0.5", "settings: spent_ns must be a whole number from 0, not 0.5"},
	{"settings/stopped", "2", "settings: stopped must be text, not 2"},
	{"settings/stopped_look", "-1",
		"settings: stopped_look must be a whole number from 0 to 4294967295, not -1"},
	{"extra", "1", "member \"extra\" is not known"},
	{"runners", "{}", "runners must be an array"},
	{"runners/1/model", NULL, "runners[1]: model is missing"},
	{"runners/0/extra", "1", "runners[0]: member \"extra\" is not known"},
	{"cases/2/cores", "0",
		"cases[2]: cores must be a whole number from 1 to 4294967295, not 0"},
	{"cases/2/cores", "4294967296",
		"cases[2]: cores must be a whole number from 1 to 4294967295, not 4294967296"},
	{"cases/2/cpus/0", "-1", "cases[2]: cpus must be an array of whole numbers, not -1"},
	{"cases/2/cpus", "7", "cases[2]: cpus must be an array of whole numbers, not 7"},
	{"cases/2/tasks", "0", "cases[2]: tasks must be a whole number from 1 or null, not 0"},
	{"cases/2/status", "\"good\"",
		"cases[2]: status must be one of \"ok\", \"failed\", \"wrong-value\", \"crashed\", "
		"\"timed-out\", \"invalid\", \"not-run\", not \"good\""},
	{"cases/2/status", "\"failed\"",
		"cases[2]: reason must be text where status is not \"ok\""},
	{"cases/2/reason", "\"x\"", "cases[2]: reason must be null where status is \"ok\""},
	{"cases/2/workload/name", NULL, "cases[2]: workload: name is missing"},
	{"cases/2/workload", "null", "cases[2]: workload: must be an object"},
	{"cases/2/runner/extra", "{}", "cases[2]: runner: member \"extra\" is not known"},
	{"cases/2/summary/blocks", "0",
		"cases[2]: summary: blocks must be a whole number from 1, not 0"},
	{"cases/2/summary/blocks", "6",
		"cases[2]: summary: it is of 6 blocks and leaves out 0, but 5 blocks are \"ok\""},
	{"cases/2/summary/left_out", "1",
		"cases[2]: summary: it is of 5 blocks and leaves out 1, but 5 blocks are \"ok\""},
	{"cases/2/blocks", "[]", "cases[2]: status is \"ok\", but no block is"},
	{"cases/2/id", "\"noop/serial/cores=1/concurrency=1\"",
		"cases[2]: another case has the id \"noop/serial/cores=1/concurrency=1\", too"},
	{"cases/2/summary/startup_ns", "1e300",
		"cases[2]: summary: startup_ns must be 0 or a number from 1e-30 to 1e30, not "
		"1e300"},
	{"cases/2/summary/tasks_per_second/median", "1e-300",
		"cases[2]: summary: tasks_per_second: median must be 0 or a number from 1e-30 to "
		"1e30, not 1e-300"},
	{"cases/2/summary/cpu_use", "1", "cases[2]: summary: cpu_use: must be an object"},
	{"cases/2/summary/cpu_use/confidence", "1.5",
		"cases[2]: summary: cpu_use: confidence must be a number from 0 to 1, not 1.5"},
	{"cases/2/summary/cpu_use/low", "99",
		"cases[2]: summary: cpu_use: median must lie between low and high"},
	{"cases/5/summary/latency_p50_ns", "null",
		"cases[5]: summary: latency_p50_ns and latency_p99_ns must both be known or both be null"},
	{"cases/2/blocks/1/tasks", "null",
		"cases[2]: blocks[1]: pid and tasks must be known where status is \"ok\""},
	{"cases/2/blocks/1/pid", "0",
		"cases[2]: blocks[1]: pid must be a whole number from 1 or null, not 0"},
	{"cases/2/blocks/1/environment_bytes", "0",
		"cases[2]: blocks[1]: environment_bytes must be a whole number from 1, not 0"},
	{"cases/2/blocks/1/samples", "[]",
		"cases[2]: blocks[1]: samples must not be empty where status is \"ok\""},
	{"cases/2/blocks/1/server", "{}", "cases[2]: blocks[1]: server: shared is missing"},
	{"cases/2/blocks/1/samples/1/elapsed_ns", "0",
		"cases[2]: blocks[1]: samples[1]: elapsed_ns must be a whole number from 1, not 0"},
	{"cases/2/blocks/1/samples/1/mean_concurrency", "-1",
		"cases[2]: blocks[1]: samples[1]: mean_concurrency must be a number from 0, not "
		"-1"},
	{"cases/2/blocks/1/samples/1/clock_share", "null",
		"cases[2]: blocks[1]: samples[1]: clock_share must be a number from 0, not null"},
	{"cases/2/blocks/1/samples/1/peak_concurrency", "3",
		"cases[2]: blocks[1]: samples[1]: latency_ns and peak_concurrency must both be known "
		"or both be null"},
	{"cases/2/blocks/1/samples/1/observations", "7",
		"cases[2]: blocks[1]: samples[1]: observations must be an object of at most 4 members"},
	{"cases/2/blocks/1/samples/1/observations", "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1}",
		"cases[2]: blocks[1]: samples[1]: observations must be an object of at most 4 members"},
	{"cases/2/blocks/1/samples/1/observations", "{\"a\":null}",
		"cases[2]: blocks[1]: samples[1]: observations: a must be a number"},
	{"cases/2/summary/observations", "{\"\":1}",
		"cases[2]: summary: observations: the name \"\" must have 1 to 31 bytes"},
	{"cases/2/summary/observations", "{\"a23456789_123456789_123456789_12\":1}",
		"cases[2]: summary: observations: the name \"a23456789_123456789_123456789_12\" must "
		"have 1 to 31 bytes"},
	{"cases/5/blocks/1/samples/1/latency_ns/p99_9", "\"1\"",
		"cases[5]: blocks[1]: samples[1]: latency_ns: p99_9 must be a whole number from 0, not \"1\""},
};

Test(record, reader_names_what_is_wrong)
{
	for (size_t i = 0; i < COUNT(refused); i++)
		made_expect_refused(refused[i].path, refused[i].value, refused[i].error);
}

/* What is not known is null on paper and 0 in the struct, and only where it is not known. */
Test(record, block_that_is_not_ok_has_nulls)
{
	char reason[] = "ended by signal 11";
	struct block block = {
		.block = 2, .order = 7, .pid = 4711, .status = STATUS_CRASHED, .reason = reason};
	json_t *json = block_to_json(&block);
	struct block again;
	struct error error = {0};

	cr_assert_not_null(json);
	cr_expect(json_is_null(json_object_get(json, "startup_ns")));
	cr_expect(json_is_null(json_object_get(json, "tasks")));
	cr_assert_eq(block_from_json(&again, json, &error), 0, "%s", error.text);
	cr_expect_eq(again.status, STATUS_CRASHED);
	cr_expect_str_eq(again.reason, "ended by signal 11");
	cr_expect_eq(again.pid, 4711);
	block_clear(&again);
	json_decref(json);
}

Test(record, block_that_is_ok_has_zeros)
{
	struct sample sample = {.elapsed_ns = 5};
	unsigned cpus[] = {1, 3};
	struct block block = {.pid = 1,
		.tasks = 3,
		.samples = &sample,
		.sample_count = 1,
		.has_server = true,
		.server_shared = true,
		.server_cpus = cpus,
		.server_cpus_count = 2};
	json_t *json = block_to_json(&block);
	struct block again;

	cr_assert_not_null(json);
	cr_expect(json_is_integer(json_object_get(json, "startup_ns")));
	cr_assert_eq(block_from_json(&again, json, NULL), 0);
	cr_expect(again.has_server && again.server_shared);
	cr_expect_eq(again.server_cpus_count, 2);
	cr_expect_eq(again.server_cpus[1], 3);
	cr_expect_not(again.samples[0].stamped);
	block_clear(&again);
	json_decref(json);
}

/* A crashed plugin may leave any bytes behind. */
Test(record, reason_need_not_be_utf8)
{
	char reason[] = "bad \xff\xc3 bytes";
	struct block block = {.pid = 1, .status = STATUS_FAILED, .reason = reason};
	json_t *json = block_to_json(&block);

	cr_assert_not_null(json);
	cr_expect_str_eq(json_string_value(json_object_get(json, "reason")), "bad ?? bytes");
	json_decref(json);
}

Test(record, what_has_no_json_is_not_written)
{
	struct sample sample = {.elapsed_ns = UINT64_MAX};
	struct block block = {.pid = 1, .tasks = 1, .samples = &sample, .sample_count = 1};
	struct result result;
	struct error error = {0};
	char path[] = "/tmp/breakeven-test-XXXXXX";
	char file[64];

	cr_expect_null(block_to_json(&block));
	made_init(&result);
	made_case(&result,
		(struct made){.workload = "w",
			.runner = "serial",
			.cores = 1,
			.concurrency = 1,
			.rate = 1000});
	result.cases[0].summary.startup_ns = NAN;
	cr_assert_not_null(mkdtemp(path));
	snprintf(file, sizeof(file), "%s/result.json", path);
	cr_expect_eq(result_write(&result, file, &error), -1);
	cr_expect_not_null(strstr(error.text, "not a number"), "%s", error.text);
	cr_expect_neq(access(file, F_OK), 0);
	cr_assert_eq(rmdir(path), 0, "something was left behind");
	result_clear(&result);
}

Test(record, file_and_folder)
{
	struct result result, again;
	struct error error = {0};
	char path[] = "/tmp/breakeven-test-XXXXXX";
	char file[64];
	struct stat about;

	made_read_example(&result);
	cr_assert_not_null(mkdtemp(path));
	snprintf(file, sizeof(file), "%s/result.json", path);
	umask(022);
	for (unsigned i = 0; i < 2; i++) /* the second time it is replaced */
		cr_assert_eq(result_write(&result, file, &error), 0, "%s", error.text);
	cr_assert_eq(stat(file, &about), 0);
	cr_expect_eq(about.st_mode & 0777, 0644);
	cr_assert_eq(result_read(&again, path, &error), 0, "%s", error.text);
	cr_expect_eq(again.case_count, result.case_count);
	cr_expect_eq(again.cases[9].summary.tasks_per_second.median,
		result.cases[9].summary.tasks_per_second.median);
	unlink(file);

	/* A folder cannot be replaced by a file. */
	cr_assert_eq(mkdir(file, 0755), 0);
	cr_expect_eq(result_write(&result, file, &error), -1);
	cr_expect_not_null(strstr(error.text, "cannot be written: it is a folder"));
	rmdir(file);
	cr_assert_eq(rmdir(path), 0, "something was left behind");
	result_clear(&again);
	result_clear(&result);
}

Test(record, file_errors_name_the_file)
{
	struct result result;
	struct error error = {0};
	char path[] = "/tmp/breakeven-test-XXXXXX";
	int descriptor = mkstemp(path);
	char expected[128];

	cr_assert_geq(descriptor, 0);
	cr_assert_eq(write(descriptor, "{\n \"a\": 1,\n}", 12), 12);
	cr_expect_eq(result_read(&result, path, &error), -1);
	snprintf(expected, sizeof(expected), "%s:3:", path);
	cr_expect_eq(strncmp(error.text, expected, strlen(expected)), 0, "%s", error.text);
	unlink(path);
	close(descriptor);

	error = (struct error){0};
	cr_expect_eq(result_read(&result, "/nowhere/at/all", &error), -1);
	cr_expect_str_eq(error.text, "/nowhere/at/all: cannot be read: No such file or directory");

	error = (struct error){0};
	result = (struct result){0};
	cr_expect_eq(result_write(&result, "/nowhere/result.json", &error), -1);
	cr_expect_str_eq(error.text,
		"/nowhere/result.json: cannot be written: No such file or directory");
}

Test(record, observations_go_to_json_and_back)
{
	struct sample sample = {.elapsed_ns = 1,
		.observed = {{"lost_updates", 12}, {"share", -0.25}, {"much", 1e300}},
		.observed_count = 3};
	struct block block = {.pid = 1, .tasks = 1, .samples = &sample, .sample_count = 1}, again;
	struct error error = {0};
	json_t *json = block_to_json(&block), *expected, *observations;

	observations = json_object_get(json_array_get(json_object_get(json, "samples"), 0),
		"observations");
	expected = json_loads("{\"lost_updates\": 12, \"share\": -0.25, \"much\": 1e300}", 0, NULL);
	cr_expect(json_equal(observations, expected));
	cr_assert_eq(block_from_json(&again, json, &error), 0, "%s", error.text);
	cr_assert_eq(again.samples[0].observed_count, 3);
	for (unsigned i = 0; i < 3; i++) {
		cr_expect_str_eq(again.samples[0].observed[i].name, sample.observed[i].name);
		cr_expect_eq(again.samples[0].observed[i].value, sample.observed[i].value);
	}
	json_object_clear(observations);
	block_clear(&again);
	cr_assert_eq(block_from_json(&again, json, &error), 0, "%s", error.text);
	cr_expect_eq(again.samples[0].observed_count, 0, "an empty object is none");
	block_clear(&again);
	json_decref(expected);
	json_decref(json);
	sample.observed[1].value = 1.0 / 0.0;
	cr_expect_null(block_to_json(&block), "infinity has no JSON");
}

Test(record, what_stamps_tell_goes_to_json_and_back)
{
	struct sample sample = {.elapsed_ns = 1, .mean_concurrency = 7.5, .clock_share = 0.125};
	struct block block = {.pid = 1, .tasks = 1, .samples = &sample, .sample_count = 1}, again;
	struct error error = {0};
	json_t *json = block_to_json(&block);

	cr_assert_eq(block_from_json(&again, json, &error), 0, "%s", error.text);
	cr_expect_eq(again.samples[0].mean_concurrency, 7.5);
	cr_expect_eq(again.samples[0].clock_share, 0.125);
	block_clear(&again);
	json_decref(json);
	sample.mean_concurrency = 0;
	json = block_to_json(&block);
	cr_expect_null(json_object_get(json_array_get(json_object_get(json, "samples"), 0),
			       "mean_concurrency"),
		"what is not known is absent");
	json_decref(json);
}
