/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a CPU quota does to blocks, and that nobody is named a winner by it. */
#include "config.h"

#include <criterion/criterion.h>

#include "results/summary/summary.h"
#include "results/table/table.h"
#include "results/summary/throttling.h"
#include "results/verdict/verdict.h"
#include "tests/made/made_change.h"

static struct result result;
static struct error error;

static void tear_down(void)
{
	result_clear(&result);
}

/* Gives each sample of a case this evidence, and summarises it anew. */
static void throttle(struct case_record *record, double periods, double share)
{
	for (size_t i = 0; i < record->block_count; i++) {
		struct sample *sample = &record->blocks[i].samples[0];

		sample->has_evidence = true;
		evidence_set(&sample->evidence, EVIDENCE_THROTTLED_PERIODS, periods);
		evidence_set(&sample->evidence, EVIDENCE_THROTTLED_NS,
			share * (double)sample->elapsed_ns * record->cores);
	}
	cr_assert_eq(case_record_summarise(record, &error), 0, "%s", error.text);
}

static struct case_record *make(unsigned cores, double rate)
{
	return made_case(&result,
		(struct made){.workload = "cpu-sum",
			.text = "{iterations=1}",
			.runner = cores > 1 ? "threads" : "serial",
			.cores = cores,
			.concurrency = cores,
			.rate = rate,
			.spread = 0.01});
}

/* How a whole is written: as a table or as a verdict. */
static char *text_of(bool verdict)
{
	char *text = NULL;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	cr_assert_not_null(memory);
	if (verdict)
		cr_assert_eq(verdict_write(memory, &result, 0, &error), 0, "%s", error.text);
	else
		cr_assert_eq(table_write(memory, &result, false, 0), 0);
	fclose(memory);
	return text;
}

static void expect_text(bool verdict, const char *wanted, const char *unwanted)
{
	char *text = text_of(verdict);

	cr_expect_not_null(strstr(text, wanted), "\"%s\" is not in: %s", wanted, text);
	cr_expect_null(strstr(text, unwanted), "\"%s\" is in: %s", unwanted, text);
	free(text);
}

Test(throttling, what_marks_a_block, .fini = tear_down)
{
	static const struct {
		double periods, share;
		bool throttled;
	} cases[] = {{0, 0, false}, {1, 0.5, true}, {1, 0.021, true}, {1, 0.019, false},
		{0, 0.5, false}, {3, 0, false}};
	struct case_record *record;

	made_init(&result);
	record = make(2, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		throttle(record, cases[i].periods, cases[i].share);
		cr_expect_eq(throttling_of_block(record, &record->blocks[0]), cases[i].throttled,
			"case %zu", i);
		cr_expect_eq(record->summary.throttled, cases[i].throttled ? 5 : 0);
		cr_expect_eq(record->summary.blocks, 5, "all of them count");
	}
}

/* Where the time is not told, a period is enough. */
Test(throttling, only_periods_are_known, .fini = tear_down)
{
	struct case_record *record;

	made_init(&result);
	record = make(1, 1000);
	throttle(record, 1, 0);
	for (size_t i = 0; i < record->block_count; i++)
		record->blocks[i].samples[0].evidence.known[EVIDENCE_THROTTLED_NS] = false;
	cr_expect(throttling_of_block(record, &record->blocks[0]));
	record->blocks[0].samples[0].has_evidence = false;
	cr_expect_not(throttling_of_block(record, &record->blocks[0]));
}

/* One throttled case is enough: the others would be held against it. */
Test(throttling, nobody_wins_under_a_quota, .fini = tear_down)
{
	struct case_record *threads;

	made_init(&result);
	result.machine = json_pack("{s:f}", "cgroup_quota_cores", 0.3);
	make(1, 1000);
	threads = make(2, 3380);
	expect_text(true, "more cores win (threads, 2 in flight on 2 cores)", "quota");
	expect_text(false, " best\n", "throttled");
	throttle(threads, 1, 0.5);
	expect_text(true,
		"no winner is named: a CPU quota of 0.3 cores stopped 1 of 2 cases during "
		"measurement, so these figures show the quota, not the cores; highest is "
		"more cores (threads, ",
		"win (");
	expect_text(true, "highest is", "times");
	expect_text(false, "highest, throttled\n", "best\n");
	expect_text(false, "\nthrottled: a CPU quota of 0.3 cores stopped the case", "left out");
}

Test(throttling, no_break_even_under_a_quota, .fini = tear_down)
{
	static const double concurrent[] = {100e3, 21e3, 10e3}, parallel[] = {20e3, 20e3, 20e3};

	made_init(&result);
	made_mixed(&result, concurrent, parallel, 3, 0.01);
	expect_text(true, "break-even lies", "quota");
	throttle(&result.cases[5], 1, 0.5);
	expect_text(true,
		"mixed{task=1ms}: no break-even is named: a CPU quota stopped 1 of its cases "
		"during measurement, so their figures show the quota, not the cores.\n",
		"break-even lies");
}

Test(throttling, in_a_result_and_back)
{
	made_expect_refused("cases/2/summary/throttled", "2", NULL);
	made_expect_refused("cases/2/summary/throttled", "-1",
		"cases[2]: summary: throttled must be a whole number from 0, not -1");
}
