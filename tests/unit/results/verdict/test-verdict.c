/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts: the example as a golden text, and that nothing is claimed that the intervals do not
 * allow. */
#include "config.h"

#include <criterion/criterion.h>

#include "results/verdict/verdict.h"
#include "tests/made/made_result.h"

static char *verdict(const struct result *result, unsigned width)
{
	struct error error = {0};
	char *text = NULL;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	cr_assert_not_null(memory);
	cr_assert_eq(verdict_write(memory, result, width, &error), 0, "%s", error.text);
	fclose(memory);
	return text;
}

/* The verdict on a result begins with this; the result is cleared. */
static void expect(struct result *result, const char *beginning)
{
	char *text = verdict(result, 0);

	cr_expect_eq(strncmp(text, beginning, strlen(beginning)), 0, "it says: %s", text);
	free(text);
	result_clear(result);
}

static void make(struct result *result, const char *runner, unsigned cores, unsigned concurrency,
	double rate, double spread)
{
	made_case(result,
		(struct made){.workload = "w",
			.runner = runner,
			.cores = cores,
			.concurrency = concurrency,
			.rate = rate,
			.spread = spread});
}

Test(verdict, example)
{
	struct result result;
	char *text, *expected = made_read_file("example-verdict.txt");

	made_read_example(&result);
	text = verdict(&result, 80);
	made_compare(text, expected);
	free(text);
	free(expected);
	result_clear(&result);
}

Test(verdict, clear_winners)
{
	struct result result;

	made_init(&result);
	make(&result, "serial", 1, 1, 1000, 0.01);
	make(&result, "async", 1, 1, 1010, 0.001);
	make(&result, "async", 1, 64, 1020, 0.001);
	make(&result, "threads", 2, 2, 1980, 0.01);
	expect(&result,
		"w: more cores win (threads, 2 in flight on 2 cores), 1.98 k tasks/s, "
		"1.98 times the baseline (serial).\n");

	made_init(&result);
	make(&result, "serial", 1, 1, 1000, 0.01);
	make(&result, "threads", 2, 2, 500, 0.01);
	expect(&result,
		"w: nothing beats the baseline (serial), 1.00 k tasks/s; next is more cores "
		"(threads, 2 in flight on 2 cores) at 0.50 of it.\n");
}

/* The second-best median is far away, but a third case reaches up to the best. */
Test(verdict, wide_interval_makes_a_tie)
{
	struct result result;

	made_init(&result);
	make(&result, "serial", 1, 1, 1000, 0.01);
	make(&result, "async", 1, 64, 1400, 0.5);
	make(&result, "threads", 2, 2, 2000, 0.01);
	make(&result, "threads", 2, 64, 1500, 0.01);
	expect(&result,
		"w: a tie of more in flight (async, 64 in flight on 1 core) and more cores (threads, "
		"2 in flight on 2 cores): their intervals overlap; 2.00 k tasks/s, "
		"2.00 times the baseline (serial).\n");
}

/* No factor against a baseline that overlaps. */
Test(verdict, tie_with_the_baseline)
{
	struct result result;

	made_init(&result);
	make(&result, "serial", 1, 1, 1000, 0.05);
	make(&result, "async", 1, 64, 1010, 0.05);
	expect(&result,
		"w: a tie of the baseline (serial) and more in flight (async, 64 in flight on 1 core): "
		"their intervals overlap; 1.01 k tasks/s.\n");
}

Test(verdict, nothing_to_say)
{
	struct result result;

	made_init(&result);
	expect(&result, "Nothing can be said: the result has no cases.\n");

	made_init(&result);
	make(&result, "serial", 1, 1, 1000, 0.05);
	expect(&result,
		"w: only the baseline was measured (serial), with nothing to compare it with: "
		"1.00 k tasks/s.\n");

	made_init(&result);
	make(&result, "serial", 1, 1, 1000, 0.05);
	made_fail(&result.cases[0], STATUS_TIMEOUT, "did not end within 1 s");
	expect(&result,
		"w: no winner can be named: none of its cases has figures (timed-out: did not end within "
		"1 s).\n\n1 of 1 case has no figures and is left out");

	made_init(&result);
	for (unsigned i = 1; i <= 2; i++)
		made_case(&result,
			(struct made){.workload = "w",
				.runner = "threads",
				.cores = i,
				.concurrency = i,
				.rate = 1000 * i,
				.blocks = 1});
	expect(&result,
		"w: no winner can be named: a single block gives no interval; highest is more "
		"cores (threads, 2 in flight on 2 cores), 2.00 k tasks/s.\n");
}

Test(verdict, break_even_between_neighbours)
{
	static const double concurrent[] = {100e3, 50e3, 25e3, 12.5e3};
	static const double parallel[] = {20e3, 20e3, 20e3, 20e3};
	struct result result;

	made_init(&result);
	made_mixed(&result, concurrent, parallel, 4, 0.01);
	expect(&result,
		"mixed{task=1ms}: up to cpu = about 45 %, more in flight wins (async, 64 in flight on "
		"1 core); above, more cores win (process-pool, 2 in flight on 2 cores). The "
		"break-even lies between the measured 40 % and 60 %: the intervals are apart at "
		"both.\n");
}

Test(verdict, break_even_with_overlaps_in_between)
{
	static const double concurrent[] = {100e3, 21e3, 19e3, 10e3};
	static const double parallel[] = {20e3, 20e3, 20e3, 20e3};
	struct result result;

	made_init(&result);
	made_mixed(&result, concurrent, parallel, 4, 0.1);
	expect(&result,
		"mixed{task=1ms}: up to cpu = about 30 %, more in flight wins (async, 64 in flight on "
		"1 core); above, more cores win (process-pool, 2 in flight on 2 cores). The "
		"break-even lies between the measured 0 % and 60 %: at the points in between the "
		"intervals overlap, so it may be anywhere there.\n");
}

Test(verdict, no_break_even)
{
	static const double high[] = {30e3, 30e3, 30e3}, close[] = {20e3, 29e3, 20e3};
	static const double low[] = {20e3, 20e3, 20e3};
	struct result result;

	made_init(&result);
	made_mixed(&result, high, low, 3, 0.01);
	expect(&result,
		"mixed{task=1ms}: more in flight wins (async, 64 in flight on 1 core) at all 3 measured "
		"points of cpu; there is no break-even between them.\n");

	made_init(&result);
	made_mixed(&result, close, high, 3, 0.05);
	expect(&result,
		"mixed{task=1ms}: more cores win (process-pool, 2 in flight on 2 cores) at 2 of 3 "
		"measured points of cpu, at the others the intervals overlap; there is no "
		"break-even between them.\n");

	made_init(&result);
	made_mixed(&result, close, close, 3, 0.05);
	expect(&result,
		"mixed{task=1ms}: nothing can be said: more in flight and more cores have overlapping "
		"intervals at every measured point of cpu.\n");
}

Test(verdict, lead_that_changes_twice)
{
	static const double concurrent[] = {30e3, 10e3, 30e3}, parallel[] = {20e3, 20e3, 20e3};
	struct result result;

	made_init(&result);
	made_mixed(&result, concurrent, parallel, 3, 0.01);
	expect(&result,
		"mixed{task=1ms}: the lead changes 2 times, so there is no single break-even: more in "
		"flight wins from cpu = 0 %, more cores win from cpu = 20 %, more in flight wins "
		"from cpu = 40 %.\n");
}

/* Two values are no curve: each is a workload of its own. */
Test(verdict, two_values_are_told_apart)
{
	static const double concurrent[] = {30e3, 10e3}, parallel[] = {20e3, 20e3};
	struct result result;

	made_init(&result);
	made_mixed(&result, concurrent, parallel, 2, 0.01);
	expect(&result,
		"mixed{cpu=0,task=1ms}: more in flight wins (async, 64 in flight on 1 core), "
		"30.0 k tasks/s.\nmixed{cpu=20,task=1ms}: more cores win (process-pool, 2 in flight on "
		"2 cores), 20.0 k tasks/s.\n");
}
