/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Intervals of the median at any confidence, by bootstrap, and over several looks, against values
 * computed elsewhere; the calls stand beside the values.
 */
#include "config.h"

#include <float.h>
#include <math.h>
#include <stdint.h>

#include <criterion/criterion.h>

#include "results/statistics/bootstrap.h"
#include "results/statistics/estimate.h"
#include "results/statistics/interval.h"
#include "results/statistics/looks.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The speeds of light of the first run in R's data set morley, A. A. Michelson's of 1879, less
 * 299 000 km/s (S. M. Stigler, Do Robust Estimators Work with Real Data?, Annals of Statistics 5
 * (1977), 1055-1098). */
static const double light[] = {850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980, 930,
	650, 760, 810, 1000, 1000, 960, 960};

/* At its own confidence it is that of estimate.h, whose confidences have a test of their own. */
Test(interval, exact_one_agrees_with_the_estimate)
{
	double values[60];

	for (size_t count = 1; count <= 60; count++) {
		struct estimate got, wanted;

		for (size_t i = 0; i < count; i++)
			values[i] = (double)(i * 61 % 127);
		cr_assert_eq(interval_exact(&got, values, count, ESTIMATE_CONFIDENCE, NULL), 0);
		cr_expect(count < 4 || values[3] == 56, "the values stay as they are");
		wanted = interval_of(values, count);
		cr_expect_eq(got.median, wanted.median, "n = %zu", count);
		cr_expect_eq(got.low, wanted.low, "n = %zu", count);
		cr_expect_eq(got.high, wanted.high, "n = %zu", count);
		cr_expect_eq(got.confidence, wanted.confidence, "n = %zu", count);
	}
}

/* R 4.2.2: the largest k with 1 - 2 * pbinom(k - 1, n, .5) >= c, of 1:(n %/% 2). */
Test(interval, rank_for_any_confidence)
{
	static const struct {
		size_t count;
		double confidence;
		size_t rank;
	} cases[] = {
		{0, 0.5, 0},
		{1, 0.5, 0},
		{2, 0.5, 1},
		{5, 0.95, 0},
		{5, 0.9375, 1},
		{6, 0.95, 1},
		{7, 0.99, 0},
		{8, 0.99, 1},
		{10, 0.99, 1},
		{20, 0.99, 4},
		{20, 0.9, 6},
		{20, 0.8, 7},
		{100, 0.95, 40},
		{1000, 0.95, 469},
		{5000, 0.99, 2409},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(interval_rank(cases[i].count, cases[i].confidence), cases[i].rank,
			"n = %zu, %g: %zu", cases[i].count, cases[i].confidence,
			interval_rank(cases[i].count, cases[i].confidence));
}

/* The formula of Hettmansperger and Sheather in R 4.2.2, for squares and for the speeds of light:
 *   g <- function(k) 1 - 2 * pbinom(k - 1, n, .5)
 *   k <- max(which(sapply(1:(n %/% 2), g) >= c)); i <- (g(k) - c) / (g(k) - g(k + 1))
 *   w <- (n - k) * i / (k + (n - 2 * k) * i)
 *   c((1 - w) * x[k] + w * x[k + 1], (1 - w) * x[n + 1 - k] + w * x[n - k]) */
Test(interval, interpolated_one_agrees_with_r)
{
	static const struct {
		size_t count;
		double confidence, low, high, attained;
	} squares[] =
		{
			{1, 0.95, 1, 1, 0},
			{2, 0.95, 1, 4, 0.5},
			{3, 0.95, 1, 9, 0.75},
			{5, 0.95, 1, 25, 0.9375},
			{5, 0.9375, 1, 25, 0.9375},
			{6, 0.95, 2.07142857142857, 32.0714285714286, 0.95},
			{9, 0.95, 5.13953488372093, 60.5813953488372, 0.95},
			{15, 0.95, 19.3615547861052, 135.409359991064, 0.95},
			{30, 0.95, 104.802941472908, 431.622828552895, 0.95},
			{100, 0.95, 1661.81924992355, 3628.65272542285, 0.95},
		},
	  speeds[] = {
		  {20, 0.95, 857.057026476578, 980, 0.95},
		  {20, 0.9, 876.978166785956, 980, 0.9},
		  {20, 0.99, 847.692292792531, 981.153853603734, 0.99},
	  };
	struct estimate got;
	double values[100];

	for (size_t s = 0; s < COUNT(squares); s++) {
		/* Not in order: 37 has no factor in common with any of the counts. */
		for (size_t i = 0; i < squares[s].count; i++)
			values[i] = pow((double)(i * 37 % squares[s].count + 1), 2);
		cr_assert_eq(interval_interpolated(&got, values, squares[s].count,
				     squares[s].confidence, NULL),
			0);
		cr_expect_float_eq(got.low, squares[s].low, 1e-9, "n = %zu: low %.15g",
			squares[s].count, got.low);
		cr_expect_float_eq(got.high, squares[s].high, 1e-9, "n = %zu: high %.15g",
			squares[s].count, got.high);
		cr_expect_float_eq(got.confidence, squares[s].attained, 1e-12, "n = %zu: %.15g",
			squares[s].count, got.confidence);
	}
	for (size_t s = 0; s < COUNT(speeds); s++) {
		cr_assert_eq(interval_interpolated(&got, light, speeds[s].count,
				     speeds[s].confidence, NULL),
			0);
		cr_expect_eq(got.median, 940);
		cr_expect_float_eq(got.low, speeds[s].low, 1e-9, "low %.15g", got.low);
		cr_expect_float_eq(got.high, speeds[s].high, 1e-9, "high %.15g", got.high);
	}
}

Test(interval, magnitudes)
{
	static const double huge[] = {DBL_MAX, -DBL_MAX, DBL_MAX, DBL_MAX, DBL_MAX, DBL_MAX};
	static const double tiny[] = {5e-324, 0, 5e-324, 5e-324, 5e-324, 5e-324};
	struct estimate got;

	cr_assert_eq(interval_interpolated(&got, huge, 6, 0.95, NULL), 0);
	cr_expect_eq(got.median, DBL_MAX, "%g", got.median);
	cr_expect(isfinite(got.low) && got.high == DBL_MAX, "%g … %g", got.low, got.high);
	cr_assert_eq(interval_exact(&got, tiny, 6, 0.95, NULL), 0);
	cr_expect_eq(got.median, 5e-324);
	cr_expect_eq(got.low, 0);
}

/* Of an odd number n of values the k-th smallest is at or above the median of a resample with
 * probability 1 - pbinom((n - 1) / 2, n, k / n) (B. Efron, Bootstrap Methods: Another Look at the
 * Jackknife, Annals of Statistics 7 (1979), 1-26, section 3); the bounds are the first k with at
 * least 0.025 and 0.975, by R 4.2.2. For six values 1, 2, 4, … 32, all 46656 resamples by Python
 * 3.11, itertools.product. */
Test(bootstrap, agrees_with_all_resamples)
{
	static const struct {
		size_t count;
		double low, high;
	} odd[] = {{1, 1, 1}, {5, 1, 5}, {9, 2, 8}, {21, 7, 15}, {31, 11, 21}, {41, 15, 27}};
	static const double six[] = {8, 1, 32, 2, 16, 4}, equal[] = {3, 3, 3};
	struct estimate got, again;
	double values[41];

	for (size_t o = 0; o < COUNT(odd); o++) {
		for (size_t i = 0; i < odd[o].count; i++)
			values[i] = (double)(i * 37 % odd[o].count + 1);
		cr_assert_eq(bootstrap_median(&got, values, odd[o].count, 0.95, 9999, 1, NULL), 0);
		cr_expect_eq(got.low, odd[o].low, "n = %zu: low %g", odd[o].count, got.low);
		cr_expect_eq(got.high, odd[o].high, "n = %zu: high %g", odd[o].count, got.high);
		cr_expect_eq(got.median, ((double)odd[o].count + 1) / 2);
		cr_expect_eq(got.confidence, odd[o].count > 1 ? 0.95 : 0);
	}
	cr_assert_eq(bootstrap_median(&got, six, 6, 0.95, BOOTSTRAP_RESAMPLES, 1, NULL), 0);
	cr_expect(got.median == 6 && got.low == 1.5 && got.high == 24, "%g … %g", got.low,
		got.high);
	cr_assert_eq(bootstrap_median(&again, six, 6, 0.95, BOOTSTRAP_RESAMPLES, 1, NULL), 0);
	cr_expect(again.low == got.low && again.high == got.high, "the same seed");
	cr_assert_eq(bootstrap_median(&got, equal, 3, 0.95, BOOTSTRAP_RESAMPLES, 1, NULL), 0);
	cr_expect(got.median == 3 && got.low == 3 && got.high == 3);
}

/* However many samples a block has, it counts once. */
Test(bootstrap, draws_blocks_and_not_samples)
{
	static const double samples[] = {5, 7, 9, 100, 1, 2, 3, 4, 5, 6, 7, 20, 22, 40};
	static const size_t counts[] = {3, 1, 7, 2, 1};
	static const double medians[] = {7, 100, 4, 21, 40};
	struct estimate got, wanted;
	struct error error = {0};

	cr_assert_eq(bootstrap_blocks(&got, samples, counts, 5, 0.9, 999, 3, NULL), 0);
	cr_assert_eq(bootstrap_median(&wanted, medians, 5, 0.9, 999, 3, NULL), 0);
	cr_expect(got.median == 21 && got.low == wanted.low && got.high == wanted.high,
		"%g: %g … %g", got.median, got.low, got.high);
	cr_expect_eq(bootstrap_blocks(&got, samples, (size_t[]){3, 0}, 2, 0.9, 999, 3, &error), -1);
	cr_expect_str_eq(error.text,
		"block 2 of 2: bootstrap of the median: needs at least 1 value, has 0");
}

/* The walk in exact fractions over dictionaries, trying every rank at each look: Python 3.11,
 * fractions.Fraction; confidence and spent as float() of the fraction. */
Test(looks, agree_with_exact_fractions)
{
	static const struct {
		size_t count;
		double confidence;
		struct look looks[8];
	} cases[] = {
		{1, 0.95, {{6, 1, 0.96875, 0.03125}}},
		{1, 0.95, {{10, 2, 0.978515625, 0.021484375}}},
		{2, 0.95, {{4, 0, 0, 0}, {6, 1, 0.96875, 0.03125}}},
		{4, 0.95,
			{{6, 0, 0, 0}, {8, 1, 0.9921875, 0.0078125},
				{10, 2, 0.978515625, 0.0234375},
				{12, 3, 0.96142578125, 0.044921875}}},
		{5, 0.95,
			{{10, 1, 0.998046875, 0.001953125},
				{15, 3, 0.99261474609375, 0.00836181640625},
				{20, 5, 0.988182067871094, 0.0160484313964844},
				{25, 7, 0.985366702079773, 0.0234141945838928},
				{30, 9, 0.983875198289752, 0.0299269706010818}}},
		{8, 0.95,
			{{8, 0, 0, 0}, {16, 3, 0.995819091796875, 0.004180908203125},
				{24, 6, 0.993389248847961, 0.0091242790222168},
				{32, 10, 0.979938392993063, 0.024065020494163},
				{40, 13, 0.983410996625025, 0.0306266805710038},
				{48, 16, 0.986716718437755, 0.0346243927214118},
				{56, 19, 0.989545181677811, 0.0371849079943968},
				{64, 23, 0.983141809955719, 0.0433743949862625}}},
		{3, 0.99,
			{{10, 1, 0.998046875, 0.001953125},
				{20, 4, 0.99742317199707, 0.00419425964355469},
				{30, 8, 0.994777120649815, 0.00823866203427315}}},
	};

	for (size_t c = 0; c < COUNT(cases); c++) {
		struct look got[8];

		for (size_t i = 0; i < cases[c].count; i++)
			got[i] = (struct look){.blocks = cases[c].looks[i].blocks};
		cr_assert_eq(looks_plan(got, cases[c].count, cases[c].confidence, NULL), 0);
		for (size_t i = 0; i < cases[c].count; i++) {
			const struct look *wanted = &cases[c].looks[i];

			cr_expect_eq(got[i].rank, wanted->rank, "case %zu, look %zu: rank %zu", c,
				i, got[i].rank);
			cr_expect_float_eq(got[i].confidence, wanted->confidence, 1e-12,
				"case %zu, look %zu: confidence %.15g", c, i, got[i].confidence);
			cr_expect_float_eq(got[i].spent, wanted->spent, 1e-12,
				"case %zu, look %zu: spent %.15g", c, i, got[i].spent);
			/* What interval_exact() makes of it. */
			cr_expect(got[i].rank == 0 ||
					interval_rank(got[i].blocks, got[i].confidence) ==
						got[i].rank,
				"case %zu, look %zu", c, i);
		}
	}
}

Test(looks, refuse_what_is_no_plan)
{
	struct look looks[] = {{.blocks = 10}, {.blocks = 10}}, none = {0};
	struct look many = {.blocks = LOOKS_BLOCKS_MAX + 1};
	struct error error = {0};

	cr_expect_eq(looks_plan(looks, 2, 0.95, &error), -1);
	cr_expect_str_eq(error.text,
		"looks: look 2 is at 10 blocks, must be more than the 10 before it");
	cr_expect_eq(looks_plan(looks, 0, 0.95, NULL), -1);
	cr_expect_eq(looks_plan(looks, 1, 1, NULL), -1);
	cr_expect_eq(looks_plan(looks, 1, NAN, NULL), -1);
	cr_expect_eq(looks_plan(&none, 1, 0.95, NULL), -1);
	cr_expect_eq(looks_plan(&many, 1, 0.95, NULL), -1);
}

Test(interval, refuses_what_it_cannot_use)
{
	static const double wrong[] = {NAN, INFINITY, -INFINITY}, fine[] = {1, 2};
	struct estimate got;
	struct error error = {0};

	for (size_t i = 0; i < COUNT(wrong); i++) {
		double values[] = {1, wrong[i]};

		cr_expect_eq(interval_exact(&got, values, 2, 0.95, NULL), -1);
		cr_expect_eq(interval_interpolated(&got, values, 2, 0.95, NULL), -1);
		cr_expect_eq(bootstrap_median(&got, values, 2, 0.95, 99, 1, NULL), -1);
		cr_expect_eq(interval_exact(&got, fine, 2, wrong[i], NULL), -1);
		cr_expect_eq(interval_interpolated(&got, fine, 2, wrong[i], NULL), -1);
		cr_expect_eq(bootstrap_median(&got, fine, 2, wrong[i], 99, 1, NULL), -1);
	}
	cr_expect_eq(interval_exact(&got, fine, 0, 0.95, NULL), -1);
	cr_expect_eq(interval_interpolated(&got, fine, 0, 0.95, NULL), -1);
	cr_expect_eq(bootstrap_median(&got, fine, 0, 0.95, 99, 1, NULL), -1);
	cr_expect_eq(interval_exact(&got, (double[]){1, NAN}, 2, 0.95, &error), -1);
	cr_expect_str_eq(error.text, "interval of the median: value 2 of 2 is nan, must be finite");
	error = (struct error){0};
	cr_expect_eq(bootstrap_median(&got, fine, 2, 0.95, 38, 1, &error), -1);
	cr_expect_str_eq(error.text,
		"bootstrap of the median: 38 resamples are too few for a confidence of 0.95");
}
