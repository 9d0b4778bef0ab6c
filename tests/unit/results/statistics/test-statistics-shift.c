/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shifts with their intervals, detectable changes and deviations against values computed elsewhere
 * by R 4.2.2, the calls beside them; selected pairs against all pairs, made and sorted.
 */
#include "config.h"

#include <float.h>
#include <math.h>

#include <criterion/criterion.h>
#include <gsl/gsl_sort.h>

#include "results/statistics/detectable.h"
#include "results/statistics/deviation.h"
#include "results/statistics/pairs.h"
#include "results/statistics/shift.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* M. Hollander and D. A. Wolfe, Nonparametric Statistical Methods, Wiley 1973, pages 29 and 69; R's
 * help of wilcox.test() has both. */
static const double depression[] = {1.83 - 0.878, 0.50 - 0.647, 1.62 - 0.598, 2.48 - 2.05,
	1.68 - 1.06, 1.88 - 1.29, 1.55 - 1.06, 3.06 - 3.14, 1.30 - 1.29};
static const double at_term[] = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
static const double earlier[] = {1.15, 0.88, 0.90, 0.74, 1.21};

static void expect(const char *name, const struct estimate *got, const struct estimate *wanted)
{
	cr_expect_float_eq(got->median, wanted->median, 1e-12, "%s: %.15g", name, got->median);
	cr_expect_float_eq(got->low, wanted->low, 1e-12, "%s: low %.15g", name, got->low);
	cr_expect_float_eq(got->high, wanted->high, 1e-12, "%s: high %.15g", name, got->high);
	cr_expect_float_eq(got->confidence, wanted->confidence, 1e-12, "%s: confidence %.15g", name,
		got->confidence);
}

/* wilcox.test(…, conf.int = TRUE) for the first; for the others, with ties or zeros,
 *   o <- outer(d, d, "+") / 2; w <- sort(o[!lower.tri(o)]); k <- max(1, qsignrank(.025, n))
 *   c(median(w), w[k], w[length(w) + 1 - k], 1 - 2 * psignrank(k - 1, n)) */
Test(shift, of_differences_agrees_with_r)
{
	static const struct {
		const char *name;
		size_t count;
		double differences[10];
		struct estimate wanted;
	} cases[] = {
		{"n = 1", 1, {3}, {3, 3, 3, 0}},
		{"n = 2", 2, {5, 1}, {3, 1, 5, 0.5}},
		{"n = 3", 3, {5, 1, 2}, {2.5, 1, 5, 0.75}},
		{"n = 5", 5, {5, 1, 2, 9, -4}, {2.5, -4, 9, 0.9375}},
		{"all equal", 6, {2, 2, 2, 2, 2, 2}, {2, 2, 2, 0.96875}},
		{"sleep", 10, {-1.2, -2.4, -1.3, -1.3, 0, -1.0, -1.8, -0.8, -4.6, -1.4},
			{-1.3, -2.7, -0.9, 0.951171875}},
	};
	struct estimate got;

	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_assert_eq(shift_paired(&got, cases[i].differences, cases[i].count, 0.95, NULL),
			0);
		expect(cases[i].name, &got, &cases[i].wanted);
	}
	cr_assert_eq(shift_paired(&got, depression, 9, 0.95, NULL), 0);
	expect("depression", &got, &(struct estimate){0.46, 0.01, 0.786, 0.9609375});
}

/* wilcox.test(x, y, conf.int = TRUE), and for sleep, with ties,
 *   d <- sort(outer(x, y, "-")); k <- qwilcox(.025, m, n)
 *   c(median(d), d[k], d[m * n + 1 - k], 1 - 2 * pwilcox(k - 1, m, n)) */
Test(shift, between_samples_agrees_with_r)
{
	static const double group_1[] = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
	static const double group_2[] = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
	struct estimate got;

	cr_assert_eq(shift_between(&got, at_term, 10, earlier, 5, 0.95, NULL), 0);
	expect("permeability", &got, &(struct estimate){0.305, -0.15, 0.76, 0.96003996003996});
	cr_assert_eq(shift_between(&got, earlier, 5, at_term, 10, 0.95, NULL), 0);
	expect("the other way", &got, &(struct estimate){-0.305, -0.76, 0.15, 0.96003996003996});
	cr_assert_eq(shift_between(&got, group_1, 10, group_2, 10, 0.95, NULL), 0);
	expect("sleep", &got, &(struct estimate){-1.35, -3.6, 0.1, 0.956742947455022});
	/* P(U <= 1) is 2 / 20, so 80 % is what these have, whatever rounding makes of it. */
	cr_assert_eq(shift_between(&got, at_term, 3, earlier, 3, 0.8, NULL), 0);
	cr_expect_float_eq(got.confidence, 0.8, 1e-12, "%.15g", got.confidence);
	cr_assert_eq(shift_between(&got, group_1, 1, group_2, 1, 0.95, NULL), 0);
	expect("1 and 1", &got, &(struct estimate){-1.2, -1.2, -1.2, 0});
	cr_assert_eq(shift_between(&got, group_1, 1, group_2, 2, 0.95, NULL), 0);
	expect("1 and 2", &got, &(struct estimate){-0.65, -1.2, -0.1, 1.0 / 3});
}

/* Beyond the exact distributions, the same with
 *   mu <- n * (n + 1) / 4; s <- sqrt(n * (n + 1) * (2 * n + 1) / 24)
 *   k <- floor(mu + qnorm(.025) * s + .5); 1 - 2 * pnorm((k - .5 - mu) / s)
 * for d = (1:60 * 37) %% 61 - 20, and m * n / 2, sqrt(m * n * (m + n + 1) / 12) for
 * x = (1:60 * 37) %% 61, y = (1:50 * 23) %% 51 + 12. The confidences of the exact distributions,
 * 1 - 2 * psignrank(648, 60) and 1 - 2 * pwilcox(1173, 60, 50), are 0.95072 and 0.95027. */
Test(shift, of_many_values_agrees_with_r)
{
	double one[60], other[50];
	struct estimate got;

	for (int i = 1; i <= 60; i++)
		one[i - 1] = i * 37 % 61 - 20;
	cr_assert_eq(shift_paired(&got, one, 60, 0.95, NULL), 0);
	expect("paired", &got, &(struct estimate){10.5, 5.5, 15.5, 0.950222052567406});
	for (int i = 1; i <= 60; i++)
		one[i - 1] = i * 37 % 61;
	for (int i = 1; i <= 50; i++)
		other[i - 1] = i * 23 % 51 + 12;
	cr_assert_eq(shift_between(&got, one, 60, other, 50, 0.95, NULL), 0);
	expect("between", &got, &(struct estimate){-7, -14, 0, 0.950001899516069});
}

Test(shift, magnitudes)
{
	static const double huge[] = {DBL_MAX, DBL_MAX, DBL_MAX / 2}, tiny[] = {1e-310, 3e-310};
	static const double low[] = {-DBL_MAX, 0}, high[] = {0, DBL_MAX};
	struct estimate got;
	struct error error = {0};

	cr_assert_eq(shift_paired(&got, huge, 3, 0.95, NULL), 0);
	cr_expect_eq(got.high, DBL_MAX);
	cr_expect_eq(got.median, DBL_MAX / 8 * 7, "%g", got.median / DBL_MAX);
	cr_assert_eq(shift_paired(&got, tiny, 2, 0.95, NULL), 0);
	cr_expect_float_eq(got.median / 1e-310, 2, 1e-9);
	cr_assert_eq(shift_between(&got, huge, 3, huge, 3, 0.95, NULL), 0);
	cr_expect_eq(got.median, 0);
	cr_expect_eq(shift_between(&got, low, 2, high + 1, 1, 0.95, NULL), -1);
	cr_expect_eq(shift_between(&got, high, 2, low, 1, 0.95, &error), -1);
	cr_expect_str_eq(error.text, "shift between samples: the values lie too far apart");
}

/* Every rank of all sums, with ties and both signs. */
Test(pairs, agree_with_sorting_them)
{
	static const double one[] = {-3.5, -1, 0, 0, 2, 2, 7.25}, other[] = {-2, -0.5, 0, 1, 3.5};
	double sums[35], within[28];
	size_t count = 0;

	for (size_t i = 0; i < 7; i++)
		for (size_t j = 0; j < 5; j++)
			sums[count++] = one[i] + other[j];
	gsl_sort(sums, 1, count);
	for (size_t rank = 1; rank <= count; rank++)
		cr_expect_eq(pairs_select(one, 7, other, 5, rank), sums[rank - 1], "rank %zu",
			rank);
	count = 0;
	for (size_t i = 0; i < 7; i++)
		for (size_t j = i; j < 7; j++)
			within[count++] = one[i] + one[j];
	gsl_sort(within, 1, count);
	for (size_t rank = 1; rank <= count; rank++)
		cr_expect_eq(pairs_select_within(one, 7, rank), within[rank - 1], "rank %zu", rank);
}

/* With w the interval that wilcox.test(…, conf.int = TRUE) gives and c its true confidence,
 *   diff(w) / 2 * (1 + qnorm(power) / qnorm(.5 + c / 2)) */
Test(detectable, agrees_with_r)
{
	static const double equal[] = {4, 4, 4, 4, 4, 4};
	double change;

	cr_assert_eq(detectable_paired(&change, depression, 9, 0.95, 0.8, NULL), 0);
	cr_expect_float_eq(change, 0.546247939798993, 1e-12, "%.15g", change);
	cr_assert_eq(detectable_paired(&change, depression, 9, 0.95, 0.9, NULL), 0);
	cr_expect_float_eq(change, 0.628966942020524, 1e-12, "%.15g", change);
	cr_assert_eq(detectable_paired(&change, depression, 9, 0.95, 0.5, NULL), 0);
	cr_expect_float_eq(change, 0.388, 1e-12, "half of the interval: %.15g", change);
	cr_assert_eq(detectable_between(&change, at_term, 10, earlier, 5, 0.95, 0.8, NULL), 0);
	cr_expect_float_eq(change, 0.641420403795379, 1e-12, "%.15g", change);
	cr_assert_eq(detectable_paired(&change, equal, 6, 0.95, 0.8, NULL), 0);
	cr_expect_eq(change, 0);
}

/* Five differences attain 93.75 %, three values against three 90 %. */
Test(detectable, too_few_show_nothing)
{
	double change;

	cr_assert_eq(detectable_paired(&change, depression, 5, 0.95, 0.8, NULL), 0);
	cr_expect_eq(change, INFINITY, "%g", change);
	cr_assert_eq(detectable_between(&change, at_term, 3, earlier, 3, 0.95, 0.8, NULL), 0);
	cr_expect_eq(change, INFINITY, "%g", change);
	cr_assert_eq(detectable_between(&change, at_term, 3, earlier, 3, 0.9, 0.8, NULL), 0);
	cr_expect(isfinite(change), "%g", change);
	cr_assert_eq(detectable_between(&change, at_term, 4, earlier, 4, 0.95, 0.8, NULL), 0);
	cr_expect(isfinite(change), "%g", change);
}

/* mad(x, constant = 1). The speeds of light of the first run in R's data set morley are A. A.
 * Michelson's of 1879, less 299 000 km/s (S. M. Stigler, Do Robust Estimators Work with Real Data?,
 * Annals of Statistics 5 (1977), 1055-1098). */
Test(deviation, agrees_with_r)
{
	static const double light[] = {850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980,
		930, 650, 760, 810, 1000, 1000, 960, 960};
	static const struct {
		size_t count;
		double values[4], wanted;
	} cases[] = {
		{1, {7}, 0},
		{2, {5, 1}, 2},
		{3, {3, 1, 100}, 2},
		{4, {1, 2, 4, 8}, 1.5},
		{4, {6, 6, 6, 6}, 0},
		{3, {1e300, 2e300, 4e300}, 1e300},
		{3, {1e-300, 2e-300, 4e-300}, 1e-300},
	};
	double got;

	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_assert_eq(deviation_median(&got, cases[i].values, cases[i].count, NULL), 0);
		cr_expect_eq(got, cases[i].wanted, "case %zu: %.15g", i, got);
	}
	cr_assert_eq(deviation_median(&got, light, 20, NULL), 0);
	cr_expect_eq(got, 60, "%.15g", got);
	cr_expect_float_eq(got * DEVIATION_NORMAL, 88.956, 1e-3, "mad(x) with R's 1.4826");
}

Test(shift, refuses_what_it_cannot_use)
{
	static const double wrong[] = {NAN, INFINITY, -INFINITY}, fine[] = {1, 2};
	struct estimate got;
	struct error error = {0};
	double number;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		double values[] = {1, wrong[i]};

		cr_expect_eq(shift_paired(&got, values, 2, 0.95, NULL), -1);
		cr_expect_eq(shift_between(&got, values, 2, fine, 2, 0.95, NULL), -1);
		cr_expect_eq(shift_between(&got, fine, 2, values, 2, 0.95, NULL), -1);
		cr_expect_eq(shift_paired(&got, fine, 2, wrong[i], NULL), -1);
		cr_expect_eq(detectable_paired(&number, values, 2, 0.95, 0.8, NULL), -1);
		cr_expect_eq(detectable_paired(&number, fine, 2, 0.95, wrong[i], NULL), -1);
		cr_expect_eq(deviation_median(&number, values, 2, NULL), -1);
	}
	cr_expect_eq(shift_paired(&got, fine, 0, 0.95, NULL), -1);
	cr_expect_eq(shift_between(&got, fine, 0, fine, 2, 0.95, NULL), -1);
	cr_expect_eq(shift_between(&got, fine, 2, fine, 0, 0.95, NULL), -1);
	cr_expect_eq(shift_between(&got, fine, 2, fine, 2, 1, NULL), -1);
	cr_expect_eq(deviation_median(&number, fine, 0, NULL), -1);
	cr_expect_eq(detectable_between(&number, fine, 2, fine, 2, 0.95, 0.3, &error), -1);
	cr_expect_str_eq(error.text,
		"detectable change: power is 0.3, must be at least 0.5 and below 1");
}
