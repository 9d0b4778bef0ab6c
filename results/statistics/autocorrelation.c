/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lag-1 autocorrelation and its permutation test; see autocorrelation.h. */
#include "config.h"

#include "results/statistics/autocorrelation.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "results/statistics/generator.h"
#include "results/statistics/values.h"

#define WHAT "autocorrelation"

/* The rounding difference of the same coefficient when summed in another order. */
#define SAME 1e-12

/* The values minus their mean; scaled to -1 … 1 first, so that no square is too large or small. */
static double *deviations_of(const double *values, size_t count, struct error *error)
{
	double *deviations = malloc(count * sizeof(*deviations));
	double largest = 0, mean;

	if (deviations == NULL) {
		error_set(error, WHAT " of %zu values: out of memory", count);
		return NULL;
	}
	for (size_t i = 0; i < count; i++)
		largest = fmax(largest, fabs(values[i]));
	for (size_t i = 0; i < count; i++)
		deviations[i] = largest > 0 ? values[i] / largest : 0;
	mean = gsl_stats_mean(deviations, 1, count);
	for (size_t i = 0; i < count; i++)
		deviations[i] -= mean;
	return deviations;
}

static double products_of(const double *deviations, size_t count)
{
	double products = 0;

	for (size_t i = 1; i < count; i++)
		products += deviations[i - 1] * deviations[i];
	return products;
}

/* Sets result->p. Changes the order of the deviations. 0, or -1 with the error. */
static int share_as_far(double *deviations, size_t count, double squares,
	struct autocorrelation *result, size_t orders, uint64_t seed, struct error *error)
{
	gsl_rng *generator = generator_new(seed, 0);
	double far = fabs(result->coefficient - result->expected) - SAME;
	size_t as_far = 1;

	if (generator == NULL)
		return error_set(error, WHAT ": out of memory");
	for (size_t i = 0; i < orders; i++) {
		gsl_ran_shuffle(generator, deviations, count, sizeof(*deviations));
		as_far += fabs(products_of(deviations, count) / squares - result->expected) >= far;
	}
	gsl_rng_free(generator);
	result->p = (double)as_far / (double)(orders + 1);
	return 0;
}

int autocorrelation_test(struct autocorrelation *result, const double *values, size_t count,
	size_t orders, uint64_t seed, struct error *error)
{
	double n = (double)count, squares = 0;
	double *deviations;
	int status = 0;

	*result = (struct autocorrelation){.p = 1};
	if (values_check(values, count, 3, WHAT, error) < 0)
		return -1;
	deviations = deviations_of(values, count, error);
	if (deviations == NULL)
		return -1;
	result->expected = -1 / n;
	result->standard_error = (n - 2) / (n * sqrt(n - 1));
	for (size_t i = 0; i < count; i++)
		squares += deviations[i] * deviations[i];
	if (squares > 0) {
		result->coefficient = products_of(deviations, count) / squares;
		status = share_as_far(deviations, count, squares, result, orders, seed, error);
	}
	free(deviations);
	return status;
}
