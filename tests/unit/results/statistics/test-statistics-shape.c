/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Autocorrelation and the dip against values computed elsewhere: R 4.2.2 (acf(), and diptest 0.76
 * for the dip), and all permutations in Python 3.11 for the p value of the autocorrelation. p
 * values here are simulated, so they are near those, not equal.
 */
#include "config.h"

#include <float.h>
#include <math.h>

#include <criterion/criterion.h>

#include "results/statistics/autocorrelation.h"
#include "results/statistics/modes.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MANY 20000 /* orders or samples: a p of 0.1 has a standard error of 0.002 */

/* acf(x, plot = FALSE)$acf[2] for the coefficient; the p value over all orders of x by
 * itertools.permutations, with numpy 1.24.2. */
Test(autocorrelation, agrees_with_r_and_all_orders)
{
	static const struct {
		size_t count;
		double values[7], coefficient, p;
	} cases[] = {
		{3, {1, 2, 4}, -0.0238095238095238, 1.0 / 3},
		{7, {1, 2, 3, 4, 5, 6, 7}, 0.571428571428571, 0.0142857142857143},
		{7, {3, 1, 4, 1, 5, 9, 2}, -0.108639863130881, 0.914285714285714},
		{7, {1, 9, 2, 8, 3, 7, 4}, -0.823162274618585, 0.0273809523809524},
		{7, {3e300, 1e300, 4e300, 1e300, 5e300, 9e300, 2e300}, -0.108639863130881,
			0.914285714285714},
		{7, {3e-300, 1e-300, 4e-300, 1e-300, 5e-300, 9e-300, 2e-300}, -0.108639863130881,
			0.914285714285714},
		{4, {5, 5, 5, 5}, 0, 1},
		{3, {0, 0, 0}, 0, 1},
	};
	struct autocorrelation got;

	for (size_t i = 0; i < COUNT(cases); i++) {
		double error = sqrt(cases[i].p * (1 - cases[i].p) / MANY);

		cr_assert_eq(autocorrelation_test(&got, cases[i].values, cases[i].count, MANY, 1,
				     NULL),
			0);
		cr_expect_float_eq(got.coefficient, cases[i].coefficient, 1e-12,
			"case %zu: coefficient %.15g", i, got.coefficient);
		cr_expect_float_eq(got.p, cases[i].p, 4 * error + 1e-12, "case %zu: p %g", i,
			got.p);
	}
}

/* Luteinizing hormone every ten minutes, R's data set lh (P. J. Diggle, Time Series: A
 * Biostatistical Introduction, Oxford 1990, table A.1): acf(lh)$acf[2]. */
Test(autocorrelation, of_a_known_series)
{
	static const double hormone[] = {2.4, 2.4, 2.4, 2.2, 2.1, 1.5, 2.3, 2.3, 2.5, 2.0, 1.9, 1.7,
		2.2, 1.8, 3.2, 3.2, 2.7, 2.2, 2.2, 1.9, 1.9, 1.8, 2.7, 3.0, 2.3, 2.0, 2.0, 2.9, 2.9,
		2.7, 2.7, 2.3, 2.6, 2.4, 1.8, 1.7, 1.5, 1.4, 2.1, 3.3, 3.5, 3.5, 3.1, 2.6, 2.1, 3.4,
		3.0, 2.9};
	struct autocorrelation got, again;

	cr_assert_eq(autocorrelation_test(&got, hormone, 48, AUTOCORRELATION_ORDERS, 1, NULL), 0);
	cr_expect_float_eq(got.coefficient, 0.575524475524475, 1e-12, "%.15g", got.coefficient);
	/* -1 / 48 and 46 / (48 * sqrt(47)) */
	cr_expect_float_eq(got.expected, -0.0208333333333333, 1e-12, "%.15g", got.expected);
	cr_expect_float_eq(got.standard_error, 0.139787283518816, 1e-12, "%.15g",
		got.standard_error);
	cr_expect_lt(got.p, 0.003);
	cr_assert_eq(autocorrelation_test(&again, hormone, 48, AUTOCORRELATION_ORDERS, 1, NULL), 0);
	cr_expect_eq(again.p, got.p, "the same seed");
}

/* dip(x) of diptest */
Test(modes, dip_agrees_with_r)
{
	static const struct {
		size_t count;
		double values[6], dip;
	} cases[] = {
		{1, {4}, 0.5},
		{2, {4, 1}, 0.25},
		{3, {4, 1, 9}, 1.0 / 6},
		{4, {3, 1, 4, 2}, 0.125},
		{4, {2, 1, 2, 1}, 0.25},
		{5, {2, 1, 2, 3, 2}, 0.1},
		{6, {5, 1, 5, 1, 5, 1}, 0.25},
		{6, {1, 10, 2, 11, 3, 12}, 0.194444444444444},
		{6, {1e300, 10e300, 2e300, 11e300, 3e300, 12e300}, 0.194444444444444},
		{6, {1e-300, 10e-300, 2e-300, 11e-300, 3e-300, 12e-300}, 0.194444444444444},
		{6, {7, 7, 7, 7, 7, 7}, 1.0 / 12},
	};
	struct modes got;

	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_assert_eq(modes_test(&got, cases[i].values, cases[i].count, 1, 1, NULL), 0);
		cr_expect_float_eq(got.dip, cases[i].dip, 1e-12, "case %zu: dip %.15g", i, got.dip);
		cr_expect(cases[i].count >= 4 || got.p == 1, "case %zu: p %g", i, got.p);
	}
	cr_assert_eq(modes_test(&got, cases[10].values, 6, 1, 1, NULL), 0);
	cr_expect_eq(got.p, 1, "all equal is one mode");
}

/* Values on a line, but for what rounding does to each, have the smallest dip there is. */
Test(modes, rounding_makes_none)
{
	static const double steps[] = {0.1, 1e-7, 1e7 / 3};
	double values[1000];
	struct modes got;

	for (size_t s = 0; s < COUNT(steps); s++) {
		for (size_t i = 0; i < 1000; i++)
			values[i] = 1e5 + steps[s] * (double)i;
		cr_assert_eq(modes_test(&got, values, 1000, 19, 1, NULL), 0);
		cr_expect_float_eq(got.dip, 0.0005, 1e-6, "step %g: %.15g", steps[s], got.dip);
		cr_expect_eq(got.p, 1, "step %g: %g", steps[s], got.p);
	}
}

/* dip(x) and dip.test(x, simulate.p.value = TRUE, B = 2e5)$p.value. The quality of faculties is
 * the example of J. A. Hartigan and P. M. Hartigan 1985, diptest's data set statfaculty; the
 * eruptions are the first forty of the Old Faithful geyser in R's data set faithful (A. Azzalini
 * and A. W. Bowman, A Look at Some Data on the Old Faithful Geyser, Applied Statistics 39 (1990),
 * 357-365), which are short or long. */
Test(modes, known_data_agree_with_r)
{
	static const double faculty[] = {30, 33, 35, 36, 37, 37, 39, 39, 39, 39, 39, 40, 40, 40, 40,
		41, 42, 43, 43, 43, 44, 44, 45, 45, 46, 46, 47, 47, 48, 48, 48, 49, 50, 50, 51, 52,
		52, 53, 53, 53, 53, 53, 54, 54, 57, 57, 59, 60, 60, 60, 61, 61, 61, 61, 62, 62, 62,
		62, 63, 66, 70, 72, 72};
	static const double geyser[] = {3.600, 1.800, 3.333, 2.283, 4.533, 2.883, 4.700, 3.600,
		1.950, 4.350, 1.833, 3.917, 4.200, 1.750, 4.700, 2.167, 1.750, 4.800, 1.600, 4.250,
		1.800, 1.750, 3.450, 3.067, 4.533, 3.600, 1.967, 4.083, 3.850, 4.433, 4.300, 4.467,
		3.367, 4.033, 3.833, 2.017, 1.867, 4.833, 1.833, 4.783};
	static const double six[] = {1, 10, 2, 11, 3, 12};
	struct modes got, again;

	cr_assert_eq(modes_test(&got, faculty, COUNT(faculty), MANY, 1, NULL), 0);
	cr_expect_float_eq(got.dip, 0.0595238095238095, 1e-12, "%.15g", got.dip);
	cr_expect_float_eq(got.p, 0.084965, 0.008, "%g", got.p);
	cr_assert_eq(modes_test(&got, geyser, COUNT(geyser), MANY, 1, NULL), 0);
	cr_expect_float_eq(got.dip, 0.105874921036008, 1e-12, "%.15g", got.dip);
	cr_expect_float_eq(got.p, 0.0006, 0.0007, "%g", got.p);
	cr_assert_eq(modes_test(&got, six, 6, MANY, 1, NULL), 0);
	cr_expect_float_eq(got.p, 0.00842, 0.0026, "%g", got.p);
	cr_assert_eq(modes_test(&again, six, 6, MANY, 1, NULL), 0);
	cr_expect_eq(again.p, got.p, "the same seed");
}

Test(modes, refuse_what_they_cannot_use)
{
	static const double wrong[] = {NAN, INFINITY, -INFINITY}, fine[] = {1, 2, 3};
	static const double far[] = {-DBL_MAX, 0, DBL_MAX};
	struct modes modes;
	struct autocorrelation autocorrelation;
	struct error error = {0};

	for (size_t i = 0; i < COUNT(wrong); i++) {
		double values[] = {1, 2, wrong[i]};

		cr_expect_eq(modes_test(&modes, values, 3, 1, 1, NULL), -1);
		cr_expect_eq(autocorrelation_test(&autocorrelation, values, 3, 1, 1, NULL), -1);
	}
	cr_expect_eq(modes_test(&modes, fine, 0, 1, 1, NULL), -1);
	cr_expect_eq(modes_test(&modes, far, 3, 1, 1, NULL), -1);
	cr_expect_eq(autocorrelation_test(&autocorrelation, fine, 0, 1, 1, NULL), -1);
	cr_expect_eq(autocorrelation_test(&autocorrelation, fine, 2, 1, 1, &error), -1);
	cr_expect_str_eq(error.text, "autocorrelation: needs at least 3 values, has 2");
}
