/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The self-test's part for steadiness: for how much of the time a core is slower than it can be.
 *
 * It repeats the same additions in a register, in pieces of about a millisecond. The causes that
 * slow some pieces down are in no counter: another machine's thread on the same core, a host that
 * lends out the core, a frequency that is not held. The medians of the canaries show them only if
 * they take half of the time.
 */
#include "config.h"

#include "bench/doctor/parts.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "results/statistics/estimate.h"
#include "support/clock.h"
#include "support/limits.h"
#include "support/whole.h"
#include "workloads/cpu.h"

#define PIECES 700
#define PIECE_NS 1e6
#define TRIAL_ADDITIONS 300000
#define TRIALS 20
#define SLOW 1.05       /* times the fast pieces */
#define FAST_SHARE 0.05 /* share of the pieces that count as fast */
#define CORES_MOST 4

struct stretch {
	const struct topology *topology;
	unsigned cpu;
	double pieces_ns[PIECES];
	struct error error;
};

static double piece_ns(uint64_t additions)
{
	const uint64_t begin_ns = clock_now_ns();

	cpu_work(additions);
	return (double)(clock_now_ns() - begin_ns);
}

static void *compute(void *context)
{
	struct stretch *stretch = context;
	double fastest_ns;
	uint64_t additions;

	if (topology_bind(stretch->topology, &stretch->cpu, 1, &stretch->error) < 0)
		return NULL;
	fastest_ns = piece_ns(TRIAL_ADDITIONS);
	for (int i = 0; i < TRIALS; i++) {
		double ns = piece_ns(TRIAL_ADDITIONS);

		if (ns < fastest_ns)
			fastest_ns = ns;
	}
	additions = whole_within(TRIAL_ADDITIONS * PIECE_NS / (fastest_ns > 1 ? fastest_ns : 1),
		INT64_MAX);
	for (int i = 0; i < PIECES; i++)
		stretch->pieces_ns[i] = piece_ns(additions);
	return NULL;
}

/* The share of slow pieces in the time of all pieces, in percent. */
static double slow_share(double *pieces_ns)
{
	double limit_ns, slow_ns = 0, all_ns = 0;

	estimate_median(pieces_ns, PIECES); /* sorts them */
	limit_ns = SLOW * pieces_ns[(size_t)(FAST_SHARE * PIECES)];
	for (size_t i = 0; i < PIECES; i++) {
		all_ns += pieces_ns[i];
		if (pieces_ns[i] > limit_ns)
			slow_ns += pieces_ns[i];
	}
	return 100 * slow_ns / all_ns;
}

static int measure_core(struct stretch *stretch, double *share, struct error *error)
{
	pthread_t thread;
	int status = pthread_create(&thread, NULL, compute, stretch);

	if (status != 0)
		return error_set(error, "cannot start a thread: %s", limits_process_error(status));
	pthread_join(thread, NULL);
	*share = stretch->error.text[0] == '\0' ? slow_share(stretch->pieces_ns) : 0;
	return 0;
}

enum outcome self_test_steadiness(struct self_test *self_test, struct error *error)
{
	struct check *check = &self_test->checks[CHECK_STEADINESS];
	unsigned cpus[CORES_MOST], count = self_test_places(self_test, cpus, CORES_MOST);
	double worst = 0, share = 0;
	unsigned worst_cpu = count > 0 ? cpus[0] : 0, tested = 0;

	for (; tested < count && self_test_left_ns(self_test) > 0; tested++) {
		struct stretch stretch = {.topology = self_test->topology, .cpu = cpus[tested]};

		if (interrupt_came(self_test->interrupt))
			return OUTCOME_INTERRUPTED;
		if (measure_core(&stretch, &share, error) < 0)
			return OUTCOME_FAILED;
		if (stretch.error.text[0] != '\0') {
			check_fail(check, CHECK_STEADINESS, stretch.error.text);
			return OUTCOME_DONE;
		}
		if (share > worst) {
			worst = share;
			worst_cpu = cpus[tested];
		}
	}
	if (tested == 0) {
		check_skip(check, CHECK_STEADINESS, "no time was left");
		return OUTCOME_DONE;
	}
	check_judge(check, CHECK_STEADINESS, worst);
	snprintf(check->text, sizeof(check->text), "of the time, CPU %u of %u tested", worst_cpu,
		tested);
	return OUTCOME_DONE;
}
