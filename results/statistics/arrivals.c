/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Even spacing, or GSL's exponential gaps; see arrivals.h. */
#include "config.h"

#include "results/statistics/arrivals.h"

#include <gsl/gsl_randist.h>

#include "results/statistics/generator.h"
#include "support/whole.h"

#define NANOSECONDS 1e9
#define LATEST_NS (INT64_MAX / 2) /* over a century; the sum with a time still fits */

const char *arrivals_name(const struct arrivals *arrivals)
{
	return arrivals->poisson ? "poisson" : "fixed";
}

static void schedule_evenly(double gap_ns, uint64_t *intended_ns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		intended_ns[i] = whole_within((double)i * gap_ns, LATEST_NS);
}

static int schedule_randomly(double gap_ns, uint64_t seed, uint64_t *intended_ns, size_t count,
	struct error *error)
{
	gsl_rng *generator = generator_new(seed, 0);
	double now_ns = 0;

	if (generator == NULL)
		return error_set(error, "no memory for random arrivals");
	for (size_t i = 0; i < count; i++) {
		now_ns += gsl_ran_exponential(generator, gap_ns);
		intended_ns[i] = whole_within(now_ns, LATEST_NS);
	}
	gsl_rng_free(generator);
	return 0;
}

int arrivals_schedule(const struct arrivals *arrivals, uint64_t seed, uint64_t *intended_ns,
	size_t count, struct error *error)
{
	const double gap_ns = NANOSECONDS / arrivals->rate_per_second;

	if (arrivals->poisson)
		return schedule_randomly(gap_ns, seed, intended_ns, count, error);
	schedule_evenly(gap_ns, intended_ns, count);
	return 0;
}
