/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suite files: what they become, and where a wrong one is wrong. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "bench/suite/json_position.h"
#include "bench/suite/suite.h"
#include "bench/suite/suite_library.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static char folder[] = "/tmp/breakeven-test-suite.XXXXXX";
static char file[64];

static void make_folder(void)
{
	cr_assert_not_null(mkdtemp(folder));
	snprintf(file, sizeof(file), "%s/suite.json", folder);
}

static void remove_folder(void)
{
	unlink(file);
	rmdir(folder);
}

static void write_suite(const char *text)
{
	FILE *stream = fopen(file, "we");

	cr_assert_not_null(stream);
	cr_assert_geq(fputs(text, stream), 0);
	cr_assert_eq(fclose(stream), 0);
}

/* Reads a suite that must be right. */
static struct suite read_text(const char *text)
{
	struct error error = {0};
	struct suite suite;

	write_suite(text);
	cr_assert_eq(suite_read(&suite, file, &error), 0, "%s", error.text);
	return suite;
}

TestSuite(suite, .init = make_folder, .fini = remove_folder);

/* A wrong suite, and how the message ends or begins after the name of the file. */
static const struct refusal {
	const char *json, *message;
} refusals[] = {
	{"{\"name\": \"x\",\n \"cases\": [}", ":2:12: "},
	{"", ": the file is empty"},
	{"[]", ":1:1: must be an object"},
	{"{\"name\": \"x\", \"name\": \"y\", \"cases\": [{\"workload\": \"noop\"}]}",
		":1:20: duplicate object key"},
	{"{\"name\": \"x\"}", ":1:1: has no \"cases\""},
	{"{\"cases\": []}", ":1:1: has no \"name\""},
	{"{\"name\": 7, \"cases\": []}", ":1:10: name: must be a text in quotes"},
	{"{\"name\": \"../x\", \"cases\": []}", ":1:10: name: '../x' is not a name"},
	{"{\"name\": \".x\", \"cases\": []}", ":1:10: name: '.x' is not a name"},
	{"{\"name\": \"\", \"cases\": []}", ":1:10: name: '' is not a name"},
	{"{\"name\": \"x\", \"summary\": 1, \"cases\": []}", ":1:26: summary: must be a text"},
	{"{\"name\": \"x\", \"cases\": []}", ":1:24: cases: must be a list with at least one"},
	{"{\"name\": \"x\", \"cases\": {}}", ":1:24: cases: must be a list with at least one"},
	{"{\"name\": \"x\",\n\t\"case\": []}", ":2:2: case: unknown key; did you mean 'cases'?"},
	{"{\"zzzzzzzz\": 1}",
		":1:2: zzzzzzzz: unknown key; there are name, summary, settings, cases"},
	{"{\"a\\nb\": 1}", ":1:2: a?b: unknown key"},
	{"{\"name\": \"x\", \"settings\": 3}", ":1:27: settings: must be an object"},
	{"{\"name\": \"x\", \"settings\": {\"block\": 3}}",
		":1:28: settings.block: unknown key; did you mean 'blocks'?"},
	{"{\"name\": \"x\", \"settings\": {\"blocks\": 0}}", ":1:38: settings.blocks: "},
	{"{\"name\": \"x\", \"settings\": {\"blocks\": 1001}}", ":1:38: settings.blocks: "},
	{"{\"name\": \"x\", \"settings\": {\"blocks\": 1.5}}", ":1:38: settings.blocks: "},
	{"{\"name\": \"x\", \"settings\": {\"blocks\": [5]}}",
		":1:38: settings.blocks: must be a number or a text"},
	{"{\"name\": \"x\", \"settings\": {\"samples\": 1001}}", ":1:39: settings.samples: "},
	{"{\"name\": \"x\", \"settings\": {\"sample_time\": 25}}", ":1:43: settings.sample_time: "},
	{"{\"name\": \"x\", \"settings\": {\"sample_time\": \"61s\"}}",
		":1:43: settings.sample_time: "},
	{"{\"name\": \"x\", \"settings\": {\"pin\": \"core\"}}", ":1:35: settings.pin: "},
	{"{\"name\": \"x\", \"cases\": [1]}", ":1:25: cases[0]: must be an object"},
	{"{\"name\": \"x\", \"cases\": [{}]}", ":1:25: cases[0]: has no \"workload\""},
	{"{\"name\": \"x\", \"cases\": [{\"group\": 1, \"workload\": \"noop\"}]}",
		":1:35: cases[0].group: must be a text in quotes"},
	{"{\"name\": \"x\", \"cases\": [{\"group\": \"\", \"workload\": \"noop\"}]}",
		":1:35: cases[0].group: is empty; say what the cases show"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": null}]}",
		":1:38: cases[0].workload: must be a text in quotes"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"cpusum\"}]}",
		":1:38: cases[0].workload: unknown workload 'cpusum'; did you mean 'cpu-sum'?"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\", \"runner\": []}]}",
		":1:46: cases[0].runner: unknown key; did you mean 'runners'?"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\"},\n  {\"workload\": \"noop\",\n"
	 "   \"runners\": [\"serial\", \"thread-pol\"]}]}",
		":3:26: cases[1].runners[1]: unknown runner 'thread-pol'; did you mean 'thread-pool'?"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\", \"runners\": []}]}",
		":1:57: cases[0].runners: must be a list with at least one entry"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\", \"runners\": 5}]}",
		":1:57: cases[0].runners: must be the name of a runner"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\", \"runners\": {\"name\": \"asyn\"}}]}",
		":1:66: cases[0].runners.name: unknown runner 'asyn'; did you mean 'async'?"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\", \"runners\": [{\"nam\": 1}]}]}",
		":1:59: cases[0].runners[0].nam: unknown key; did you mean 'name'?"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\", \"runners\":"
	 " [{\"name\": \"serial\", \"parameters\": {\"x\": 1}}]}]}",
		":1:92: cases[0].runners[0].parameters.x: unknown parameter"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"sleep\", \"parameters\": [1]}]}",
		":1:61: cases[0].parameters: must be an object"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"sleep\",\n\"parameters\": {\"duratio\": \"1s\"}}]}",
		":2:16: cases[0].parameters.duratio: unknown parameter \"duratio\": did you mean \"duration\""},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"sleep\",\n\"parameters\": {\"duration\": \"2h\"}}]}",
		":2:28: cases[0].parameters.duration: "},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"sleep\",\n\"parameters\": {\"duration\": 10}}]}",
		":2:28: cases[0].parameters.duration: "},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"mixed\",\n\"parameters\": {\"cpu\": [0, 50, 101]}}]}",
		":2:31: cases[0].parameters.cpu[2]: "},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"mixed\",\n\"parameters\": {\"cpu\": []}}]}",
		":2:23: cases[0].parameters.cpu: must be a list with at least one entry"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"mixed\",\n\"parameters\": {\"cpu\": [[1]]}}]}",
		":2:24: cases[0].parameters.cpu[0]: must be a number or a text"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\", \"cores\": [1, 0]}]}",
		":1:59: cases[0].cores[1]: '0' is not a number of cores"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\", \"cores\": \"cores\"}]}",
		":1:55: cases[0].cores: 'cores' is not a number of cores"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\", \"cores\": 4097}]}",
		":1:55: cases[0].cores: '4097' is not a number of cores"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\", \"concurrency\": [1.5]}]}",
		":1:62: cases[0].concurrency[0]: '1.5' is not a number of tasks in flight"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\", \"concurrency\": 1000001}]}",
		":1:61: cases[0].concurrency: '1000001' is not a number of tasks in flight"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\", \"rate\": [1, -1]}]}",
		":1:58: cases[0].rate[1]: '-1' is not a rate"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\", \"rate\": []}]}",
		":1:54: cases[0].rate: must be a list"},
	{"{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\", \"concurrency\": []}]}",
		":1:61: cases[0].concurrency: must be a list"},
};

Test(suite, refuses_with_the_position)
{
	for (size_t i = 0; i < COUNT(refusals); i++) {
		struct error error = {0};
		struct suite suite;
		size_t length = strlen(file);

		write_suite(refusals[i].json);
		cr_expect_eq(suite_read(&suite, file, &error), -1, "accepted: %s",
			refusals[i].json);
		cr_expect(strncmp(error.text, file, length) == 0 &&
				strncmp(error.text + length, refusals[i].message,
					strlen(refusals[i].message)) == 0,
			"%s\ngives    %s\ninstead of …%s", refusals[i].json, error.text,
			refusals[i].message);
		cr_expect_null(strchr(error.text, '\n'), "more than a line: %s", error.text);
		cr_expect_null(suite.cases);
	}
}

Test(suite, refuses_a_file_that_is_not_there)
{
	struct error error = {0};
	struct suite suite;

	cr_assert_eq(suite_read(&suite, "/nowhere/x.json", &error), -1);
	cr_assert_str_eq(error.text, "/nowhere/x.json: No such file or directory");
}

Test(suite, reads_settings_over_the_defaults)
{
	struct suite suite = read_text(
		"{\"name\": \"x\", \"summary\": \"y\", \"cases\": [{\"workload\": \"noop\"}],\n"
		"\"settings\": {\"blocks\": 7, \"sample_time\": \"5ms\", \"pin\": \"0\", \"limit\": \"2s\"}}");

	cr_expect_str_eq(suite.name, "x");
	cr_expect_str_eq(suite.summary, "y");
	cr_expect_eq(suite.settings.blocks, 7);
	cr_expect_eq(suite.settings.samples, 5);
	cr_expect_eq(suite.settings.tasks, 0);
	cr_expect_float_eq(suite.settings.sample_minimum_ns, 5e6, 0);
	cr_expect_float_eq(suite.settings.limit_ns, 2e9, 0);
	cr_expect_eq(suite.settings.pin.policy, PIN_LIST);
	suite_clear(&suite);
}

Test(suite, takes_all_runners_and_one_of_each_axis_where_none_is_given)
{
	struct suite suite = read_text("{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\"}]}");
	struct suite_case *entry = &suite.cases[0];
	size_t runners = 0;

	while (runner_table[runners] != NULL)
		runners++;
	cr_expect_str_eq(suite.summary, "");
	cr_assert_eq(suite.case_count, 1);
	cr_assert_eq(entry->runner_count, runners);
	for (size_t i = 0; i < runners; i++)
		cr_expect_eq(entry->runners[i].runner, runner_table[i]);
	cr_assert_eq(entry->cores.count, 1);
	cr_assert_eq(entry->concurrency.count, 1);
	cr_expect_eq(entry->cores.numbers[0], 1);
	cr_expect_eq(entry->concurrency.numbers[0], 1);
	cr_expect_eq(entry->variant_count, 1);
	suite_clear(&suite);
}

Test(suite, reads_lists_words_and_single_entries)
{
	struct suite suite =
		read_text("{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\",\n"
			  "\"runners\": [\"async\", {\"name\": \"serial\", \"parameters\": {}}],\n"
			  "\"cores\": [1, 2, \"max\"], \"concurrency\": \"cores\"}]}");
	struct suite_case *entry = &suite.cases[0];

	cr_assert_eq(entry->runner_count, 2);
	cr_expect_str_eq(entry->runners[0].runner->name, "async");
	cr_expect_str_eq(entry->runners[1].runner->name, "serial");
	cr_assert_eq(entry->cores.count, 3);
	cr_expect_eq(entry->cores.numbers[1], 2);
	cr_expect_eq(entry->cores.numbers[2], AXIS_MAXIMUM);
	cr_assert_eq(entry->concurrency.count, 1);
	cr_expect_eq(entry->concurrency.numbers[0], AXIS_AS_CORES);
	suite_clear(&suite);
}

Test(suite, reads_rates)
{
	struct suite suite =
		read_text("{\"name\": \"x\", \"cases\": [{\"workload\": \"noop\"},\n"
			  "{\"workload\": \"noop\", \"rate\": 2.5},\n"
			  "{\"workload\": \"noop\", \"rate\": [\"1e3,poisson\", 7]}]}");

	cr_expect_eq(suite.cases[0].rates.count, 0);
	cr_assert_eq(suite.cases[1].rates.count, 1);
	cr_expect_eq(suite.cases[1].rates.rates[0].rate_per_second, 2.5);
	cr_expect_not(suite.cases[1].rates.rates[0].poisson);
	cr_assert_eq(suite.cases[2].rates.count, 2);
	cr_expect_eq(suite.cases[2].rates.rates[0].rate_per_second, 1000);
	cr_expect(suite.cases[2].rates.rates[0].poisson);
	cr_expect_eq(suite.cases[2].rates.rates[1].rate_per_second, 7);
	suite_clear(&suite);
}

Test(suite, makes_a_variant_of_each_combination)
{
	static const char *const expected[] = {
		"{cpu=0,task=1ms}",
		"{cpu=12.5,task=1ms}",
		"{cpu=100,task=1ms}",
		"{cpu=0,task=2ms}",
		"{cpu=12.5,task=2ms}",
		"{cpu=100,task=2ms}",
	};
	struct suite suite = read_text("{\"name\": \"x\", \"cases\": [{\"workload\": \"mixed\",\n"
				       "\"parameters\": {\"cpu\": [0, 12.5, \"1e2\"],"
				       " \"task\": [\"1ms\", \"2000us\"]}}]}");
	struct suite_case *entry = &suite.cases[0];
	char text[256];

	cr_assert_eq(entry->variant_count, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++)
		cr_expect_str_eq(parameters_format(entry->variants[i], text, sizeof(text)),
			expected[i]);
	suite_clear(&suite);
}

Test(suite, refuses_too_many_variants)
{
	static char json[65536];
	struct error error = {0};
	struct suite suite;
	size_t used = (size_t)sprintf(json,
		"{\"name\": \"x\", \"cases\": [{\"workload\": \"mixed\", \"parameters\": {\"cpu\": [0");

	for (unsigned i = 1; i <= 1000; i++)
		used += (size_t)sprintf(json + used, ", 50");
	strcpy(json + used, "]}}]}");
	write_suite(json);
	cr_assert_eq(suite_read(&suite, file, &error), -1);
	cr_assert_not_null(strstr(error.text, ":1:69: cases[0].parameters.cpu: more than 1000 "),
		"%s", error.text);
}

/* Where things stand in a text that has every kind of trap for a scanner. */
Test(json_position, finds_values_and_keys)
{
	static const char text[] =
		"\n { \"a\" : \"]},\\\"\\\\\" ,\n"
		"\t\"\\u0062\": [ {}, [1,[2]], -1.5e3 , true,\"é\", {\"c\":null}],\n"
		"\"é\":  0, \"d\" :{\"e\":{}} }";
	static const struct json_place root = {0};
	static const struct json_place a = {&root, "a", 0}, b = {&root, "b", 0};
	static const struct json_place b1 = {&b, NULL, 1}, b11 = {&b1, NULL, 1};
	static const struct json_place b110 = {&b11, NULL, 0}, b2 = {&b, NULL, 2};
	static const struct json_place b3 = {&b, NULL, 3}, b5 = {&b, NULL, 5};
	static const struct json_place c = {&b5, "c", 0}, accented = {&root, "é", 0};
	static const struct json_place d = {&root, "d", 0}, e = {&d, "e", 0};
	static const struct json_place none = {&d, "none", 0}, deeper = {&none, "x", 0};
	static const struct json_place b6 = {&b, NULL, 6}, wrong_kind = {&b, "x", 0};
	static const struct {
		const struct json_place *place;
		const char *path;
		unsigned line, column, key_column;
	} rows[] = {
		{&root, "", 2, 2, 2},
		{&a, "a", 2, 10, 4},
		{&b, "b", 3, 12, 2},
		{&b1, "b[1]", 3, 18, 18},
		{&b110, "b[1][1][0]", 3, 22, 22},
		{&b2, "b[2]", 3, 27, 27},
		{&b3, "b[3]", 3, 36, 36},
		{&b5, "b[5]", 3, 46, 46},
		{&c, "b[5].c", 3, 51, 47},
		{&accented, "é", 4, 7, 1},
		{&d, "d", 4, 15, 10},
		{&e, "d.e", 4, 20, 16},
		{&none, "d.none", 4, 15, 15},
		{&deeper, "d.none.x", 4, 15, 15},
		{&b6, "b[6]", 3, 12, 12},
		{&wrong_kind, "b.x", 3, 12, 12},
	};
	unsigned line, column;
	char path[64];

	for (size_t i = 0; i < COUNT(rows); i++) {
		cr_expect_str_eq(json_place_format(rows[i].place, path, sizeof(path)),
			rows[i].path);
		json_position_find(text, rows[i].place, false, &line, &column);
		cr_expect(line == rows[i].line && column == rows[i].column, "%s is at %u:%u",
			rows[i].path, line, column);
		json_position_find(text, rows[i].place, true, &line, &column);
		cr_expect(line == rows[i].line && column == rows[i].key_column,
			"the key of %s is at %u:%u", rows[i].path, line, column);
	}
}

Test(suite, is_found_by_name_or_path)
{
	struct error error = {0};
	char *path, *expected;

	setenv("BREAKEVEN_DATA", folder, 1);
	cr_assert_null(suite_library_find("mine", &error));
	cr_expect_not_null(strstr(error.text, "unknown suite 'mine'; none is installed"), "%s",
		error.text);
	cr_assert_geq(asprintf(&expected, "%s/x.json", folder), 0);
	path = suite_library_find(expected, &error);
	cr_expect_str_eq(path, expected, "a path stands for itself");
	free(path);
	free(expected);
	path = suite_library_find("x.json", &error);
	cr_expect_str_eq(path, "x.json", "so does a file here");
	free(path);
}

Test(suite_library, names_what_there_is)
{
	char directory[] = "/tmp/breakeven-test-library.XXXXXX";
	static const char *const names[] = {"quick.json", "deep.json", ".hidden.json", "notes.txt"};
	struct suite_library library;
	struct error error = {0};
	char path[128], suites[64];

	cr_assert_not_null(mkdtemp(directory));
	setenv("BREAKEVEN_DATA", directory, 1);
	snprintf(suites, sizeof(suites), "%s/suites", directory);
	cr_assert_eq(mkdir(suites, 0700), 0);
	for (size_t i = 0; i < COUNT(names); i++) {
		FILE *stream;

		snprintf(path, sizeof(path), "%s/%s", suites, names[i]);
		stream = fopen(path, "we");
		cr_assert_not_null(stream);
		fclose(stream);
	}
	cr_assert_eq(suite_library_open(&library, &error), 0);
	cr_assert_eq(library.count, 2);
	cr_expect_str_eq(library.entries[0].name, "deep");
	cr_expect_str_eq(library.entries[1].name, "quick");
	suite_library_close(&library);

	cr_expect_null(suite_library_find("quik", &error));
	cr_expect_str_eq(error.text,
		"unknown suite 'quik'; did you mean 'quick'? There are: deep, quick");
	error = (struct error){0};
	cr_expect_null(suite_library_find("something", &error));
	cr_expect_not_null(strstr(error.text, "unknown suite 'something'; there are: deep, quick"),
		"%s", error.text);

	for (size_t i = 0; i < COUNT(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", suites, names[i]);
		unlink(path);
	}
	rmdir(suites);
	rmdir(directory);
}
