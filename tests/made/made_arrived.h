/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases with a rate, made by hand. */
#ifndef BREAKEVEN_TESTS_MADE_MADE_ARRIVED_H
#define BREAKEVEN_TESTS_MADE_MADE_ARRIVED_H

#include "results/summary/summary.h"
#include "support/clock.h"
#include "tests/made/made_result.h"

/* A case in which 1000 tasks arrived in a second, and `done_rate` a second were done. The longest
 * latency is 1.5 s from the intended start. */
static inline struct case_record *made_arrived(struct result *result, const char *workload,
	const char *runner, unsigned concurrency, double done_rate)
{
	struct case_record *record = made_case(result,
		(struct made){.workload = workload,
			.runner = runner,
			.cores = 1,
			.concurrency = concurrency,
			.rate = 1000});
	struct error error = {0};

	record->arrivals = (struct arrivals){.rate_per_second = 1000, .poisson = true};
	record->stamped = true;
	for (size_t i = 0; i < record->block_count; i++) {
		struct block *block = &record->blocks[i];

		block->tasks = 1000;
		block->samples[0] = (struct sample){
			.elapsed_ns = (uint64_t)(1e12 / done_rate) + 12000000,
			.stamped = true,
			.latency = {.p50 = 11000000 + i, .p99 = 1400000000 + i, .max = 1500000000},
			.peak_concurrency = concurrency,
			.arrived = true,
			.latency_uncorrected = {.p50 = 10000000 + i,
				.p99 = 11000000 + i,
				.max = 12000000},
			.schedule_ns = NANOSECONDS_PER_SECOND,
			.peak_arrived = 64,
		};
	}
	cr_assert_eq(case_record_summarise(record, &error), 0, "%s", error.text);
	return record;
}

#endif
