/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the self-test, and what they share; see self_test.h. */
#ifndef BREAKEVEN_BENCH_DOCTOR_PARTS_H
#define BREAKEVEN_BENCH_DOCTOR_PARTS_H

#include "bench/doctor/self_test.h"
#include "results/record/block.h"

#include <stdbool.h>

/* Each fills its checks. */
enum outcome self_test_clock(struct self_test *self_test, struct error *error);
enum outcome self_test_pinning(struct self_test *self_test, struct error *error);
enum outcome self_test_cores(struct self_test *self_test, struct error *error);
enum outcome self_test_threads(struct self_test *self_test, struct error *error);
enum outcome self_test_steadiness(struct self_test *self_test, struct error *error);
enum outcome self_test_sleeps(struct self_test *self_test, struct error *error);
enum outcome self_test_canaries(struct self_test *self_test, struct error *error);

/* The CPUs to test one by one: one of each core; if there are more than `limit`, `limit` of them
 * spread over all. Returns how many. */
unsigned self_test_places(const struct self_test *self_test, unsigned *cpus, unsigned limit);

/* Nanoseconds that are left for the self-test; 0: none. */
uint64_t self_test_left_ns(const struct self_test *self_test);

struct self_test_case {
	const char *workload, *parameters; /* "sleep", "duration=10ms" */
	const char *runner;
	unsigned cores, concurrency;
	const unsigned *cpus; /* one per core */
	uint64_t tasks;       /* 0: the warm-up determines it */
	unsigned samples;
	uint64_t sample_ns;
};

/* Measures it in a case process, within the time that is left. The caller clears the block. */
enum outcome self_test_measure(struct self_test *self_test, const struct self_test_case *wanted,
	struct block *block, struct error *error);

/* Nanoseconds per task in its samples: the fastest, or the median. */
double self_test_fastest_ns(const struct block *block);
double self_test_median_ns(const struct block *block);

#endif
