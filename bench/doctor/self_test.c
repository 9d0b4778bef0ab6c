/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the parts of the self-test one after the other, and their cases; see self_test.h. */
#include "config.h"

#include "bench/doctor/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/case/case_process.h"
#include "results/statistics/estimate.h"
#include "support/clock.h"

#define LIMIT_NS (SELF_TEST_LIMIT_S * NANOSECONDS_PER_SECOND)

/* Each with the first of its checks and the one after its last. */
static const struct {
	const char *name;
	enum check_kind first, end;
	enum outcome (*run)(struct self_test *self_test, struct error *error);
} parts[] = {
	{"the clock", CHECK_CLOCK_COST, CHECK_PINNING, self_test_clock},
	{"pinning", CHECK_PINNING, CHECK_CORE_SYMMETRY, self_test_pinning},
	{"core after core", CHECK_CORE_SYMMETRY, CHECK_STEADINESS, self_test_cores},
	{"steadiness", CHECK_STEADINESS, CHECK_SECOND_THREAD, self_test_steadiness},
	{"a second thread", CHECK_SECOND_THREAD, CHECK_SLEEPS_IN_A_LOOP, self_test_threads},
	{"sleeping", CHECK_SLEEPS_IN_A_LOOP, CHECK_CANARY_COMPUTE, self_test_sleeps},
	{"canaries", CHECK_CANARY_COMPUTE, CHECK_COUNT, self_test_canaries},
};

#define PART_COUNT (sizeof(parts) / sizeof(parts[0]))

uint64_t self_test_left_ns(const struct self_test *self_test)
{
	const uint64_t spent_ns = clock_now_ns() - self_test->begin_ns;

	return spent_ns < LIMIT_NS ? LIMIT_NS - spent_ns : 0;
}

unsigned self_test_places(const struct self_test *self_test, unsigned *cpus, unsigned limit)
{
	static const struct pin pin = {.policy = PIN_CORES};
	unsigned all[PIN_LIST_LIMIT], cores = topology_cores(self_test->topology), count;

	if (cores > PIN_LIST_LIMIT)
		cores = PIN_LIST_LIMIT;
	if (topology_place(self_test->topology, &pin, cores, all, NULL) < 0)
		return 0;
	count = cores < limit ? cores : limit;
	for (unsigned i = 0; i < count; i++)
		cpus[i] = all[(size_t)i * cores / count];
	return count;
}

static int make_job(struct job *job, const struct self_test_case *wanted, struct error *error)
{
	if (job_init(job, wanted->workload, wanted->parameters, wanted->runner, "", error) < 0)
		return -1;
	job->cores = wanted->cores;
	job->concurrency = wanted->concurrency;
	job->tasks = wanted->tasks;
	job->samples = wanted->samples;
	job->sample_minimum_ns = wanted->sample_ns;
	memcpy(job->cpus, wanted->cpus, wanted->cores * sizeof(*job->cpus));
	return 0;
}

enum outcome self_test_measure(struct self_test *self_test, const struct self_test_case *wanted,
	struct block *block, struct error *error)
{
	const uint64_t left_ns = self_test_left_ns(self_test);
	struct job job;

	*block = (struct block){0};
	if (make_job(&job, wanted, error) < 0)
		return OUTCOME_FAILED;
	if (left_ns == 0) {
		block->status = STATUS_TIMEOUT;
		block->reason = strdup("no time was left");
		return OUTCOME_DONE;
	}
	return case_process_run(&job, left_ns, self_test->interrupt, block, error);
}

double self_test_fastest_ns(const struct block *block)
{
	return block_fastest_ns(block) / (double)block->tasks;
}

double self_test_median_ns(const struct block *block)
{
	double values[64];
	size_t count = block->sample_count;

	if (count > sizeof(values) / sizeof(values[0]))
		count = sizeof(values) / sizeof(values[0]);
	for (size_t i = 0; i < count; i++)
		values[i] = (double)block->samples[i].elapsed_ns;
	return estimate_median(values, count) / (double)block->tasks;
}

enum outcome self_test_run(struct self_test *self_test, struct error *error)
{
	enum outcome outcome = OUTCOME_DONE;

	self_test->begin_ns = clock_now_ns();
	for (int kind = 0; kind < CHECK_COUNT; kind++)
		check_skip(&self_test->checks[kind], kind, "not reached");
	for (size_t i = 0; i < PART_COUNT && outcome == OUTCOME_DONE; i++) {
		self_test->begins(self_test->context, parts[i].name, (unsigned)i + 1, PART_COUNT);
		outcome = interrupt_came(self_test->interrupt) ? OUTCOME_INTERRUPTED
							       : parts[i].run(self_test, error);
		for (int kind = parts[i].first; kind < (int)parts[i].end && outcome == OUTCOME_DONE;
			kind++)
			self_test->ends(self_test->context, &self_test->checks[kind]);
	}
	self_test->elapsed_ns = clock_now_ns() - self_test->begin_ns;
	return outcome;
}
