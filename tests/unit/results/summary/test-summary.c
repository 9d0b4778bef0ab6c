/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the blocks of a case come to. */
#include "config.h"

#include <math.h>

#include <criterion/criterion.h>

#include "results/record/record.h"
#include "results/summary/summary.h"

/* Five blocks of three samples of 100 tasks: the median of each block is its second sample. */
Test(summary, block_counts_as_the_median_of_its_samples)
{
	static const uint64_t elapsed_ms[5][3] = {
		{10, 20, 90}, {25, 50, 99}, {1, 40, 41}, {10, 10, 80}, {9, 25, 26}};
	char id[] = "x";
	struct case_record record = {.id = id, .block_count = 5};
	struct sample samples[5][3];
	struct block blocks[5] = {0};
	struct error error = {0};
	const struct summary *summary = &record.summary;

	record.blocks = blocks;
	for (size_t i = 0; i < 5; i++) {
		blocks[i] = (struct block){.tasks = 100,
			.samples = samples[i],
			.sample_count = 3,
			.startup_ns = 100 * (i + 1)};
		for (size_t j = 0; j < 3; j++)
			samples[i][j] = (struct sample){.elapsed_ns = 1000000 * elapsed_ms[i][j],
				.user_ns = 300000 * elapsed_ms[i][j],
				.system_ns = 200000 * elapsed_ms[i][j],
				.stamped = true,
				.latency = {.p50 = i * j, .p99 = 10 * i + j}};
	}
	cr_assert_eq(case_record_summarise(&record, &error), 0, "%s", error.text);
	cr_expect_eq(record.status, STATUS_OK);
	cr_expect_eq(record.tasks, 100);
	cr_expect_eq(summary->blocks, 5);
	/* 20, 50, 40, 10 and 25 ms: 5, 2, 2.5, 10 and 4 thousand tasks a second. */
	cr_expect_float_eq(summary->tasks_per_second.median, 4e3, 1e-9);
	cr_expect_float_eq(summary->tasks_per_second.low, 2e3, 1e-9);
	cr_expect_float_eq(summary->tasks_per_second.high, 10e3, 1e-9);
	cr_expect_float_eq(summary->tasks_per_second.confidence, 0.9375, 1e-12);
	cr_expect(summary->cpu_known);
	cr_expect_float_eq(summary->cpu_use.median, 0.5, 1e-12);
	cr_expect_eq(summary->startup_ns, 300);
	cr_expect(summary->stamped);
	cr_expect_eq(summary->latency_p50_ns, 2);
	cr_expect_eq(summary->latency_p99_ns, 21);

	samples[3][1].stamped = false;
	cr_assert_eq(case_record_summarise(&record, &error), 0);
	cr_expect_not(summary->stamped, "one sample without stamps leaves no latency");
	samples[3][1].elapsed_ns = 0;
	cr_expect_eq(case_record_summarise(&record, &error), -1);
	cr_expect_str_eq(error.text, "x: block 0: a sample took no time");
}

/* Medians 2, 30 and 7; one sample that does not know it leaves the case without it. */
Test(summary, evidence_is_a_median_of_medians)
{
	static const double delays_ns[3][3] = {{1, 2, 3}, {30, 90, 10}, {7, 7, 999}};
	const enum evidence_figure figure = EVIDENCE_RUN_QUEUE_DELAY_NS;
	char id[] = "x";
	struct case_record record = {.id = id, .block_count = 3};
	struct sample samples[3][3];
	struct block blocks[3] = {0};
	struct error error = {0};

	record.blocks = blocks;
	for (size_t i = 0; i < 3; i++) {
		blocks[i] = (struct block){.tasks = 1, .samples = samples[i], .sample_count = 3};
		for (size_t j = 0; j < 3; j++) {
			samples[i][j] = (struct sample){.elapsed_ns = 1, .has_evidence = true};
			evidence_set(&samples[i][j].evidence, figure, delays_ns[i][j]);
		}
	}
	cr_assert_eq(case_record_summarise(&record, &error), 0, "%s", error.text);
	cr_expect(record.summary.evidence.known[figure]);
	cr_expect_eq(record.summary.evidence.values[figure], 7);
	samples[2][1].evidence.known[figure] = false;
	cr_assert_eq(case_record_summarise(&record, &error), 0, "%s", error.text);
	cr_expect_not(record.summary.evidence.known[figure]);
}

/* Three blocks of three samples: medians 2, 30 and 7; one sample has no such figure, and a block
 * that is not ok does not count. */
Test(summary, observations_are_medians_of_medians)
{
	static const double lost[4][3] = {{1, 2, 3}, {30, 90, 10}, {7, 7, 999}, {500, 500, 500}};
	char id[] = "x";
	struct case_record record = {.id = id, .block_count = 4};
	struct sample samples[4][3];
	struct block blocks[4] = {0};
	struct error error = {0};
	const struct summary *summary = &record.summary;

	record.blocks = blocks;
	for (size_t i = 0; i < 4; i++) {
		blocks[i] = (struct block){.tasks = 1, .samples = samples[i], .sample_count = 3};
		for (size_t j = 0; j < 3; j++)
			samples[i][j] = (struct sample){.elapsed_ns = 1000,
				.observed = {{"lost", lost[i][j]}, {"wakes", 1}},
				.observed_count = i == 1 && j == 0 ? 2 : 1};
	}
	samples[2][2].observed_count = 0;
	blocks[3].status = STATUS_FAILED;
	cr_assert_eq(case_record_summarise(&record, &error), 0, "%s", error.text);
	cr_assert_eq(summary->observed_count, 2);
	cr_expect_str_eq(summary->observed[0].name, "lost");
	cr_expect_eq(summary->observed[0].value, 7);
	cr_expect_str_eq(summary->observed[1].name, "wakes");
	cr_expect_eq(summary->observed[1].value, 1);
	free(record.reason);
	record.reason = NULL;

	samples[0][0].observed_count = OBSERVED_LIMIT;
	for (unsigned i = 0; i < OBSERVED_LIMIT; i++)
		samples[0][0].observed[i] = (struct observed){{(char)('a' + i)}, 1};
	cr_expect_eq(case_record_summarise(&record, &error), -1);
	cr_expect_str_eq(error.text, "x: its samples show more than 4 different observations");
	free(record.reason);
}

Test(summary, first_block_that_is_not_ok_gives_the_status)
{
	char id[] = "x", late[] = "did not end", signal[] = "signal 11";
	struct sample sample = {.elapsed_ns = 1000};
	struct block blocks[4] = {
		{.tasks = 10, .samples = &sample, .sample_count = 1},
		{.status = STATUS_TIMEOUT, .reason = late},
		{.status = STATUS_CRASHED, .reason = signal},
		{.tasks = 10, .samples = &sample, .sample_count = 1},
	};
	struct case_record record = {.id = id, .blocks = blocks, .block_count = 4};

	cr_assert_eq(case_record_summarise(&record, NULL), 0);
	cr_expect_eq(record.status, STATUS_TIMEOUT);
	cr_expect_str_eq(record.reason, "did not end");
	cr_expect_eq(record.summary.blocks, 2, "the others still count");
	cr_expect_not(case_record_measured(&record));
	blocks[1].status = blocks[2].status = STATUS_NOT_RUN;
	cr_assert_eq(case_record_summarise(&record, NULL), 0);
	cr_expect(case_record_measured(&record), "an interrupted run keeps what it has");
	record.block_count = 0;
	cr_assert_eq(case_record_summarise(&record, NULL), 0);
	cr_expect_eq(record.status, STATUS_NOT_RUN);
	cr_expect_not(case_record_measured(&record));
	free(record.reason);
}
