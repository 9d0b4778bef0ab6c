/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines over a parameter and their crossings, on results made for it. */
#include "config.h"

#include <criterion/criterion.h>

#include "results/verdict/crossover.h"
#include "tests/made/made_result.h"

static void find(struct crossover *crossover, const struct result *result, const char *parameter)
{
	struct error error = {0};

	cr_assert_eq(crossover_find(crossover, result, "mixed", parameter, &error), 0, "%s",
		error.text);
}

Test(crossover, kinds_are_by_the_numbers)
{
	static const struct {
		unsigned cores, concurrency;
		enum line_kind kind;
	} cases[] = {
		{1, 1, LINE_BASELINE},
		{1, 2, LINE_CONCURRENT},
		{1, 1000, LINE_CONCURRENT},
		{2, 2, LINE_PARALLEL},
		{8, 8, LINE_PARALLEL},
		{8, 4, LINE_PARALLEL},
		{2, 3, LINE_BOTH},
		{8, 64, LINE_BOTH},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct case_record record = {
			.cores = cases[i].cores, .concurrency = cases[i].concurrency};

		cr_expect_eq(case_record_kind(&record), cases[i].kind, "%u cores, %u in flight",
			record.cores, record.concurrency);
	}
}

/* Times per task of 10, 20, 40, 80 and 160 µs against 50 µs: equal at a quarter of the way from
 * 40 to 80, which is at 45. */
Test(crossover, interpolates_the_time_per_task)
{
	static const double concurrent[] = {100e3, 50e3, 25e3, 12.5e3, 6.25e3};
	static const double parallel[] = {20e3, 20e3, 20e3, 20e3, 20e3};
	struct crossover crossover;
	struct result result;

	made_init(&result);
	made_mixed(&result, concurrent, parallel, 5, 0.001);
	find(&crossover, &result, "cpu_percent");
	cr_expect_str_eq(crossover.fixed, "{task=1ms}");
	cr_expect_str_eq(crossover.parameter, "cpu_percent");
	cr_assert_eq(crossover.line_count, 2);
	cr_expect_eq(crossover.lines[0].count, 5);
	cr_expect_eq(crossover.lines[0].x[3], 60);
	cr_assert_eq(crossover.crossing_count, 1);
	cr_expect_float_eq(crossover.crossings[0].x, 45, 1e-3, "%g", crossover.crossings[0].x);
	cr_expect_float_eq(crossover.crossings[0].tasks_per_second, 20e3, 1);
	cr_expect_eq(crossover.crossings[0].low, 40);
	cr_expect_eq(crossover.crossings[0].high, 60);
	cr_expect(crossover.crossings[0].parallel_after);
	cr_expect(crossover.crossings[0].clear);
	cr_expect_eq(crossover.crossings[0].concurrent->kind, LINE_CONCURRENT);
	cr_expect_eq(crossover.crossings[0].parallel->kind, LINE_PARALLEL);
	crossover_clear(&crossover);
	result_clear(&result);
}

Test(crossover, overlapping_intervals_are_not_clear)
{
	static const double concurrent[] = {30e3, 21e3, 10e3};
	static const double parallel[] = {20e3, 20e3, 20e3};
	struct crossover crossover;
	struct result result;

	made_init(&result);
	made_mixed(&result, concurrent, parallel, 3, 0.1);
	find(&crossover, &result, "cpu_percent");
	cr_assert_eq(crossover.crossing_count, 1);
	cr_expect_not(crossover.crossings[0].clear);
	crossover_clear(&crossover);
	result_clear(&result);
}

/* A tie at a measured point is the crossing where the lead changes there, and none where it does
 * not. */
Test(crossover, ties)
{
	static const double change[] = {30e3, 20e3, 10e3}, touch[] = {30e3, 20e3, 30e3};
	static const double below[] = {10e3, 20e3, 10e3};
	static const double parallel[] = {20e3, 20e3, 20e3};
	struct crossover crossover;
	struct result result;

	made_init(&result);
	made_mixed(&result, change, parallel, 3, 0);
	find(&crossover, &result, "cpu_percent");
	cr_assert_eq(crossover.crossing_count, 1);
	cr_expect_eq(crossover.crossings[0].x, 20);
	crossover_clear(&crossover);
	result_clear(&result);

	made_init(&result);
	made_mixed(&result, touch, parallel, 3, 0);
	find(&crossover, &result, "cpu_percent");
	cr_expect_eq(crossover.crossing_count, 0);
	cr_expect_eq(crossover.line_count, 2);
	crossover_clear(&crossover);
	result_clear(&result);

	made_init(&result);
	made_mixed(&result, below, parallel, 3, 0);
	find(&crossover, &result, "cpu_percent");
	cr_expect_eq(crossover.crossing_count, 0);
	cr_expect_eq(crossover.line_count, 2);
	crossover_clear(&crossover);
	result_clear(&result);
}

Test(crossover, every_change_of_the_lead_counts)
{
	static const double concurrent[] = {10e3, 30e3, 10e3};
	static const double parallel[] = {20e3, 20e3, 20e3};
	struct crossover crossover;
	struct result result;

	made_init(&result);
	made_mixed(&result, concurrent, parallel, 3, 0);
	find(&crossover, &result, "cpu_percent");
	cr_assert_eq(crossover.crossing_count, 2);
	cr_expect_not(crossover.crossings[0].parallel_after);
	cr_expect(crossover.crossings[1].parallel_after);
	crossover_clear(&crossover);
	result_clear(&result);
}

/* The better of two concurrent lines counts at each point, and the line that wins
 * below is named. */
Test(crossover, best_line_at_each_point)
{
	static const double concurrent[] = {30e3, 15e3, 10e3};
	static const double parallel[] = {20e3, 20e3, 20e3};
	struct crossover crossover;
	const struct case_record *record = NULL;
	struct result result;

	made_init(&result);
	made_mixed(&result, concurrent, parallel, 3, 0.001);
	made_case(&result,
		(struct made){.workload = "mixed",
			.text = "{cpu=20,task=1ms}",
			.parameters = "{\"cpu_percent\":20,\"task_ns\":1000000}",
			.runner = "threads",
			.cores = 1,
			.concurrency = 64,
			.rate = 25e3});
	find(&crossover, &result, "cpu_percent");
	cr_assert_eq(crossover.crossing_count, 1);
	cr_expect_eq(crossover.crossings[0].low, 20);
	cr_expect_str_eq(crossover.crossings[0].concurrent->cases[0]->runner, "threads");
	cr_assert_not_null(crossover_best(&crossover, LINE_CONCURRENT, 20, &record));
	cr_expect_str_eq(record->runner, "threads");
	cr_expect_null(crossover_best(&crossover, LINE_BOTH, 20, &record));
	crossover_clear(&crossover);
	result_clear(&result);
}

/* Points of cases without figures are not there, so the neighbours lie further apart. */
Test(crossover, cases_without_figures_are_left_out)
{
	static const double concurrent[] = {40e3, 30e3, 10e3};
	static const double parallel[] = {20e3, 20e3, 20e3};
	struct crossover crossover;
	struct result result;

	made_init(&result);
	made_mixed(&result, concurrent, parallel, 3, 0.001);
	made_fail(&result.cases[2], STATUS_CRASHED, "signal 11");
	find(&crossover, &result, "cpu_percent");
	cr_assert_eq(crossover.crossing_count, 1);
	cr_expect_eq(crossover.crossings[0].low, 0);
	cr_expect_eq(crossover.crossings[0].high, 40);
	cr_expect_eq(crossover.lines[0].count, 2);
	crossover_clear(&crossover);
	result_clear(&result);
}

/* The first set of the other parameters that has both kinds is taken, and no other mixed in. */
Test(crossover, sets_of_other_parameters_are_kept_apart)
{
	static const double concurrent[] = {30e3, 21e3, 10e3};
	static const double parallel[] = {20e3, 20e3, 20e3};
	struct crossover crossover;
	struct result result;

	made_init(&result);
	made_case(&result,
		(struct made){.workload = "mixed",
			.text = "{cpu=0,task=5ms}",
			.parameters = "{\"cpu_percent\":0,\"task_ns\":5000000}",
			.runner = "async",
			.cores = 1,
			.concurrency = 64,
			.rate = 1});
	made_mixed(&result, concurrent, parallel, 3, 0.001);
	find(&crossover, &result, "cpu_percent");
	cr_expect_str_eq(crossover.fixed, "{task=1ms}");
	cr_expect_eq(crossover.line_count, 2);
	cr_expect_eq(crossover.lines[0].count, 3);
	crossover_clear(&crossover);
	/* Over the other parameter, each set is one point of two lines. */
	find(&crossover, &result, "task_ns");
	cr_expect_str_eq(crossover.fixed, "{cpu=0}");
	cr_expect_eq(crossover.lines[0].count, 2);
	cr_expect_eq(crossover.crossing_count, 0);
	crossover_clear(&crossover);
	result_clear(&result);
}

Test(crossover, nothing_to_find)
{
	static const double rates[] = {1, 1};
	struct crossover crossover;
	struct result result;

	made_init(&result);
	find(&crossover, &result, "cpu_percent");
	cr_expect_eq(crossover.line_count, 0);
	crossover_clear(&crossover);
	made_mixed(&result, rates, rates, 2, 0);
	find(&crossover, &result, "no_such_key");
	cr_expect_eq(crossover.line_count, 0);
	crossover_clear(&crossover);
	result_clear(&result);
}
