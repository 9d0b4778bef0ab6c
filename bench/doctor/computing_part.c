/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The self-test's parts for computing: core after core, and a second thread. */
#include "config.h"

#include "bench/doctor/parts.h"

#include <math.h>
#include <stdio.h>

#include "support/clock.h"

#define CORE_LIMIT 16 /* at most this many cores, to finish in time */
/* Many samples that are shorter than a time slice (about 3 ms): if another program has half of the
 * core, some samples are still undisturbed. */
#define CORE_SAMPLES 60
#define CORE_SAMPLE_NS (1 * NANOSECONDS_PER_MILLISECOND)
/* Samples that are longer than a period of a quota (100 ms), so that none fits between two of its
 * stops, and longer than many time slices. */
#define THREAD_TURNS 3
#define THREAD_SAMPLES 3
#define THREAD_SAMPLE_NS (150 * NANOSECONDS_PER_MILLISECOND)

static enum outcome compute(struct self_test *self_test, const unsigned *cpus, unsigned threads,
	struct block *block, struct error *error)
{
	const bool pair = threads > 1;
	const struct self_test_case wanted = {
		.workload = "cpu-sum",
		.parameters = "",
		.runner = pair ? "thread-pool" : "serial",
		.cores = threads,
		.concurrency = threads,
		.cpus = cpus,
		.samples = THREAD_SAMPLES,
		.sample_ns = THREAD_SAMPLE_NS,
	};

	return self_test_measure(self_test, &wanted, block, error);
}

enum outcome self_test_cores(struct self_test *self_test, struct error *error)
{
	struct check *check = &self_test->checks[CHECK_CORE_SYMMETRY];
	unsigned cpus[CORE_LIMIT], slowest = 0, fastest = 0;
	const unsigned count = self_test_places(self_test, cpus, CORE_LIMIT);
	double task_ns[CORE_LIMIT];

	if (count < 2) {
		check_skip(check, CHECK_CORE_SYMMETRY, "this process may use only one core");
		return OUTCOME_DONE;
	}
	for (unsigned i = 0; i < count; i++) {
		const struct self_test_case wanted = {
			"cpu-sum", "", "serial", 1, 1, &cpus[i], 0, CORE_SAMPLES, CORE_SAMPLE_NS};
		struct block block;
		const enum outcome outcome = self_test_measure(self_test, &wanted, &block, error);

		if (outcome == OUTCOME_DONE && block.status != STATUS_OK)
			check_fail(check, CHECK_CORE_SYMMETRY, block.reason);
		else if (outcome == OUTCOME_DONE)
			task_ns[i] = self_test_fastest_ns(&block);
		block_clear(&block);
		if (outcome != OUTCOME_DONE || check->status == CHECK_FAILED)
			return outcome;
		if (task_ns[i] > task_ns[slowest])
			slowest = i;
		if (task_ns[i] < task_ns[fastest])
			fastest = i;
	}
	check_judge(check, CHECK_CORE_SYMMETRY,
		100 * (task_ns[slowest] - task_ns[fastest]) / task_ns[fastest]);
	snprintf(check->text, sizeof(check->text), "CPU %u behind CPU %u, of %u cores",
		cpus[slowest], cpus[fastest], count);
	return OUTCOME_DONE;
}

/* The result of several turns: the fastest sample of each, because disturbance only adds time. */
struct turns {
	double alone_ns, pair_ns;   /* per task */
	double stolen_ns, given_ns; /* sum over all CPUs */
	bool steal_known;
};

static void note_steal(struct turns *turns, const struct block *block, unsigned cpus)
{
	for (size_t i = 0; i < block->sample_count; i++) {
		const struct sample *sample = &block->samples[i];

		if (!sample->has_evidence || !sample->evidence.known[EVIDENCE_STEAL_NS])
			turns->steal_known = false;
		turns->stolen_ns += sample->evidence.values[EVIDENCE_STEAL_NS];
		turns->given_ns += (double)sample->elapsed_ns * cpus;
	}
}

/* Measures one thread or two in one turn; if the case fails, the check fails. */
static enum outcome take_turn(struct self_test *self_test, const unsigned *cpus, unsigned threads,
	double *task_ns, struct turns *turns, struct error *error)
{
	struct check *check = &self_test->checks[CHECK_SECOND_THREAD];
	struct block block;
	const enum outcome outcome = compute(self_test, cpus, threads, &block, error);

	if (outcome == OUTCOME_DONE && block.status != STATUS_OK) {
		check_fail(check, CHECK_SECOND_THREAD, block.reason);
	} else if (outcome == OUTCOME_DONE) {
		*task_ns = fmin(*task_ns, self_test_fastest_ns(&block));
		note_steal(turns, &block, threads);
	}
	block_clear(&block);
	return outcome;
}

static void judge_steal(struct self_test *self_test, const struct turns *turns)
{
	struct check *check = &self_test->checks[CHECK_STEAL];

	if (turns->steal_known && turns->given_ns > 0)
		check_judge(check, CHECK_STEAL, 100 * turns->stolen_ns / turns->given_ns);
	else
		check_skip(check, CHECK_STEAL, "the kernel does not report it");
}

enum outcome self_test_threads(struct self_test *self_test, struct error *error)
{
	struct check *check = &self_test->checks[CHECK_SECOND_THREAD];
	struct turns turns = {.alone_ns = INFINITY, .pair_ns = INFINITY, .steal_known = true};
	unsigned cpus[2];
	const bool pair = self_test_places(self_test, cpus, 2) == 2;
	enum outcome outcome = OUTCOME_DONE;

	/* In turn, so that a drift of the machine favours neither. */
	for (int i = 0;
		i < THREAD_TURNS && outcome == OUTCOME_DONE && check->status != CHECK_FAILED; i++) {
		outcome = take_turn(self_test, cpus, 1, &turns.alone_ns, &turns, error);
		if (outcome == OUTCOME_DONE && pair && check->status != CHECK_FAILED)
			outcome = take_turn(self_test, cpus, 2, &turns.pair_ns, &turns, error);
	}
	if (outcome != OUTCOME_DONE)
		return outcome;
	judge_steal(self_test, &turns);
	if (check->status == CHECK_FAILED)
		return OUTCOME_DONE;
	if (!pair) {
		check_skip(check, CHECK_SECOND_THREAD, "this process may use only one core");
		return OUTCOME_DONE;
	}
	check_judge(check, CHECK_SECOND_THREAD, turns.alone_ns / turns.pair_ns);
	snprintf(check->text, sizeof(check->text), "CPU %u and %u", cpus[0], cpus[1]);
	return OUTCOME_DONE;
}
