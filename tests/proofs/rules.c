/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Mann-Whitney test and the bootstrapped t test on single samples; see rules.h. */
#include "config.h"

#include "tests/proofs/rules.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "results/statistics/generator.h"
#include "results/statistics/rank_sum.h"

#define SIGNIFICANCE 0.05
#define CONFIDENCE 0.95
#define NOISE 0.01

int rules_benchstat(bool *changed, const struct times *a, const struct times *b,
	struct error *error)
{
	struct hypothesis hypothesis;

	if (rank_sum_test(&hypothesis, b->values, b->count, a->values, a->count, error) < 0)
		return -1;
	*changed = hypothesis.p <= SIGNIFICANCE;
	return 0;
}

static double mean_of(const double *values, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += values[i];
	return sum / (double)count;
}

/* The square of the standard error of the mean. */
static double error_of(const double *values, size_t count, double mean)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += (values[i] - mean) * (values[i] - mean);
	return sum / (double)(count - 1) / (double)count;
}

static double welch(const double *a, size_t a_count, const double *b, size_t b_count)
{
	double a_mean = mean_of(a, a_count), b_mean = mean_of(b, b_count);

	return (b_mean - a_mean) /
		sqrt(error_of(a, a_count, a_mean) + error_of(b, b_count, b_mean));
}

static void draw(gsl_rng *generator, double *to, size_t count, const double *from,
	size_t from_count)
{
	for (size_t i = 0; i < count; i++)
		to[i] = from[gsl_rng_uniform_int(generator, from_count)];
}

/* All values pooled into pool, which has room for as many again. */
static double t_test(gsl_rng *generator, double *pool, const struct times *a, const struct times *b)
{
	size_t all = a->count + b->count, below = 0, finite = 0;
	double t = welch(a->values, a->count, b->values, b->count), *drawn = pool + all;

	memcpy(pool, a->values, a->count * sizeof(*pool));
	memcpy(pool + a->count, b->values, b->count * sizeof(*pool));
	for (size_t i = 0; i < RULES_RESAMPLES; i++) {
		double other;

		draw(generator, drawn, all, pool, all);
		other = welch(drawn, a->count, drawn + a->count, b->count);
		finite += isfinite(other) != 0;
		below += isfinite(other) && other < t;
	}
	if (finite == 0)
		return 1;
	return 2.0 * (double)(below < finite - below ? below : finite - below) / (double)finite;
}

static int compare_doubles(const void *one, const void *other)
{
	double a = *(const double *)one, b = *(const double *)other;

	return (a > b) - (a < b);
}

/* Between the two nearest of sorted values, in proportion. */
static double percentile(const double *sorted, size_t count, double share)
{
	double rank = share * (double)(count - 1);
	size_t low = (size_t)rank;

	if (low + 1 >= count)
		return sorted[count - 1];
	return sorted[low] + (rank - (double)low) * (sorted[low + 1] - sorted[low]);
}

/* Whether the interval of the change of the mean lies beyond the noise threshold. */
static bool is_beyond_noise(gsl_rng *generator, double *drawn, double *changes,
	const struct times *a, const struct times *b)
{
	const size_t chunk = (size_t)ceil(sqrt(RULES_RESAMPLES));
	double b_mean = 0, low, high;

	for (size_t i = 0; i < RULES_RESAMPLES; i++) {
		if (i % chunk == 0) {
			draw(generator, drawn, b->count, b->values, b->count);
			b_mean = mean_of(drawn, b->count);
		}
		draw(generator, drawn, a->count, a->values, a->count);
		changes[i] = b_mean / mean_of(drawn, a->count) - 1;
	}
	qsort(changes, RULES_RESAMPLES, sizeof(*changes), compare_doubles);
	low = percentile(changes, RULES_RESAMPLES, (1 - CONFIDENCE) / 2);
	high = percentile(changes, RULES_RESAMPLES, (1 + CONFIDENCE) / 2);
	return low > NOISE || high < -NOISE;
}

int rules_criterion(bool *changed, const struct times *a, const struct times *b, uint64_t seed,
	struct error *error)
{
	size_t all = a->count + b->count;
	double *room = calloc(2 * all + RULES_RESAMPLES, sizeof(*room));
	gsl_rng *generator;

	if (a->count < 2 || b->count < 2 || room == NULL) {
		free(room);
		return error_set(error, "a t test of %zu and %zu values is not possible", a->count,
			b->count);
	}
	generator = generator_new(seed, 0);
	*changed = t_test(generator, room, a, b) < SIGNIFICANCE &&
		is_beyond_noise(generator, room, room + 2 * all, a, b);
	gsl_rng_free(generator);
	free(room);
	return 0;
}
