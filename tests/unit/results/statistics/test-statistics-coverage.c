/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether intervals and tests keep what they promise, on simulated data whose truth is known.
 *
 * Everything is seeded, so each rate is the same at every run. With 2000 trials a rate of 5 % has a
 * standard error of 0.5 %: the bounds are three of them or more away from what theory says.
 */
#include "config.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <criterion/criterion.h>
#include <gsl/gsl_randist.h>

#include "results/statistics/adjust.h"
#include "results/statistics/autocorrelation.h"
#include "results/statistics/bootstrap.h"
#include "results/statistics/detectable.h"
#include "results/statistics/generator.h"
#include "results/statistics/interval.h"
#include "results/statistics/looks.h"
#include "results/statistics/modes.h"
#include "results/statistics/rank_sum.h"
#include "results/statistics/shift.h"
#include "results/statistics/sign_test.h"
#include "results/statistics/signed_rank.h"
#include "results/statistics/values.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TRIALS 2000
#define BLOCKS 20
#define SAMPLES 15 /* odd: then the median of a block is one of its samples, also after exp() */

static void expect_rate(const char *what, size_t times, size_t trials, double least, double most)
{
	double rate = (double)times / (double)trials;

	cr_expect(rate >= least && rate <= most, "%s: %.4f, not %g … %g", what, rate, least, most);
}

/* ---- The interval of the median, where a process moves all of its samples */

/* What a process adds to its samples; of variance 1, as the noise of each sample, so that two
 * samples of one process have a correlation of 0.5. */
static double normal_effect(gsl_rng *generator)
{
	return gsl_ran_gaussian(generator, 1);
}

/* Now and then a process is far off. */
static double heavy_effect(gsl_rng *generator)
{
	return gsl_ran_tdist(generator, 3) / sqrt(3);
}

static double as_is(double value)
{
	return value;
}

static void fill_blocks(gsl_rng *generator, double (*effect)(gsl_rng *), double (*shape)(double),
	double samples[BLOCKS * SAMPLES], double medians[BLOCKS])
{
	for (size_t b = 0; b < BLOCKS; b++) {
		double *block = samples + b * SAMPLES, of_process = effect(generator);
		double *sorted;

		for (size_t s = 0; s < SAMPLES; s++)
			block[s] = shape(of_process + gsl_ran_gaussian(generator, 1));
		sorted = values_sorted(block, SAMPLES, "block", NULL);
		cr_assert_not_null(sorted);
		medians[b] = values_median_of_sorted(sorted, SAMPLES);
		free(sorted);
	}
}

static bool covers(const struct estimate *estimate, double truth)
{
	return estimate->low <= truth && truth <= estimate->high;
}

/* The three intervals over blocks cover in 93 … 97 % of the trials (the exact one has 95.86 % with
 * 20 blocks), and the one that takes the 300 samples for independent does not come near. */
Test(coverage, of_the_median_under_a_process_effect)
{
	static const struct {
		const char *name;
		double (*effect)(gsl_rng *), (*shape)(double), truth;
	} models[] = {
		{"normal", normal_effect, as_is, 0},
		{"skewed", normal_effect, exp, 1},
		{"heavy", heavy_effect, as_is, 0},
	};
	size_t counts[BLOCKS];

	for (size_t b = 0; b < BLOCKS; b++)
		counts[b] = SAMPLES;
	for (size_t m = 0; m < COUNT(models); m++) {
		gsl_rng *generator = generator_new(2026, (unsigned)m);
		size_t exact = 0, interpolated = 0, bootstrap = 0, pooled = 0;

		for (size_t t = 0; t < TRIALS; t++) {
			double samples[BLOCKS * SAMPLES], medians[BLOCKS];
			struct estimate got;

			fill_blocks(generator, models[m].effect, models[m].shape, samples, medians);
			cr_assert_eq(interval_exact(&got, medians, BLOCKS, 0.95, NULL), 0);
			exact += covers(&got, models[m].truth);
			cr_assert_eq(interval_interpolated(&got, medians, BLOCKS, 0.95, NULL), 0);
			interpolated += covers(&got, models[m].truth);
			cr_assert_eq(bootstrap_blocks(&got, samples, counts, BLOCKS, 0.95, 399, t,
					     NULL),
				0);
			bootstrap += covers(&got, models[m].truth);
			cr_assert_eq(interval_exact(&got, samples, BLOCKS * SAMPLES, 0.95, NULL),
				0);
			pooled += covers(&got, models[m].truth);
		}
		gsl_rng_free(generator);
		cr_log_info("%s: exact %zu, interpolated %zu, bootstrap %zu, pooled %zu of %d",
			models[m].name, exact, interpolated, bootstrap, pooled, TRIALS);
		expect_rate("exact", exact, TRIALS, 0.93, 0.97);
		expect_rate("interpolated", interpolated, TRIALS, 0.93, 0.97);
		expect_rate("bootstrap", bootstrap, TRIALS, 0.93, 0.97);
		expect_rate("pooled samples", pooled, TRIALS, 0, 0.75);
	}
}

/* ---- Shifts */

static void fill_normal(gsl_rng *generator, double *values, size_t count, double mean)
{
	for (size_t i = 0; i < count; i++)
		values[i] = mean + gsl_ran_gaussian(generator, 1);
}

/* They attain 95.1 % with ten differences and 95.7 % with ten values against ten. */
Test(coverage, of_shifts)
{
	gsl_rng *generator = generator_new(2026, 10);
	size_t paired = 0, between = 0;

	for (size_t t = 0; t < TRIALS; t++) {
		double one[10], other[10];
		struct estimate got;

		fill_normal(generator, one, 10, 5);
		fill_normal(generator, other, 10, 2);
		cr_assert_eq(shift_paired(&got, one, 10, 0.95, NULL), 0);
		paired += covers(&got, 5);
		cr_assert_eq(shift_between(&got, one, 10, other, 10, 0.95, NULL), 0);
		between += covers(&got, 3);
	}
	gsl_rng_free(generator);
	expect_rate("paired", paired, TRIALS, 0.935, 0.97);
	expect_rate("between", between, TRIALS, 0.935, 0.97);
}

/* The mean of what is said to be detectable with 80 %, and then how often that much is found. */
Test(power, is_about_what_detectable_says)
{
	gsl_rng *generator = generator_new(2026, 20);
	double sum_paired = 0, sum_between = 0, change, one[12], other[12];
	size_t paired = 0, between = 0;
	struct hypothesis got;

	for (size_t t = 0; t < TRIALS; t++) {
		fill_normal(generator, one, 12, 0);
		fill_normal(generator, other, 12, 0);
		cr_assert_eq(detectable_paired(&change, one, 12, 0.95, 0.8, NULL), 0);
		sum_paired += change;
		cr_assert_eq(detectable_between(&change, one, 12, other, 12, 0.95, 0.8, NULL), 0);
		sum_between += change;
	}
	for (size_t t = 0; t < TRIALS; t++) {
		fill_normal(generator, one, 12, sum_paired / TRIALS);
		cr_assert_eq(signed_rank_test(&got, one, 12, NULL), 0);
		paired += got.p <= 0.05;
		fill_normal(generator, one, 12, sum_between / TRIALS);
		fill_normal(generator, other, 12, 0);
		cr_assert_eq(rank_sum_test(&got, one, 12, other, 12, NULL), 0);
		between += got.p <= 0.05;
	}
	gsl_rng_free(generator);
	cr_log_info("found: paired %zu, between %zu of %d", paired, between, TRIALS);
	expect_rate("paired", paired, TRIALS, 0.75, 0.9);
	expect_rate("between", between, TRIALS, 0.75, 0.9);
}

/* ---- Looks */

/* Whether the intervals at all looks cover 0, with the confidences of the plan or with 95 % at
 * each. */
static bool all_cover(const struct look *looks, size_t count, const double *values, bool planned)
{
	for (size_t i = 0; i < count; i++) {
		double confidence = planned ? looks[i].confidence : 0.95;
		struct estimate got;

		if (looks[i].rank == 0)
			continue;
		cr_assert_eq(interval_exact(&got, values, looks[i].blocks, confidence, NULL), 0);
		if (!covers(&got, 0))
			return false;
	}
	return true;
}

/* However one decides when to stop: all of the intervals cover together as often as was planned.
 * With 95 % at each look they do not. */
Test(looks, cover_together)
{
	struct look looks[] = {
		{.blocks = 10}, {.blocks = 15}, {.blocks = 20}, {.blocks = 25}, {.blocks = 30}};
	gsl_rng *generator = generator_new(2026, 30);
	size_t planned = 0, careless = 0;
	double values[30], wanted;

	cr_assert_eq(looks_plan(looks, COUNT(looks), 0.95, NULL), 0);
	wanted = 1 - looks[COUNT(looks) - 1].spent;
	cr_expect_geq(wanted, 0.95);
	for (size_t t = 0; t < TRIALS; t++) {
		fill_normal(generator, values, 30, 0);
		planned += all_cover(looks, COUNT(looks), values, true);
		careless += all_cover(looks, COUNT(looks), values, false);
	}
	gsl_rng_free(generator);
	cr_log_info("cover: planned %zu, careless %zu of %d", planned, careless, TRIALS);
	expect_rate("planned", planned, TRIALS, wanted - 0.012, wanted + 0.012);
	expect_rate("careless", careless, TRIALS, 0, 0.93);
}

/* ---- Tests where there is nothing to find */

/* Rounded where step is above 0, so that there are ties and zeros. */
static void fill_null(gsl_rng *generator, double *values, size_t count, double step)
{
	fill_normal(generator, values, count, 0);
	for (size_t i = 0; step > 0 && i < count; i++)
		values[i] = step * round(values[i] / step);
}

/* Exact and approximate, without ties and with. An exact test may be below 5 %, as its p values
 * are few, and with many ties and zeros by more. */
Test(false_alarms, of_rank_tests)
{
	static const struct {
		size_t one_count, other_count;
		double step;
	} cases[] = {{10, 10, 0}, {12, 9, 0.5}, {60, 50, 0}, {60, 55, 0.5}};
	double one[60], other[60];

	for (size_t c = 0; c < COUNT(cases); c++) {
		gsl_rng *generator = generator_new(2026, 40 + (unsigned)c);
		size_t sign = 0, signed_rank = 0, rank_sum = 0;

		for (size_t t = 0; t < TRIALS; t++) {
			struct hypothesis got;

			fill_null(generator, one, cases[c].one_count, cases[c].step);
			fill_null(generator, other, cases[c].other_count, cases[c].step);
			cr_assert_eq(sign_test(&got, one, cases[c].one_count, NULL), 0);
			sign += got.p <= 0.05;
			cr_assert_eq(signed_rank_test(&got, one, cases[c].one_count, NULL), 0);
			signed_rank += got.p <= 0.05;
			cr_assert_eq(rank_sum_test(&got, one, cases[c].one_count, other,
					     cases[c].other_count, NULL),
				0);
			rank_sum += got.p <= 0.05;
		}
		gsl_rng_free(generator);
		cr_log_info("case %zu: sign %zu, signed rank %zu, rank sum %zu of %d", c, sign,
			signed_rank, rank_sum, TRIALS);
		expect_rate("sign", sign, TRIALS, 0.01, 0.06);
		expect_rate("signed rank", signed_rank, TRIALS, 0.03, 0.065);
		expect_rate("rank sum", rank_sum, TRIALS, 0.03, 0.065);
	}
}

Test(false_alarms, of_autocorrelation)
{
	gsl_rng *generator = generator_new(2026, 50);
	size_t normal = 0, skewed = 0, drifting = 0;

	for (size_t t = 0; t < TRIALS; t++) {
		struct autocorrelation got;
		double values[20];

		fill_normal(generator, values, 20, 0);
		cr_assert_eq(autocorrelation_test(&got, values, 20, 199, t, NULL), 0);
		normal += got.p <= 0.05;
		for (size_t i = 0; i < 20; i++)
			values[i] = exp(2 * values[i]);
		cr_assert_eq(autocorrelation_test(&got, values, 20, 199, t, NULL), 0);
		skewed += got.p <= 0.05;
		for (size_t i = 0; i < 20; i++)
			values[i] = log(values[i]) + 0.6 * (double)i;
		cr_assert_eq(autocorrelation_test(&got, values, 20, 199, t, NULL), 0);
		drifting += got.p <= 0.05;
	}
	gsl_rng_free(generator);
	expect_rate("normal", normal, TRIALS, 0.035, 0.065);
	expect_rate("skewed", skewed, TRIALS, 0.035, 0.065);
	expect_rate("drifting", drifting, TRIALS, 0.8, 1);
}

/* Uniform values are the hardest case of one mode, so normal ones raise fewer alarms. Two heaps
 * eight standard deviations apart are found. */
Test(false_alarms, of_modes)
{
	gsl_rng *generator = generator_new(2026, 60);
	size_t uniform = 0, normal = 0, two = 0;

	for (size_t t = 0; t < TRIALS; t++) {
		struct modes got;
		double values[30];

		for (size_t i = 0; i < 30; i++)
			values[i] = gsl_ran_flat(generator, 10, 20);
		cr_assert_eq(modes_test(&got, values, 30, 99, t, NULL), 0);
		uniform += got.p <= 0.05;
		fill_normal(generator, values, 30, 0);
		cr_assert_eq(modes_test(&got, values, 30, 99, t, NULL), 0);
		normal += got.p <= 0.05;
		for (size_t i = 0; i < 30; i++)
			values[i] += gsl_rng_uniform(generator) < 0.5 ? 8 : 0;
		cr_assert_eq(modes_test(&got, values, 30, 99, t, NULL), 0);
		two += got.p <= 0.05;
	}
	gsl_rng_free(generator);
	cr_log_info("uniform %zu, normal %zu, two %zu of %d", uniform, normal, two, TRIALS);
	expect_rate("uniform", uniform, TRIALS, 0.035, 0.065);
	expect_rate("normal", normal, TRIALS, 0, 0.03);
	expect_rate("two modes", two, TRIALS, 0.95, 1);
}

/* ---- Many tests at once */

#define FAMILY 20

/* p values of one-sided normal tests; the first `changed` have something to find, and all share a
 * part of their noise. */
static void fill_family(gsl_rng *generator, double p[FAMILY], size_t changed, double shared)
{
	double of_all = gsl_ran_gaussian(generator, sqrt(shared));

	for (size_t i = 0; i < FAMILY; i++) {
		double z = of_all + gsl_ran_gaussian(generator, sqrt(1 - shared));

		p[i] = erfc((z + (i < changed ? 3.5 : 0)) / sqrt(2)) / 2;
	}
}

static size_t found(const double *adjusted, size_t from, size_t to)
{
	size_t count = 0;

	for (size_t i = from; i < to; i++)
		count += adjusted[i] <= 0.05;
	return count;
}

/* Holm: at most 5 % of families with a false finding, whatever is shared and whatever else there is
 * to find. Benjamini and Hochberg: 5 % times the share of tests without anything to find, on
 * average, of the findings are false; and more is found. Unadjusted, two families of three have a
 * false finding: 1 - 0.95^20. */
Test(adjust, keeps_its_promise)
{
	static const struct {
		size_t changed;
		double shared, least_false, most_false;
	} cases[] = {{0, 0, 0.035, 0.065}, {0, 0.7, 0, 0.065}, {10, 0, 0.02, 0.065}};

	for (size_t c = 0; c < COUNT(cases); c++) {
		gsl_rng *generator = generator_new(2026, 70 + (unsigned)c);
		size_t changed = cases[c].changed, raw = 0, holm = 0, by_holm = 0, by_bh = 0;
		double false_share = 0;

		for (size_t t = 0; t < TRIALS; t++) {
			double p[FAMILY], adjusted[FAMILY];
			size_t wrong, right;

			fill_family(generator, p, changed, cases[c].shared);
			raw += found(p, changed, FAMILY) > 0;
			cr_assert_eq(adjust_holm(adjusted, p, FAMILY, NULL), 0);
			holm += found(adjusted, changed, FAMILY) > 0;
			by_holm += found(adjusted, 0, changed);
			cr_assert_eq(adjust_benjamini_hochberg(adjusted, p, FAMILY, NULL), 0);
			wrong = found(adjusted, changed, FAMILY);
			right = found(adjusted, 0, changed);
			by_bh += right;
			if (wrong > 0)
				false_share += (double)wrong / (double)(wrong + right);
		}
		gsl_rng_free(generator);
		cr_log_info("case %zu: raw %zu, Holm %zu, BH %g; found %zu, %zu", c, raw, holm,
			false_share, by_holm, by_bh);
		expect_rate("Holm", holm, TRIALS, cases[c].least_false, cases[c].most_false);
		expect_rate("BH", (size_t)false_share, TRIALS,
			changed > 0 ? 0.015 : cases[c].least_false, changed > 0 ? 0.035 : 0.065);
		cr_expect(changed == 0 || by_bh > by_holm, "BH finds %zu, Holm %zu", by_bh,
			by_holm);
		cr_expect(cases[c].shared > 0 || raw > TRIALS * 4 / 10, "raw: %zu", raw);
	}
}
