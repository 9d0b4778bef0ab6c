/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The self-test's parts for sleeping and for the canaries. */
#include "config.h"

#include "bench/doctor/parts.h"

#include <stdio.h>

#include "bench/measure/canary.h"
#include "results/statistics/deviation.h"
#include "results/statistics/estimate.h"
#include "support/clock.h"
#include "support/text.h"

#define SLEEPS 64
#define LOOP_SAMPLES 15
#define SERIES_SAMPLES 1 /* it already has 64 sleeps, one after the other */

#define CANARIES 30                              /* how often all three are measured */
#define CANARIES_LEAST 8                         /* at least, to compute a spread */
#define CANARIES_NS (4 * NANOSECONDS_PER_SECOND) /* after which none is measured */

static enum outcome sleep_all(struct self_test *self_test, enum check_kind kind, const char *runner,
	unsigned concurrency, unsigned samples, struct error *error)
{
	struct check *check = &self_test->checks[kind];
	unsigned cpu;
	const struct self_test_case wanted = {
		"sleep", "duration=10ms", runner, 1, concurrency, &cpu, SLEEPS, samples, 0};
	struct block block;
	enum outcome outcome;

	if (self_test_places(self_test, &cpu, 1) != 1)
		return error_set(error, "this process may use no CPU");
	outcome = self_test_measure(self_test, &wanted, &block, error);
	if (outcome == OUTCOME_DONE && block.status != STATUS_OK)
		check_fail(check, kind, block.reason);
	else if (outcome == OUTCOME_DONE)
		check_judge(check, kind, self_test_median_ns(&block) * SLEEPS);
	block_clear(&block);
	return outcome;
}

enum outcome self_test_sleeps(struct self_test *self_test, struct error *error)
{
	const enum outcome outcome =
		sleep_all(self_test, CHECK_SLEEPS_IN_A_LOOP, "async", SLEEPS, LOOP_SAMPLES, error);

	return outcome != OUTCOME_DONE
		? outcome
		: sleep_all(self_test, CHECK_SLEEPS_IN_SERIES, "serial", 1, SERIES_SAMPLES, error);
}

/* The spread in percent of the median, from the median distance to it, which one extreme figure
 * does not change. */
static int judge_spread(struct check *check, enum check_kind kind, double *figures, size_t count,
	struct error *error)
{
	char median[CHECK_TEXT_SIZE];
	double deviation, middle;

	if (deviation_median(&deviation, figures, count, error) < 0)
		return -1;
	middle = estimate_median(figures, count);
	if (middle <= 0) {
		check_skip(check, kind, "the canary could not be timed");
		return 0;
	}
	check_judge(check, kind, 100 * DEVIATION_NORMAL * deviation / middle);
	snprintf(check->text, sizeof(check->text), "of %s, %zu times",
		text_duration_rounded(median, sizeof(median), middle), count);
	return 0;
}

enum outcome self_test_canaries(struct self_test *self_test, struct error *error)
{
	static const enum check_kind kinds[CANARY_COUNT] = {
		[CANARY_COMPUTE] = CHECK_CANARY_COMPUTE,
		[CANARY_MEMORY] = CHECK_CANARY_MEMORY,
		[CANARY_WAKE_UP] = CHECK_CANARY_WAKE_UP,
	};
	double figures[CANARY_COUNT][CANARIES], taken[CANARY_COUNT];
	const uint64_t begin_ns = clock_now_ns();
	size_t count = 0;
	unsigned cpu;

	if (self_test_places(self_test, &cpu, 1) != 1)
		return error_set(error, "this process may use no CPU");
	while (count < CANARIES && self_test_left_ns(self_test) > 0 &&
		(count < CANARIES_LEAST || clock_now_ns() - begin_ns < CANARIES_NS)) {
		if (interrupt_came(self_test->interrupt))
			return OUTCOME_INTERRUPTED;
		canary_take(self_test->topology, cpu, taken);
		for (int i = 0; i < CANARY_COUNT; i++)
			figures[i][count] = taken[i];
		count++;
	}
	for (int i = 0; i < CANARY_COUNT; i++) {
		struct check *check = &self_test->checks[kinds[i]];

		if (count < CANARIES_LEAST)
			check_fail(check, kinds[i], "no time was left");
		else if (judge_spread(check, kinds[i], figures[i], count, error) < 0)
			return OUTCOME_FAILED;
	}
	return OUTCOME_DONE;
}
