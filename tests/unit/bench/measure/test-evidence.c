/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evidence from a made /proc that changes between two readings, and as JSON. */
#include "config.h"

#include <unistd.h>

#include <criterion/criterion.h>

#include "bench/measure/probe.h"
#include "bench/measure/probe_parse.h"
#include "results/record/block.h"
#include "results/record/block_json.h"
#include "tests/made/made_change.h"
#include "tests/made/made_root.h"

#define END \
	{ \
		NULL, NULL \
	}
#define SCHED "x (7, #threads: 2)\n---\nse.exec_start : 1.0\n"

/* CPUs 1 and 3 are ours, with two threads and a child process of one. */
static const struct made_file before[] = {
	{"/proc/stat",
		"cpu  1 2 3 4 5 6 7 8 9 0\ncpu0 0 0 0 0 0 0 0 500 0 0\n"
		"cpu1 100 10 20 900 5 3 2 40 0 0\ncpu3 200 0 0 900 0 0 0 2 0 0\nintr 5 0\n"},
	{"/proc/pressure/cpu",
		"some avg10=1.00 avg60=0.50 avg300=0.10 total=5000\n"
		"full avg10=0.00 avg60=0.00 avg300=0.00 total=7\n"},
	{"/proc/self/cgroup", "0::/box\n"},
	{"/sys/fs/cgroup/cgroup.controllers", "cpu\n"},
	{"/sys/fs/cgroup/box/cgroup.procs", ""},
	{"/sys/fs/cgroup/box/cpu.max", "100000 100000\n"},
	{"/sys/fs/cgroup/box/cpu.stat",
		"usage_usec 9\nnr_periods 50\nnr_throttled 5\nthrottled_usec 1000\n"},
	{"/proc/self/task/7/children", "90 \n"},
	{"/proc/self/task/8/children", ""},
	{"/proc/90/task/90/status", ""},
	{"/proc/7/sched",
		SCHED "se.nr_migrations                             :                    4\n"},
	{"/proc/8/sched",
		SCHED "se.nr_migrations                             :                    0\n"},
	{"/proc/90/sched", SCHED "se.nr_migrations : 10\n"},
	{"/proc/7/schedstat", "900 1000 3\n"},
	{"/proc/8/schedstat", "0 50 1\n"},
	{"/proc/90/schedstat", "5 7 1\n"},
	{"/sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "2000000\n"},
	{"/sys/devices/system/cpu/cpu3/cpufreq/scaling_cur_freq", "3000000\n"},
	END,
};

static const struct made_file after[] = {
	{"/proc/stat",
		"cpu  1 2 3 4 5 6 7 8 9 0\ncpu0 99 99 0 0 0 0 0 900 0 0\n"
		"cpu1 110 12 24 950 9 4 5 43 0 0\ncpu3 240 0 0 950 0 0 0 4 0 0\nintr 6 0\n"},
	{"/proc/pressure/cpu", "some avg10=1.00 avg60=0.50 avg300=0.10 total=5250\n"},
	{"/sys/fs/cgroup/box/cpu.stat", "nr_periods 60\nnr_throttled 8\nthrottled_usec 1750\n"},
	{"/proc/7/sched", SCHED "se.nr_migrations : 5\n"},
	{"/proc/8/sched", SCHED "se.nr_migrations : 1\n"},
	{"/proc/90/sched", SCHED "se.nr_migrations : 12\n"},
	{"/proc/7/schedstat", "99900 1400 4\n"},
	{"/proc/8/schedstat", "10 60 2\n"},
	{"/proc/90/schedstat", "5 7 1\n"},
	END,
};

static const unsigned cpus[] = {1, 3};
static char root[] = MADE_ROOT;

static void write_all(const struct made_file *files)
{
	for (; files->path != NULL; files++)
		made_root_write(root, files->path, files->text);
}

/* A batch between the two, with one more change. */
static struct evidence gather(const struct probe_batch *batch, const char *path, const char *text)
{
	struct evidence evidence;
	struct probe *probe;

	write_all(before);
	probe = probe_open(root, cpus, 2);
	cr_assert_not_null(probe);
	probe_note_tasks(probe);
	probe_begin(probe);
	write_all(after);
	if (path != NULL)
		made_root_write(root, path, text);
	probe_end(probe, batch, &evidence);
	probe_close(probe);
	return evidence;
}

static void set_up(void)
{
	static const struct made_file nothing[] = {END};

	made_root(root, nothing);
}

static void tear_down(void)
{
	made_root_remove(root);
}

static void expect(const struct evidence *evidence, enum evidence_figure figure, double value)
{
	cr_expect(evidence->known[figure], "figure %d is not known", figure);
	cr_expect_float_eq(evidence->values[figure], value, 1e-9, "figure %d is %.12g", figure,
		evidence->values[figure]);
}

Test(evidence, every_figure, .init = set_up, .fini = tear_down)
{
	const double tick_ns = 1e9 / (double)sysconf(_SC_CLK_TCK);
	const struct probe_batch batch = {
		.usage = {.user_ns = (uint64_t)(25 * tick_ns),
			.system_ns = (uint64_t)(5 * tick_ns),
			.minor_faults = 12,
			.major_faults = 1},
		.window_ns = (uint64_t)(50 * tick_ns),
	};
	struct evidence evidence = gather(&batch, NULL, NULL);

	expect(&evidence, EVIDENCE_STEAL_NS, (3 + 2) * tick_ns);
	expect(&evidence, EVIDENCE_THROTTLED_PERIODS, 3);
	expect(&evidence, EVIDENCE_THROTTLED_NS, 750000);
	expect(&evidence, EVIDENCE_PRESSURE_NS, 250000);
	expect(&evidence, EVIDENCE_MIGRATIONS, 1 + 1 + 2);
	expect(&evidence, EVIDENCE_MINOR_FAULTS, 12);
	expect(&evidence, EVIDENCE_MAJOR_FAULTS, 1);
	expect(&evidence, EVIDENCE_FREQUENCY_HZ, 2.5e9);
	/* 20 and 40 ticks busy, 30 of them by the case, of 2 × 50 in all. */
	expect(&evidence, EVIDENCE_OTHER_LOAD, 0.3);
	expect(&evidence, EVIDENCE_OTHER_LOAD_RESOLUTION, 0.02);
	expect(&evidence, EVIDENCE_RUN_QUEUE_DELAY_NS, 400 + 10 + 0);
}

Test(evidence, version_1_counts_nanoseconds, .init = set_up, .fini = tear_down)
{
	static const struct made_file version_1[] = {
		{"/proc/self/cgroup", "3:cpu:/\n"},
		{"/sys/fs/cgroup/cpu/cgroup.procs", ""},
		{"/sys/fs/cgroup/cpu/cpu.stat", "nr_throttled 1\nthrottled_time 300\n"},
		END,
	};
	struct evidence evidence;
	struct probe *probe;

	write_all(version_1);
	probe = probe_open(root, cpus, 2);
	probe_begin(probe);
	made_root_write(root, "/sys/fs/cgroup/cpu/cpu.stat",
		"nr_throttled 2\nthrottled_time 1300\n");
	probe_end(probe, &(struct probe_batch){0}, &evidence);
	probe_close(probe);
	expect(&evidence, EVIDENCE_THROTTLED_PERIODS, 1);
	expect(&evidence, EVIDENCE_THROTTLED_NS, 1000);
}

/* A group without a quota is stopped by that of a group above it, and only that one counts. */
Test(evidence, the_quota_of_a_group_above, .init = set_up, .fini = tear_down)
{
	static const struct made_file above[] = {
		{"/proc/self/cgroup", "0::/box/inner\n"},
		{"/sys/fs/cgroup/box/inner/cgroup.procs", ""},
		{"/sys/fs/cgroup/box/inner/cpu.max", "max 100000\n"},
		{"/sys/fs/cgroup/box/inner/cpu.stat", "nr_throttled 0\nthrottled_usec 0\n"},
		END,
	};
	struct evidence evidence;
	struct probe *probe;

	write_all(before);
	write_all(above);
	probe = probe_open(root, cpus, 2);
	probe_begin(probe);
	write_all(after);
	probe_end(probe, &(struct probe_batch){0}, &evidence);
	probe_close(probe);
	expect(&evidence, EVIDENCE_THROTTLED_PERIODS, 3);
	expect(&evidence, EVIDENCE_THROTTLED_NS, 750000);
}

Test(evidence, own_time_is_no_load_of_others, .init = set_up, .fini = tear_down)
{
	struct evidence evidence = gather(&(struct probe_batch){.usage = {.user_ns = 900000000000},
						  .window_ns = 1000000000},
		NULL, NULL);

	expect(&evidence, EVIDENCE_OTHER_LOAD, 0);
}

Test(evidence, too_short_to_tell_the_load, .init = set_up, .fini = tear_down)
{
	const uint64_t tick_ns = 1000000000 / (uint64_t)sysconf(_SC_CLK_TCK);
	struct evidence evidence =
		gather(&(struct probe_batch){.window_ns = PROBE_TICKS * tick_ns - 1}, NULL, NULL);

	cr_expect_not(evidence.known[EVIDENCE_OTHER_LOAD]);
	cr_expect_not(evidence.known[EVIDENCE_OTHER_LOAD_RESOLUTION]);
	evidence = gather(&(struct probe_batch){.window_ns = PROBE_TICKS * tick_ns}, NULL, NULL);
	cr_expect(evidence.known[EVIDENCE_OTHER_LOAD]);
}

/* What each change makes unknown; the rest stays as it is. */
Test(evidence, what_cannot_be_read_is_not_known, .init = set_up, .fini = tear_down)
{
	static const struct {
		const char *path, *text;
		enum evidence_figure figure, other;
	} cases[] = {
		{"/proc/stat", "cpu1 9001 9002 9003 9004 9005 9006 9007 9008 9009 0\n",
			EVIDENCE_STEAL_NS, EVIDENCE_OTHER_LOAD},
		{"/proc/stat",
			"cpu1 9001 9002 9003 9004 9005 9006 9007 9008 9009 0\ncpu3 9001 9002 9003 9004 9005 9006 9007 9008 9009 0",
			EVIDENCE_STEAL_NS, EVIDENCE_OTHER_LOAD},
		{"/proc/stat", "cpu1 9001 9002 9003 9004\ncpu3 9001 9002 9003 9004\n",
			EVIDENCE_STEAL_NS, EVIDENCE_OTHER_LOAD},
		{"/proc/stat", "", EVIDENCE_STEAL_NS, EVIDENCE_OTHER_LOAD},
		{"/proc/pressure/cpu", "some avg10=0\nfull total=9999\n", EVIDENCE_PRESSURE_NS,
			EVIDENCE_PRESSURE_NS},
		{"/proc/pressure/cpu", "some total=9999x\n", EVIDENCE_PRESSURE_NS,
			EVIDENCE_PRESSURE_NS},
		{"/proc/pressure/cpu", "some total=4999\n", EVIDENCE_PRESSURE_NS,
			EVIDENCE_PRESSURE_NS},
		{"/sys/fs/cgroup/box/cpu.stat",
			"nr_throttled\nnr_throttled_x 7\nthrottled_usec 7e9\n",
			EVIDENCE_THROTTLED_PERIODS, EVIDENCE_THROTTLED_NS},
		{"/proc/8/sched", "se.nr_migrations : many\n", EVIDENCE_MIGRATIONS,
			EVIDENCE_MIGRATIONS},
		{"/proc/8/schedstat", "0 0 0\n", EVIDENCE_RUN_QUEUE_DELAY_NS,
			EVIDENCE_RUN_QUEUE_DELAY_NS},
		{"/proc/8/schedstat", "1000 9000\n", EVIDENCE_RUN_QUEUE_DELAY_NS,
			EVIDENCE_RUN_QUEUE_DELAY_NS},
		{"/proc/8/schedstat", "1 -9 2\n", EVIDENCE_RUN_QUEUE_DELAY_NS,
			EVIDENCE_RUN_QUEUE_DELAY_NS},
		{"/proc/8/schedstat", "", EVIDENCE_RUN_QUEUE_DELAY_NS, EVIDENCE_RUN_QUEUE_DELAY_NS},
		{"/sys/devices/system/cpu/cpu3/cpufreq/scaling_cur_freq", "<unknown>\n",
			EVIDENCE_FREQUENCY_HZ, EVIDENCE_FREQUENCY_HZ},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct evidence evidence = gather(&(struct probe_batch){.window_ns = 1000000000000},
			cases[i].path, cases[i].text);

		for (enum evidence_figure j = 0; j < EVIDENCE_COUNT; j++)
			cr_expect_eq(evidence.known[j],
				j != cases[i].figure && j != cases[i].other &&
					(cases[i].other != EVIDENCE_OTHER_LOAD ||
						j != EVIDENCE_OTHER_LOAD_RESOLUTION),
				"%s \"%s\": figure %d", cases[i].path, cases[i].text, j);
	}
}

Test(evidence, workers_that_came_and_went, .init = set_up, .fini = tear_down)
{
	struct evidence evidence = gather(&(struct probe_batch){.made_workers = true}, NULL, NULL);

	cr_expect_not(evidence.known[EVIDENCE_MIGRATIONS]);
	cr_expect_not(evidence.known[EVIDENCE_RUN_QUEUE_DELAY_NS]);
}

Test(evidence, too_many_tasks_to_ask, .init = set_up, .fini = tear_down)
{
	struct evidence evidence;
	char path[64];

	for (unsigned i = 100; i < 100 + PROBE_TASK_LIMIT; i++) {
		snprintf(path, sizeof(path), "/proc/self/task/%u/children", i);
		made_root_write(root, path, "");
		snprintf(path, sizeof(path), "/proc/%u/sched", i);
		made_root_write(root, path, "se.nr_migrations : 1\n");
		snprintf(path, sizeof(path), "/proc/%u/schedstat", i);
		made_root_write(root, path, "1 1 1\n");
	}
	evidence = gather(&(struct probe_batch){0}, NULL, NULL);
	cr_expect_not(evidence.known[EVIDENCE_MIGRATIONS]);
	cr_expect_not(evidence.known[EVIDENCE_RUN_QUEUE_DELAY_NS]);
}

Test(evidence, nothing_readable, .init = set_up, .fini = tear_down)
{
	struct probe *probe = probe_open(root, cpus, 2);
	struct evidence evidence;

	probe_note_tasks(probe);
	probe_begin(probe);
	probe_end(probe, &(struct probe_batch){.window_ns = 1000000000000}, &evidence);
	probe_close(probe);
	for (enum evidence_figure i = 0; i < EVIDENCE_COUNT; i++)
		cr_expect_eq(evidence.known[i],
			i == EVIDENCE_MINOR_FAULTS || i == EVIDENCE_MAJOR_FAULTS,
			"figure %d: only the case's own account is left", i);
}

Test(evidence, reader_names_what_is_wrong)
{
#define WHERE "cases/2/blocks/1/samples/1/evidence"
#define PLACE "cases[2]: blocks[1]: samples[1]: evidence: "
	made_expect_refused(WHERE "/steal_ns", NULL, PLACE "steal_ns is missing");
	made_expect_refused(WHERE "/steal_ns", "-1",
		PLACE "steal_ns must be a whole number from 0 to 2^53 - 1 or null, not -1");
	made_expect_refused(WHERE "/steal_ns", "9007199254740992",
		PLACE
		"steal_ns must be a whole number from 0 to 2^53 - 1 or null, not 9007199254740992");
	made_expect_refused(WHERE "/steal_ns", "9007199254740991", NULL);
	made_expect_refused(WHERE "/migrations", "0.5",
		PLACE "migrations must be a whole number from 0 to 2^53 - 1 or null, not 0.5");
	made_expect_refused(WHERE "/other_load", "1.5",
		PLACE "other_load must be a number from 0 to 1 or null, not 1.5");
	made_expect_refused(WHERE "/frequency_hz", "\"x\"",
		PLACE "frequency_hz must be a number from 0 or null, not \"x\"");
	made_expect_refused(WHERE "/extra", "1", PLACE "member \"extra\" is not known");
	made_expect_refused(WHERE, "7", PLACE "must be an object");
	made_expect_refused(WHERE "/steal_ns", "null", NULL);
	made_expect_refused(WHERE, NULL, NULL);
#undef WHERE
#undef PLACE
}

/* Beyond what a whole number of JSON holds, too. */
Test(evidence, any_number_is_written_as_it_is)
{
	static const double numbers[] = {
		0, 0.5, 3e9, 9007199254740991.0, 9223372036854775808.0, 1e308};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct evidence evidence = {0};
		json_t *json;

		evidence_set(&evidence, EVIDENCE_FREQUENCY_HZ, numbers[i]);
		json = members_object(evidence_table.members, &evidence, false);
		cr_expect_eq(json_number_value(json_object_get(json, "frequency_hz")), numbers[i],
			"%g is written as %g", numbers[i],
			json_number_value(json_object_get(json, "frequency_hz")));
		json_decref(json);
	}
}

/* Null and 0 are two things, there and back. */
Test(evidence, nulls_stay_null)
{
	struct sample sample = {.elapsed_ns = 5, .has_evidence = true};
	struct block block = {.pid = 1, .tasks = 3, .samples = &sample, .sample_count = 1}, again;
	struct error error = {0};
	json_t *json, *evidence;

	evidence_set(&sample.evidence, EVIDENCE_MIGRATIONS, 0);
	evidence_set(&sample.evidence, EVIDENCE_OTHER_LOAD, 0.125);
	json = block_to_json(&block);
	cr_assert_not_null(json);
	evidence = json_object_get(json_array_get(json_object_get(json, "samples"), 0), "evidence");
	cr_expect_eq(json_object_size(evidence), EVIDENCE_COUNT - 1, "one is absent");
	cr_expect_null(json_object_get(evidence, "run_queue_delay_ns"));
	cr_expect(json_is_integer(json_object_get(evidence, "migrations")));
	cr_expect(json_is_null(json_object_get(evidence, "steal_ns")));
	cr_assert_eq(block_from_json(&again, json, &error), 0, "%s", error.text);
	cr_expect(again.samples[0].has_evidence);
	for (enum evidence_figure i = 0; i < EVIDENCE_COUNT; i++)
		cr_expect_eq(again.samples[0].evidence.known[i], sample.evidence.known[i]);
	expect(&again.samples[0].evidence, EVIDENCE_OTHER_LOAD, 0.125);
	block_clear(&again);
	json_decref(json);
}
