/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Even spacing, or GSL's exponential gaps; see arrivals.h. */
#include "config.h"

#include "results/statistics/arrivals.h"

#include <gsl/gsl_randist.h>

#include "results/statistics/generator.h"

#define NANOSECONDS 1e9

static void schedule_evenly(double gap_ns, uint64_t *intended_ns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		intended_ns[i] = (uint64_t)((double)i * gap_ns);
}

static void schedule_randomly(double gap_ns, uint64_t seed, uint64_t *intended_ns, size_t count)
{
	gsl_rng *generator = generator_new(seed, 0);
	double now_ns = 0;

	for (size_t i = 0; i < count; i++) {
		now_ns += gsl_ran_exponential(generator, gap_ns);
		intended_ns[i] = (uint64_t)now_ns;
	}
	gsl_rng_free(generator);
}

void arrivals_schedule(const struct arrivals *arrivals, uint64_t seed, uint64_t *intended_ns,
	size_t count)
{
	const double gap_ns = NANOSECONDS / arrivals->rate_per_second;

	if (arrivals->poisson)
		schedule_randomly(gap_ns, seed, intended_ns, count);
	else
		schedule_evenly(gap_ns, intended_ns, count);
}
