/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the proofs are made of: recordings that are written and read again, cut off at any byte too;
 * the rules of other programs on values whose p can be counted; a neighbour; a pair of one case.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "support/clock.h"
#include "tests/proofs/neighbour.h"
#include "tests/proofs/recording.h"
#include "tests/proofs/rules.h"

static struct error error;

/* ---- Recordings */

static struct sample samples[2][2] = {
	{{.elapsed_ns = 100}, {.elapsed_ns = 101}}, {{.elapsed_ns = 200}, {.elapsed_ns = 202}}};
static struct block blocks[2] = {{.block = 0, .tasks = 7, .samples = samples[0], .sample_count = 2},
	{.block = 1,
		.disturbed.found = true,
		.tasks = 8,
		.samples = samples[1],
		.sample_count = 2}};
static struct case_record cases[2] = {
	{.blocks = blocks, .block_count = 2}, {.blocks = &blocks[1], .block_count = 1}};
static const struct result result = {.seed = 5, .cases = cases, .case_count = 2};

static char folder[] = "/tmp/breakeven-proofs.XXXXXX";
static char path[sizeof(folder) + 16];

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/aa", folder);
}

static void tear_down(void)
{
	unlink(path);
	rmdir(folder);
}

static int open_with(struct recordings *recordings, int block_count)
{
	json_t *settings = json_pack("{s:i}", "blocks", block_count);
	json_t *machine = json_pack("{s:s}", "hostname", "here");
	int status = recordings_open(recordings, path, settings, machine, &error);

	json_decref(settings);
	json_decref(machine);
	return status;
}

Test(recording, is_read_as_it_was_written, .init = set_up, .fini = tear_down)
{
	struct recordings recordings;
	const struct recording *one;

	cr_assert_eq(open_with(&recordings, 2), 0, "%s", error.text);
	cr_assert_eq(recordings_append(&recordings, "cpu", true, 3, &result, &error), 0, "%s",
		error.text);
	recordings_close(&recordings);
	cr_assert_eq(recordings_read(&recordings, path, &error), 0, "%s", error.text);
	cr_assert_eq(recordings.count, 1);
	one = &recordings.entries[0];
	cr_expect_str_eq(one->class, "cpu");
	cr_expect(one->neighbour);
	cr_expect_eq(one->seed, 5);
	cr_expect(recordings_have(&recordings, "cpu", true, 3));
	cr_expect_not(recordings_have(&recordings, "cpu", false, 3));
	cr_expect_not(recordings_have(&recordings, "sleep", true, 3));
	cr_expect_not(recordings_have(&recordings, "cpu", true, 2));
	cr_assert_eq(one->cases[0].block_count, 2);
	cr_assert_eq(one->cases[1].block_count, 1);
	cr_expect_eq(one->cases[0].summary.blocks, 2);
	cr_expect_eq(one->cases[0].blocks[1].block, 1);
	cr_expect_eq(one->cases[0].blocks[1].tasks, 8);
	cr_expect_not(one->cases[0].blocks[0].disturbed.found);
	cr_expect(one->cases[0].blocks[1].disturbed.found);
	cr_expect_eq(one->cases[0].blocks[1].samples[1].elapsed_ns, 202);
	cr_expect_eq(one->cases[1].blocks[0].sample_count, 2);
	recordings_close(&recordings);
}

/* Wherever a session was ended: the pairs that were whole are there, and more can be added. */
Test(recording, goes_on_where_it_was_cut_off, .init = set_up, .fini = tear_down)
{
	struct recordings recordings;
	long first, second;

	cr_assert_eq(open_with(&recordings, 2), 0, "%s", error.text);
	cr_assert_eq(recordings_append(&recordings, "cpu", false, 0, &result, &error), 0);
	first = (long)recordings.journal.length;
	cr_assert_eq(recordings_append(&recordings, "cpu", false, 1, &result, &error), 0);
	second = (long)recordings.journal.length;
	recordings_close(&recordings);
	for (long end = second - 1; end >= first; end -= 13) {
		cr_assert_eq(truncate(path, end), 0);
		cr_assert_eq(open_with(&recordings, 2), 0, "%ld: %s", end, error.text);
		cr_expect_eq(recordings.count, 1, "%ld", end);
		cr_assert_eq(recordings_append(&recordings, "http", false, 1, &result, &error), 0);
		recordings_close(&recordings);
		cr_assert_eq(recordings_read(&recordings, path, &error), 0, "%s", error.text);
		cr_expect_eq(recordings.count, 2, "%ld", end);
		recordings_close(&recordings);
	}
}

Test(recording, refuses_other_settings_and_other_files, .init = set_up, .fini = tear_down)
{
	struct recordings recordings;
	FILE *file;

	cr_expect_eq(recordings_read(&recordings, path, &error), -1);
	cr_expect(strstr(error.text, "No such file") != NULL, "%s", error.text);
	error.text[0] = '\0';
	cr_assert_eq(open_with(&recordings, 2), 0, "%s", error.text);
	recordings_close(&recordings);
	cr_expect_eq(open_with(&recordings, 3), -1);
	cr_expect(strstr(error.text, "other settings") != NULL, "%s", error.text);
	error.text[0] = '\0';
	file = fopen(path, "w");
	cr_assert_not_null(file);
	fputs("{\"class\": \"cpu\"}\n{}\n", file);
	fclose(file);
	cr_expect_eq(recordings_read(&recordings, path, &error), -1);
	cr_expect(strstr(error.text, path) != NULL, "%s", error.text);
}

Test(recording, refuses_pairs_that_are_none)
{
	static const char *const wrong[] = {
		"{}",
		"[]",
		"{\"class\":\"cpu\",\"neighbour\":false,\"number\":0,\"seed\":1,\"a\":[],\"b\":[]}",
		"{\"class\":\"cpu\",\"neighbour\":false,\"number\":0,\"seed\":1,"
		"\"a\":[{\"tasks\":0,\"disturbed\":false,\"elapsed_ns\":[1]}],\"b\":[]}",
		"{\"class\":\"cpu\",\"neighbour\":false,\"number\":0,\"seed\":1,"
		"\"a\":[{\"tasks\":1,\"disturbed\":false,\"elapsed_ns\":[1,0]}],\"b\":[]}",
	};
	struct recording recording;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		json_t *json = json_loads(wrong[i], 0, NULL);

		cr_assert_not_null(json, "%s", wrong[i]);
		cr_expect_eq(recording_from_json(&recording, json, &error), -1, "%s", wrong[i]);
		json_decref(json);
	}
}

/* ---- Rules */

static double low[] = {100.0, 100.1, 100.2, 100.3, 100.4, 100.5};
static double between[] = {99.9, 100.15, 100.25, 100.35, 100.45, 100.6};
static double little[] = {100.6, 100.7, 100.8, 100.9, 101.0, 101.1};
static double much[] = {103.0, 103.1, 103.2, 103.3, 103.4, 103.5};

/* All of six above all of six: p = 2 / 924. A change below 1 % is none to Criterion.rs. */
Test(rules, find_what_is_there)
{
	static const struct {
		const char *name;
		double *b;
		bool benchstat, criterion;
	} table[] = {
		{"the same", low, false, false},
		{"between", between, false, false},
		{"a little", little, true, false},
		{"much", much, true, true},
	};
	const struct times a = {low, 6};
	bool changed;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct times b = {table[i].b, 6};

		cr_assert_eq(rules_benchstat(&changed, &a, &b, &error), 0);
		cr_expect_eq(changed, table[i].benchstat, "benchstat: %s", table[i].name);
		cr_assert_eq(rules_criterion(&changed, &a, &b, 1, &error), 0);
		cr_expect_eq(changed, table[i].criterion, "Criterion.rs: %s", table[i].name);
		cr_assert_eq(rules_criterion(&changed, &b, &a, 1, &error), 0);
		cr_expect_eq(changed, table[i].criterion, "backwards: %s", table[i].name);
	}
}

/* Three against three: 2 of 20 orders, p = 0.1. The difference of the means is large beside the
 * spread, and one large value hides it. */
Test(rules, differ)
{
	static double wild[] = {103.0, 103.1, 103.2, 103.3, 103.4, 180};
	const struct times a = {low, 3}, b = {much, 3}, all = {low, 6}, outlier = {wild, 6};
	bool changed;

	cr_assert_eq(rules_benchstat(&changed, &a, &b, &error), 0);
	cr_expect_not(changed);
	cr_assert_eq(rules_benchstat(&changed, &all, &outlier, &error), 0);
	cr_expect(changed);
	cr_assert_eq(rules_criterion(&changed, &all, &outlier, 1, &error), 0);
	cr_expect_not(changed);
}

Test(rules, refuse_what_they_cannot_use)
{
	const struct times none = {low, 0}, one = {low, 1}, all = {low, 6};
	bool changed;

	cr_expect_eq(rules_benchstat(&changed, &none, &all, &error), -1);
	cr_expect_eq(rules_criterion(&changed, &one, &all, 1, &error), -1);
}

/* ---- Neighbour */

/* The processor time that a process has had so far. */
static uint64_t used_ns(pid_t pid)
{
	struct timespec used = {0};
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) == 0)
		clock_gettime(clock, &used);
	return (uint64_t)used.tv_sec * NANOSECONDS_PER_SECOND + (uint64_t)used.tv_nsec;
}

/* It computes, on the CPU it was given, until it is stopped. */
Test(neighbour, computes_and_ends, .timeout = 60)
{
	struct topology *topology;
	const struct pin pin = {.policy = PIN_CORES};
	unsigned cpu;
	pid_t pid;

	cr_assert_eq(topology_load(&topology, &error), 0, "%s", error.text);
	cr_assert_eq(topology_place(topology, &pin, 1, &cpu, &error), 0, "%s", error.text);
	pid = neighbour_start(topology, cpu, 1, &error);
	cr_assert_gt(pid, 0, "%s", error.text);
	while (used_ns(pid) < 5 * NANOSECONDS_PER_MILLISECOND)
		usleep(1000);
	neighbour_stop(pid);
	cr_expect_eq(waitpid(pid, NULL, 0), -1, "it was waited for");
	topology_free(topology);
}
