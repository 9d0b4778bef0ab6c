/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rank and sign tests and adjusted p values against values computed elsewhere: R 4.2.2 with
 * wilcox.test() and, where values are equal, wilcox.exact() of exactRankTests 0.8-35, binom.test()
 * and p.adjust(); one-sided p values by alternative = "less" and "greater". The calls stand beside
 * the values.
 */
#include "config.h"

#include <math.h>

#include <criterion/criterion.h>

#include "results/statistics/adjust.h"
#include "results/statistics/rank_sum.h"
#include "results/statistics/ranks.h"
#include "results/statistics/sign_test.h"
#include "results/statistics/signed_rank.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void expect(const char *name, const struct hypothesis *got, const struct hypothesis *wanted)
{
	cr_expect_eq(got->statistic, wanted->statistic, "%s: statistic %.15g", name,
		got->statistic);
	cr_expect_float_eq(got->p, wanted->p, 1e-12, "%s: p %.15g", name, got->p);
	cr_expect_float_eq(got->p_less, wanted->p_less, 1e-12, "%s: p_less %.15g", name,
		got->p_less);
	cr_expect_float_eq(got->p_greater, wanted->p_greater, 1e-12, "%s: p_greater %.15g", name,
		got->p_greater);
	cr_expect_eq(got->used, wanted->used, "%s: used %zu", name, got->used);
	cr_expect_eq(got->exact, wanted->exact, "%s: exact %d", name, got->exact);
}

Test(ranks, equal_values_share_theirs)
{
	static const double values[] = {7, 2, 7, -1, 7, 2};
	static const size_t wanted[] = {10, 5, 10, 2, 10, 5}; /* R: 2 * rank(x) */
	size_t doubled[6];
	double ties;

	cr_assert_eq(ranks_doubled(doubled, &ties, values, 6, NULL), 0);
	cr_expect_arr_eq(doubled, wanted, sizeof(doubled));
	cr_expect_eq(ties, 30, "3^3 - 3 + 2^3 - 2");
}

/* M. Hollander and D. A. Wolfe, Nonparametric Statistical Methods, Wiley 1973, page 29: depression
 * of nine patients before and after a tranquilizer, as in R's help of wilcox.test(). */
static const double depression[] = {1.83 - 0.878, 0.50 - 0.647, 1.62 - 0.598, 2.48 - 2.05,
	1.68 - 1.06, 1.88 - 1.29, 1.55 - 1.06, 3.06 - 3.14, 1.30 - 1.29};

/* Of n = 60 numbers one is 0, and the signed-rank test takes the normal approximation. */
static void fill_large(double *values)
{
	for (int i = 1; i <= 60; i++)
		values[i - 1] = i * 37 % 61 - 20;
}

Test(sign_test, agrees_with_r)
{
	static const struct {
		const char *name;
		size_t count;
		double differences[10];
		struct hypothesis wanted;
	} cases[] = {
		{"n = 1", 1, {3}, {1, 1, 1, 0.5, 1, true}},
		{"n = 2", 2, {-3, -1}, {0, 0.5, 0.25, 1, 2, true}},
		{"n = 3", 3, {-3, 1e-300, 1e300}, {2, 1, 0.875, 0.5, 3, true}},
		{"all 0", 3, {0, -0.0, 0}, {0, 1, 1, 1, 0, true}},
		/* binom.test(5, 8) */
		{"mixed", 10, {1, -1, 2, 2, -3, 0, 4, 5, -1, 0},
			{5, 0.7265625, 0.85546875, 0.36328125, 8, true}},
	};
	struct hypothesis got;
	double large[60];

	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_assert_eq(sign_test(&got, cases[i].differences, cases[i].count, NULL), 0);
		expect(cases[i].name, &got, &cases[i].wanted);
	}
	/* binom.test(7, 9) */
	cr_assert_eq(sign_test(&got, depression, 9, NULL), 0);
	expect("depression", &got,
		&(struct hypothesis){7, 0.1796875, 0.98046875, 0.08984375, 9, true});
	/* binom.test(40, 59) */
	fill_large(large);
	cr_assert_eq(sign_test(&got, large, 60, NULL), 0);
	expect("large", &got,
		&(struct hypothesis){
			40, 0.00864149968328176, 0.998103147182314, 0.00432074984164088, 59, true});
}

Test(signed_rank, agrees_with_r)
{
	static const struct {
		const char *name;
		size_t count;
		double differences[10];
		struct hypothesis wanted;
	} cases[] = {
		{"n = 1", 1, {3}, {1, 1, 1, 0.5, 1, true}},
		{"n = 2", 2, {-3, -1}, {0, 0.5, 0.25, 1, 2, true}},
		{"n = 3", 3, {1e300, -1e-300, 1}, {5, 0.5, 0.875, 0.25, 3, true}},
		{"all 0", 3, {0, -0.0, 0}, {0, 1, 1, 1, 0, true}},
		/* All subsets of three ranks 2: the sum is 6 once in 8. */
		{"all equal", 3, {4, 4, 4}, {6, 0.25, 1, 0.125, 3, true}},
		/* wilcox.exact(d) */
		{"mixed", 10, {1, -1, 2, 2, -3, 0, 4, 5, -1, 0},
			{26, 0.296875, 0.875, 0.1484375, 8, true}},
		/* wilcox.exact(extra[group == 1] - extra[group == 2]) of R's data set sleep
	         * (Student, The Probable Error of a Mean, Biometrika 6 (1908), 1-25) */
		{"sleep", 10, {-1.2, -2.4, -1.3, -1.3, 0, -1.0, -1.8, -0.8, -4.6, -1.4},
			{0, 0.00390625, 0.001953125, 1, 9, true}},
	};
	struct hypothesis got;

	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_assert_eq(signed_rank_test(&got, cases[i].differences, cases[i].count, NULL), 0);
		expect(cases[i].name, &got, &cases[i].wanted);
	}
	/* wilcox.test(x, y, paired = TRUE) */
	cr_assert_eq(signed_rank_test(&got, depression, 9, NULL), 0);
	expect("depression", &got,
		&(struct hypothesis){40, 0.0390625, 0.986328125, 0.01953125, 9, true});
}

/* On both sides of the threshold. */
Test(signed_rank, many_values_agree_with_r)
{
	struct hypothesis got;
	double values[60];

	/* wilcox.test(d, exact = TRUE) of d = ((1:50 * 37) %% 101 - 40) / 8 + 1:50 / 1000 */
	for (int i = 1; i <= 50; i++)
		values[i - 1] = (i * 37 % 101 - 40) / 8.0 + i / 1000.0;
	cr_assert_eq(signed_rank_test(&got, values, 50, NULL), 0);
	expect("n = 50", &got,
		&(struct hypothesis){
			877, 0.0201206436345629, 0.990206111547411, 0.0100603218172814, 50, true});
	/* wilcox.test(d, exact = FALSE, correct = TRUE) of d = (1:60 * 37) %% 61 - 20 */
	fill_large(values);
	cr_assert_eq(signed_rank_test(&got, values, 60, NULL), 0);
	expect("n = 59 and ties", &got,
		&(struct hypothesis){1399.5, 0.000104489901722836, 0.999949352882296,
			5.22449508614182e-05, 59, false});
}

/* Hollander and Wolfe 1973, page 69: how much water a membrane lets through at term and earlier, as
 * in R's help of wilcox.test(). */
static const double at_term[] = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
static const double earlier[] = {1.15, 0.88, 0.90, 0.74, 1.21};

Test(rank_sum, agrees_with_r)
{
	static const struct {
		const char *name;
		size_t one_count, other_count;
		double one[10], other[10];
		struct hypothesis wanted;
	} cases[] = {
		{"1 and 1", 1, 1, {1}, {2}, {0, 1, 0.5, 1, 2, true}},
		/* wilcox.test(1, c(2, 3)) */
		{"1 and 2", 1, 2, {1}, {3, 2}, {0, 2.0 / 3, 1.0 / 3, 1, 3, true}},
		/* wilcox.test(c(1, 2, 3), c(4, 5, 6)) */
		{"3 and 3", 3, 3, {-1e300, 1e-300, 0}, {1, 1e300, 2e-300},
			{0, 0.1, 0.05, 1, 6, true}},
		{"all equal", 2, 3, {5, 5}, {5, 5, 5}, {3, 1, 1, 1, 5, true}},
		/* wilcox.exact(extra[group == 1], extra[group == 2]) of sleep */
		{"sleep", 10, 10, {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0},
			{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4},
			{25.5, 0.0658165364047717, 0.0329082682023858, 0.970209357206261, 20,
				true}},
	};
	struct hypothesis got;

	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_assert_eq(rank_sum_test(&got, cases[i].one, cases[i].one_count, cases[i].other,
				     cases[i].other_count, NULL),
			0);
		expect(cases[i].name, &got, &cases[i].wanted);
	}
	/* wilcox.test(x, y) */
	cr_assert_eq(rank_sum_test(&got, at_term, 10, earlier, 5, NULL), 0);
	expect("permeability", &got,
		&(struct hypothesis){
			35, 0.254412254412254, 0.896769896769897, 0.127206127206127, 15, true});
	cr_assert_eq(rank_sum_test(&got, earlier, 5, at_term, 10, NULL), 0);
	expect("the other way", &got,
		&(struct hypothesis){
			15, 0.254412254412254, 0.127206127206127, 0.896769896769897, 15, true});
}

/* On both sides of the threshold. */
Test(rank_sum, many_values_agree_with_r)
{
	struct hypothesis got;
	double one[60], other[50];

	/* wilcox.test(x, y, exact = TRUE) of x = (i * 37) %% 101 + i / 1000 and
	 * y = (i * 29) %% 101 + 12.0005 + i / 1000, i = 1:50 */
	for (int i = 1; i <= 50; i++) {
		one[i - 1] = i * 37 % 101 + i / 1000.0;
		other[i - 1] = i * 29 % 101 + 12.0005 + i / 1000.0;
	}
	cr_assert_eq(rank_sum_test(&got, one, 50, other, 50, NULL), 0);
	expect("50 and 50", &got,
		&(struct hypothesis){
			1056, 0.183033125911018, 0.0915165629555088, 0.909615705237814, 100, true});
	/* wilcox.test(x, y, exact = FALSE) of x = (1:60 * 37) %% 61, y = (1:50 * 23) %% 51 + 12 */
	for (int i = 1; i <= 60; i++)
		one[i - 1] = i * 37 % 61;
	for (int i = 1; i <= 50; i++)
		other[i - 1] = i * 23 % 51 + 12;
	cr_assert_eq(rank_sum_test(&got, one, 60, other, 50, NULL), 0);
	expect("60 and 50 with ties", &got,
		&(struct hypothesis){1152, 0.0369542607821258, 0.0184771303910629,
			0.981792934801461, 110, false});
	for (int i = 0; i < 60; i++)
		one[i] = 7;
	for (int i = 0; i < 50; i++)
		other[i] = 7;
	cr_assert_eq(rank_sum_test(&got, one, 60, other, 50, NULL), 0);
	expect("all equal", &got, &(struct hypothesis){1500, 1, 1, 1, 110, false});
}

/* Y. Benjamini and Y. Hochberg 1995, section 4.1: fifteen p values, of which Holm finds three and
 * Benjamini and Hochberg four at 0.05; here in another order. p.adjust(p, "holm") and "BH". */
Test(adjust, agrees_with_r)
{
	static const double p[] = {0.0278, 1.0000, 0.0001, 0.0004, 0.4262, 0.0095, 0.0201, 0.0019,
		0.0298, 0.0344, 0.0459, 0.3240, 0.5719, 0.6528, 0.7590};
	static const double holm[] = {0.2780, 1, 0.0015, 0.0056, 1, 0.1140, 0.2211, 0.0247, 0.2780,
		0.2780, 0.3213, 1, 1, 1, 1};
	static const double benjamini_hochberg[] = {0.0638571428571429, 1, 0.0015, 0.003,
		0.581181818181818, 0.035625, 0.0603, 0.0095, 0.0638571428571429, 0.0645, 0.0765,
		0.486, 0.714875, 0.753230769230769, 0.813214285714286};
	/* Equal ones, 0 and 1. */
	static const double few[] = {0.01, 0.02, 0.02, 0.5, 0, 1};
	static const double few_holm[] = {0.05, 0.08, 0.08, 1, 0, 1};
	static const double few_benjamini_hochberg[] = {0.03, 0.03, 0.03, 0.6, 0, 1};
	double adjusted[15], in_place[6];

	cr_assert_eq(adjust_holm(adjusted, p, 15, NULL), 0);
	for (size_t i = 0; i < 15; i++)
		cr_expect_float_eq(adjusted[i], holm[i], 1e-12, "Holm %zu: %.15g", i, adjusted[i]);
	cr_assert_eq(adjust_benjamini_hochberg(adjusted, p, 15, NULL), 0);
	for (size_t i = 0; i < 15; i++)
		cr_expect_float_eq(adjusted[i], benjamini_hochberg[i], 1e-12, "BH %zu: %.15g", i,
			adjusted[i]);
	cr_assert_eq(adjust_holm(adjusted, few, 6, NULL), 0);
	for (size_t i = 0; i < 6; i++) {
		cr_expect_float_eq(adjusted[i], few_holm[i], 1e-12, "%zu: %.15g", i, adjusted[i]);
		in_place[i] = few[i];
	}
	cr_assert_eq(adjust_benjamini_hochberg(in_place, in_place, 6, NULL), 0);
	for (size_t i = 0; i < 6; i++)
		cr_expect_float_eq(in_place[i], few_benjamini_hochberg[i], 1e-12, "%zu: %.15g", i,
			in_place[i]);
	cr_expect_eq(adjust_holm(adjusted, p, 0, NULL), 0);
	cr_assert_eq(adjust_holm(adjusted, p + 10, 1, NULL), 0);
	cr_expect_eq(adjusted[0], 0.0459);
}

Test(adjust, refuses_what_is_no_probability)
{
	static const double wrong[] = {NAN, -0.1, 1.1, INFINITY};

	for (size_t i = 0; i < COUNT(wrong); i++) {
		double p[] = {0.5, wrong[i]}, adjusted[2];
		struct error error = {0};

		cr_expect_eq(adjust_holm(adjusted, p, 2, &error), -1, "%g", wrong[i]);
		cr_expect_eq(adjust_benjamini_hochberg(adjusted, p, 2, NULL), -1, "%g", wrong[i]);
		if (wrong[i] == 1.1)
			cr_expect_str_eq(error.text,
				"adjusted p: p value 2 of 2 is 1.1, must be 0 … 1");
	}
}

Test(ranks, tests_refuse_what_is_no_number)
{
	static const double wrong[] = {NAN, INFINITY, -INFINITY}, fine[] = {1};

	for (size_t i = 0; i < COUNT(wrong); i++) {
		double values[] = {1, wrong[i]};
		struct hypothesis got;

		cr_expect_eq(sign_test(&got, values, 2, NULL), -1, "%g", wrong[i]);
		cr_expect_eq(signed_rank_test(&got, values, 2, NULL), -1, "%g", wrong[i]);
		cr_expect_eq(rank_sum_test(&got, values, 2, fine, 1, NULL), -1, "%g", wrong[i]);
		cr_expect_eq(rank_sum_test(&got, fine, 1, values, 2, NULL), -1, "%g", wrong[i]);
		cr_expect_eq(got.p, 1, "nothing is found in %g", wrong[i]);
	}
}

Test(ranks, tests_refuse_emptiness)
{
	static const double fine[] = {1};
	struct hypothesis got;
	struct error error = {0};

	cr_expect_eq(sign_test(&got, fine, 0, NULL), -1);
	cr_expect_eq(signed_rank_test(&got, fine, 0, NULL), -1);
	cr_expect_eq(rank_sum_test(&got, fine, 0, fine, 1, NULL), -1);
	cr_expect_eq(rank_sum_test(&got, fine, 1, fine, 0, &error), -1);
	cr_expect_str_eq(error.text, "rank-sum test, second sample: needs at least 1 value, has 0");
}
