/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bootstrap by counting; see bootstrap.h. The values are sorted once; for each resample only
 * the number of draws of each value is counted, and its median is where the sum of these passes
 * half of the count.
 */
#include "config.h"

#include "results/statistics/bootstrap.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "results/statistics/generator.h"
#include "results/statistics/values.h"

#define WHAT "bootstrap of the median"

/* The value that has `before` drawn values before it. */
static double drawn_at(const double *sorted, const size_t *times, size_t before)
{
	size_t i = 0;

	for (size_t passed = times[0]; passed <= before; passed += times[i])
		i++;
	return sorted[i];
}

static int resample(double *medians, size_t resamples, const double *sorted, size_t *times,
	size_t count, uint64_t seed)
{
	gsl_rng *generator = generator_new(seed, 0);

	if (generator == NULL)
		return -1;
	for (size_t r = 0; r < resamples; r++) {
		memset(times, 0, count * sizeof(*times));
		for (size_t i = 0; i < count; i++)
			times[gsl_rng_uniform_int(generator, count)]++;
		medians[r] = values_middle(drawn_at(sorted, times, (count - 1) / 2),
			drawn_at(sorted, times, count / 2));
	}
	gsl_rng_free(generator);
	gsl_sort(medians, 1, resamples);
	return 0;
}

/* The rank, from 1, of the sorted median that bounds the interval; 0 if there are too few. 1e-9 is
 * for confidences that are not binary fractions. */
static size_t bound_rank(size_t resamples, double confidence)
{
	return (size_t)floor((double)(resamples + 1) * (1 - confidence) / 2 + 1e-9);
}

int bootstrap_median(struct estimate *estimate, const double *values, size_t count,
	double confidence, size_t resamples, uint64_t seed, struct error *error)
{
	size_t rank, *times;
	double *sorted, *medians;

	*estimate = (struct estimate){0};
	if (values_check_share(confidence, "confidence", WHAT, error) < 0)
		return -1;
	rank = bound_rank(resamples, confidence);
	if (rank == 0)
		return error_set(error, WHAT ": %zu resamples are too few for a confidence of %g",
			resamples, confidence);
	sorted = values_sorted(values, count, WHAT, error);
	if (sorted == NULL)
		return -1;
	times = malloc(count * sizeof(*times));
	medians = malloc(resamples * sizeof(*medians));
	if (times == NULL || medians == NULL ||
		resample(medians, resamples, sorted, times, count, seed) < 0) {
		free(times);
		free(medians);
		free(sorted);
		return error_set(error, WHAT " of %zu values: out of memory", count);
	}
	*estimate = (struct estimate){
		.median = values_median_of_sorted(sorted, count),
		.low = medians[rank - 1],
		.high = medians[resamples - rank],
		.confidence = count > 1 ? confidence : 0,
	};
	free(times);
	free(medians);
	free(sorted);
	return 0;
}

int bootstrap_blocks(struct estimate *estimate, const double *samples, const size_t *counts,
	size_t blocks, double confidence, size_t resamples, uint64_t seed, struct error *error)
{
	double *medians = malloc((blocks > 0 ? blocks : 1) * sizeof(*medians));
	int result = -1;

	*estimate = (struct estimate){0};
	if (medians == NULL)
		return error_set(error, WHAT " of %zu blocks: out of memory", blocks);
	for (size_t b = 0; b < blocks; samples += counts[b++]) {
		double *sorted = values_sorted(samples, counts[b], WHAT, error);

		if (sorted == NULL) {
			error_prefix(error, "block %zu of %zu", b + 1, blocks);
			goto free_medians;
		}
		medians[b] = values_median_of_sorted(sorted, counts[b]);
		free(sorted);
	}
	result = bootstrap_median(estimate, medians, blocks, confidence, resamples, seed, error);

free_medians:
	free(medians);
	return result;
}
