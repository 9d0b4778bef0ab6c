/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GSL without memory: whoever draws numbers says so, and nothing ends the process. The allocation
 * of a generator is replaced by one that fails as GSL's does.
 */
#include "config.h"

#include "results/statistics/arrivals.h"
#include "results/statistics/autocorrelation.h"
#include "results/statistics/bootstrap.h"
#include "results/statistics/generator.h"
#include "results/statistics/modes.h"
#include "results/statistics/shuffle.h"

#include <string.h>

#include <criterion/criterion.h>
#include <gsl/gsl_errno.h>

#define COUNT 20

gsl_rng *gsl_rng_alloc(const gsl_rng_type *type)
{
	(void)type;
	GSL_ERROR_VAL("failed to allocate space for rng struct", GSL_ENOMEM, NULL);
}

static double values[COUNT];

static int order(struct error *error)
{
	size_t places[COUNT];

	return shuffle_order(1, 0, places, COUNT, error);
}

static int arrive(struct error *error)
{
	const struct arrivals arrivals = {.rate_per_second = 10, .poisson = true};
	uint64_t intended_ns[COUNT];

	return arrivals_schedule(&arrivals, 1, intended_ns, COUNT, error);
}

static int resample(struct error *error)
{
	struct estimate estimate;

	return bootstrap_median(&estimate, values, COUNT, 0.95, 1000, 1, error);
}

static int correlate(struct error *error)
{
	struct autocorrelation result;

	return autocorrelation_test(&result, values, COUNT, 100, 1, error);
}

static int find_modes(struct error *error)
{
	struct modes modes;

	return modes_test(&modes, values, COUNT, 100, 1, error);
}

static const struct {
	const char *name;
	int (*draw)(struct error *error);
} draws[] = {
	{"an order", order},
	{"arrivals", arrive},
	{"a bootstrap", resample},
	{"an autocorrelation", correlate},
	{"modes", find_modes},
};

Test(statistics, without_memory_is_an_error)
{
	for (size_t i = 0; i < COUNT; i++)
		values[i] = (double)(i * i % 7) + (double)i / 100;
	for (size_t i = 0; i < sizeof(draws) / sizeof(draws[0]); i++) {
		struct error error = {0};

		cr_expect_eq(draws[i].draw(&error), -1, "%s", draws[i].name);
		cr_expect_not_null(strstr(error.text, "memory"), "%s: \"%s\"", draws[i].name,
			error.text);
	}
}
