/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of `run`: what flags become, what is refused, and the plan that
 * comes of them. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/plan/options.h"
#include "bench/plan/plan_make.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ARGUMENT_LIMIT 32

/* Arguments as one text, cut at spaces into static memory: options point into their arguments. */
static int parse(struct options *options, const char *line, struct error *error)
{
	static char copy[1024], *arguments[ARGUMENT_LIMIT + 1];
	int count = 0;

	cr_assert_lt(snprintf(copy, sizeof(copy), "run %s", line), (int)sizeof(copy));
	for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " ")) {
		cr_assert_lt(count, ARGUMENT_LIMIT);
		arguments[count++] = word;
	}
	arguments[count] = NULL;
	*error = (struct error){0};
	return options_parse(options, count, arguments, error);
}

static struct options parsed(const char *line)
{
	struct options options;
	struct error error;

	cr_assert_eq(parse(&options, line, &error), 0, "%s: %s", line, error.text);
	return options;
}

Test(options, nothing_is_set_where_nothing_is_given)
{
	struct options options = parsed("");

	cr_expect_null(options.suite);
	cr_expect_null(options.directory);
	cr_expect_eq(options.workload_count + options.runner_count + options.setting_count, 0);
	cr_expect_eq(options.cores.count + options.concurrency.count, 0);
	cr_expect_not(options.dry_run || options.no_charts || options.quiet || options.help ||
		options.has_seed);
	options_clear(&options);
}

Test(options, reads_a_matrix)
{
	struct options options = parsed(
		"-w cpu-sum:iterations=1e5 --workload mixed:cpu=10,task=2ms -r threads,async "
		"--runner=serial --cores 1,max --concurrency 1,8,cores");
	static const char *const runners[] = {"threads", "async", "serial"};
	char text[128];

	cr_assert_eq(options.workload_count, 2);
	cr_expect_str_eq(options.workloads[0].workload->name, "cpu-sum");
	cr_expect_eq(parameters_integer(options.workloads[0].parameters, "iterations"), 100000);
	cr_expect_str_eq(parameters_format(options.workloads[1].parameters, text, sizeof(text)),
		"{cpu=10,task=2ms}");
	cr_assert_eq(options.runner_count, COUNT(runners));
	for (size_t i = 0; i < COUNT(runners); i++)
		cr_expect_str_eq(options.runners[i].runner->name, runners[i]);
	cr_assert_eq(options.cores.count, 2);
	cr_expect_eq(options.cores.numbers[1], AXIS_MAXIMUM);
	cr_assert_eq(options.concurrency.count, 3);
	cr_expect_eq(options.concurrency.numbers[1], 8);
	cr_expect_eq(options.concurrency.numbers[2], AXIS_AS_CORES);
	options_clear(&options);
}

Test(options, reads_a_suite_between_flags)
{
	struct options options = parsed(
		"--blocks 3 mine.json -o there --dry-run --no-charts -q --seed 9007199254740991");

	cr_expect_str_eq(options.suite, "mine.json");
	cr_expect_str_eq(options.directory, "there");
	cr_expect(options.dry_run && options.no_charts && options.quiet && options.has_seed);
	cr_expect_eq(options.seed, UINT64_C(9007199254740991));
	cr_assert_eq(options.setting_count, 1);
	cr_expect_str_eq(options.settings[0].name, "blocks");
	cr_expect_str_eq(options.settings[0].text, "3");
	options_clear(&options);
}

Test(options, a_list_given_again_replaces_the_first)
{
	struct options options = parsed("--cores 1,2,3 --cores 4");

	cr_assert_eq(options.cores.count, 1);
	cr_expect_eq(options.cores.numbers[0], 4);
	options_clear(&options);
}

Test(options, a_run_that_goes_on_may_be_quiet)
{
	struct options options = parsed("-q --resume there --no-charts");

	cr_expect_str_eq(options.resume, "there");
	cr_expect(options.quiet && options.no_charts);
	options_clear(&options);
}

Test(options, help_ends_the_reading)
{
	struct options options = parsed("--help --nonsense one two");

	cr_expect(options.help);
	options_clear(&options);
}

Test(options, refuses_and_names_the_flag)
{
	static const struct {
		const char *line, *message;
	} rows[] = {
		{"--sampels 3", "unknown flag '--sampels'; did you mean '--samples'?"},
		{"--sampels=3", "unknown flag '--sampels'; did you mean '--samples'?"},
		{"--zzzzzzzzzz", "unknown flag '--zzzzzzzzzz'; `breakeven run --help` lists them"},
		{"-x", "unknown flag '-x'; `breakeven run --help` lists them"},
		{"--cores", "--cores needs a value: LIST"},
		{"quick -r", "-r needs a value: LIST"},
		{"--quiet=1", "--quiet takes no value"},
		{"one two", "one suite at a time: 'one' and 'two' were given"},
		{"quick -w noop", "a suite has its own workloads: remove either 'quick' or -w"},
		{"-w cpusum", "-w: unknown workload 'cpusum'; did you mean 'cpu-sum'?"},
		{"-w cpu-sum:iteration=3", "-w: cpu-sum: unknown parameter \"iteration\": did"},
		{"-w cpu-sum:iterations=-3", "-w: cpu-sum: parameter iterations: "},
		{"-w cpu-sum:iterations", "-w: cpu-sum: "},
		{"-r thread-pol", "-r: unknown runner 'thread-pol'; did you mean 'thread-pool'?"},
		{"-r async,", "-r: unknown runner ''"},
		{"-r async:x=1", "-r: async: unknown parameter \"x\""},
		{"-r threads,async:x=1,y=2",
			"-r: 'threads,async:x=1,y=2': a runner with parameters needs its own -r, "
			"as in -r async:x=1,y=2"},
		{"--cores 0",
			"--cores: '0' is not a number of cores; it must be a whole number from 1 to 4096"},
		{"--cores 4097", "--cores: '4097' is not a number"},
		{"--cores 1,,2", "--cores: '' is not a number"},
		{"--cores cores", "--cores: 'cores' is not a number"},
		{"--concurrency 1.5",
			"--concurrency: '1.5' is not a number of tasks in flight; it"},
		{"--concurrency 1000001", "--concurrency: '1000001' is not a number"},
		{"--rate 0",
			"--rate: '0' is not a rate; it must be a number of tasks per second from"},
		{"--rate inf", "--rate: 'inf' is not a rate"},
		{"--rate 5,poison",
			"--rate: unknown word 'poison' after the rate; did you mean 'poisson'?"},
		{"--rate 5,zzzz", "--rate: unknown word 'zzzz' after the rate; there is poisson"},
		{"--blocks 0", "--blocks: 0 is out of range, give 1 to 1000"},
		{"--samples 1001", "--samples: 1001 is out of range"},
		{"--sample-time 25", "--sample-time: "},
		{"--sample-time 999us", "--sample-time: "},
		{"--sample-time 61s", "--sample-time: "},
		{"--limit 1", "--limit: "},
		{"--tasks 1.5", "--tasks: "},
		{"--pin core", "--pin: pinning \"core\": did you mean \"cores\"?"},
		{"--seed -1", "--seed: '-1' is not a seed"},
		{"--seed 1.5", "--seed: '1.5' is not a seed"},
		{"--seed 9007199254740992", "--seed: '9007199254740992' is not a seed"},
		{"--output=", "--output: the name of the folder is empty"},
		{"--resume", "--resume needs a value: DIR"},
		{"--resume=", "--resume: the name of the folder is empty"},
		{"--resume there --blocks 3",
			"--resume continues the run with its original options; remove --blocks"},
		{"-o here --resume there",
			"--resume continues the run with its original options; remove -o"},
		{"--output here --resume there",
			"--resume continues the run with its original options; remove --output"},
		{"--sample-time 5ms --tasks 7",
			"--tasks determines the length of a batch: remove either it or --sample-time"},
		{"--tasks 0 --tasks 7 --sample-time 5ms",
			"--tasks determines the length of a batch"},
		{"quick --resume there",
			"--resume continues the run with its original options; remove 'quick'"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct options options;
		struct error error;

		cr_expect_eq(parse(&options, rows[i].line, &error), -1, "accepted: %s",
			rows[i].line);
		cr_expect_eq(strncmp(error.text, rows[i].message, strlen(rows[i].message)), 0,
			"%s\ngives      %s\ninstead of %s", rows[i].line, error.text,
			rows[i].message);
	}
}

/* Every flag that can be given is in the help. */
Test(options, help_has_every_flag)
{
	static const char *const flags[] = {"-w, --workload", "-r, --runner", "--cores",
		"--concurrency", "--rate", "--blocks", "--samples", "--sample-time", "--limit",
		"--tasks", "--seed", "--pin", "-o, --output", "--dry-run", "--no-charts",
		"-q, --quiet", "-h, --help"};
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	cr_assert_not_null(stream);
	options_help(stream);
	fclose(stream);
	for (size_t i = 0; i < COUNT(flags); i++)
		cr_expect_not_null(strstr(text, flags[i]), "%s is not in the help", flags[i]);
	free(text);
}

/* ---- From options to a plan */

static struct topology *two_cores(void)
{
	struct topology *topology = NULL;
	struct error error = {0};

	cr_assert_eq(topology_load_synthetic(&topology, "package:1 core:2 pu:1", "", &error), 0,
		"%s", error.text);
	return topology;
}

static int make(struct plan *plan, const char *line, struct error *error)
{
	struct topology *topology = two_cores();
	struct options options = parsed(line);
	int status;

	*error = (struct error){0};
	status = plan_make(plan, &options, topology, error);
	options_clear(&options);
	topology_free(topology);
	return status;
}

static struct plan made(const char *line)
{
	struct error error;
	struct plan plan;

	cr_assert_eq(make(&plan, line, &error), 0, "%s: %s", line, error.text);
	return plan;
}

/* The suites of the sources, wherever they are built. */
static void use_own_suites(void)
{
	const char *sources = getenv("top_srcdir");
	char data[4096];

	snprintf(data, sizeof(data), "%s/bench/suite", sources != NULL ? sources : ".");
	setenv("BREAKEVEN_DATA", data, 1);
}

TestSuite(plan_make, .init = use_own_suites);

Test(plan_make, a_matrix_has_every_combination)
{
	static const char *const ids[] = {
		"noop/threads/cores=1/concurrency=2",
		"noop/threads/cores=2/concurrency=2",
		"noop/async/cores=1/concurrency=2",
		"sleep{duration=1ms}/threads/cores=1/concurrency=2",
		"sleep{duration=1ms}/threads/cores=2/concurrency=2",
		"sleep{duration=1ms}/async/cores=1/concurrency=2",
	};
	struct plan plan = made("-w noop -w sleep:duration=1ms -r threads,async --cores 1,2 "
				"--concurrency 2 --seed 5 --blocks 3 --sample-time 10ms");

	cr_assert_eq(plan.case_count, COUNT(ids));
	for (size_t i = 0; i < COUNT(ids); i++)
		cr_expect_str_eq(plan.cases[i].id, ids[i]);
	cr_expect_eq(plan.settings.seed, 5);
	cr_expect_eq(plan.settings.blocks, 3);
	cr_expect_float_eq(plan.settings.sample_minimum_ns, 10e6, 0);
	cr_expect_str_eq(plan.suite, "matrix");
	cr_expect_gt(plan.estimate_ns, 0);
	plan_clear(&plan);
}

Test(plan_make, a_workload_alone_goes_under_all_runners)
{
	struct plan plan = made("-w noop");
	size_t runners = 0;

	while (runner_table[runners] != NULL)
		runners++;
	for (size_t i = 0; i < runners; i++) {
		size_t cases = 0;

		for (size_t j = 0; j < plan.case_count; j++)
			cases += plan.cases[j].runner == runner_table[i];
		/* 1, 8 and 64 in flight on one core; 2, 8 and 64 on two */
		cr_expect_eq(cases,
			runner_table[i]->axes == 0                   ? 1
				: runner_table[i]->axes & AXIS_CORES ? 6
								     : 3,
			"%s has %zu cases", runner_table[i]->name, cases);
	}
	plan_clear(&plan);
}

Test(plan_make, flags_replace_what_the_suite_lists)
{
	struct plan plan = made("quick -r async --concurrency 3 --pin compact --tasks 7");

	cr_assert_gt(plan.case_count, 0);
	for (size_t i = 0; i < plan.case_count; i++) {
		cr_expect_str_eq(plan.cases[i].runner->name, "async");
		cr_expect_eq(plan.cases[i].concurrency, 3);
	}
	cr_expect_eq(plan.settings.pin.policy, PIN_COMPACT);
	cr_expect_eq(plan.settings.tasks, 7);
	cr_expect_str_eq(plan.suite, "quick");
	plan_clear(&plan);
}

/* What README.md promises of the default suite. */
Test(plan_make, quick_is_the_default_and_takes_below_a_minute_on_two_cores)
{
	struct plan plan = made("");

	cr_expect_str_eq(plan.suite, "quick");
	cr_expect_lt(plan.estimate_ns, 60e9, "%g s", plan.estimate_ns / 1e9);
	cr_expect_eq(plan.omission_count, 0);
	plan_clear(&plan);
}

Test(plan_make, refuses_what_leaves_nothing_to_measure)
{
	static const struct {
		const char *line, *message;
	} rows[] = {
		{"-w noop -r threads --cores 64",
			"nothing to measure: noop/threads/cores=64/concurrency=1: 64 cores requested, "
			"but this process may use only 2 (pin: cores)"},
		{"-w noop -r threads --cores 2 --concurrency 1",
			"nothing to measure: noop/threads/cores=2/concurrency=1: 2 cores need at least 2"},
		{"-w noop --pin 0,7", "CPU 7 may not be used by this process"},
		{"quik", "unknown suite 'quik'; did you mean 'quick'?"},
		{"/nowhere/x", "/nowhere/x: No such file or directory"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct error error;
		struct plan plan;

		cr_expect_eq(make(&plan, rows[i].line, &error), -1, "accepted: %s", rows[i].line);
		cr_expect_eq(strncmp(error.text, rows[i].message, strlen(rows[i].message)), 0,
			"%s\ngives      %s\ninstead of %s", rows[i].line, error.text,
			rows[i].message);
	}
}
