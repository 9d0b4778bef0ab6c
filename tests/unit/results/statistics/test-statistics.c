/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Estimates, quantiles, overlaps and orders against values computed elsewhere: the confidences as
 * exact fractions (Python, math.comb), the permutations by a second implementation of MT19937 in
 * Python, which gives the generator's published first outputs for seed 5489.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "results/statistics/estimate.h"
#include "results/statistics/interval.h"
#include "results/statistics/overlap.h"
#include "results/statistics/quantile.h"
#include "results/statistics/shuffle.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

Test(estimate, interval_is_the_order_statistic_one)
{
	static const struct {
		size_t count, k;
		double confidence;
	} cases[] = {
		{1, 1, 0},
		{2, 1, 0.5},
		{3, 1, 0.75},
		{4, 1, 0.875},
		{5, 1, 0.9375},
		{6, 1, 0.96875},
		{8, 1, 0.9921875},
		{9, 2, 0.9609375},
		{10, 2, 0.978515625},
		{15, 4, 0.96484375},
		{20, 6, 0.958610534667969},
		{30, 10, 0.957226054742932},
		{50, 18, 0.967160862435732},
		{100, 40, 0.964799799782295},
	};
	double values[100];

	for (size_t c = 0; c < COUNT(cases); c++) {
		size_t count = cases[c].count;
		struct estimate estimate;

		/* 1 … count, not in order: 37 has no factor in common with any of the counts. */
		for (size_t i = 0; i < count; i++)
			values[i] = (double)((i * 37) % count + 1);
		estimate = interval_of(values, count);
		cr_expect_float_eq(estimate.confidence, cases[c].confidence, 1e-12,
			"n = %zu: confidence %.15g", count, estimate.confidence);
		cr_expect_eq(estimate.low, (double)cases[c].k, "n = %zu: low %g", count,
			estimate.low);
		cr_expect_eq(estimate.high, (double)(count + 1 - cases[c].k), "n = %zu: high %g",
			count, estimate.high);
		cr_expect_eq(estimate.median, (double)(count + 1) / 2, "n = %zu: median %g", count,
			estimate.median);
	}
}

Test(estimate, apart_needs_a_gap_and_confidence)
{
	static const struct {
		struct estimate one, other;
		bool apart;
	} cases[] = {
		{{2, 1, 3, 0.9}, {5, 4, 6, 0.9}, true},
		{{5, 4, 6, 0.9}, {2, 1, 3, 0.9}, true},
		{{2, 1, 3, 0.9}, {5, 3, 6, 0.9}, false}, /* they touch */
		{{5, 3, 6, 0.9}, {2, 1, 3, 0.9}, false},
		{{2, 1, 9, 0.9}, {5, 4, 6, 0.9}, false},
		{{2, 2, 2, 0}, {5, 4, 6, 0.9}, false},
		{{5, 4, 6, 0.9}, {2, 2, 2, 0}, false},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(estimate_apart(&cases[i].one, &cases[i].other), cases[i].apart,
			"case %zu", i);
}

/* By exact fractions in Python: math.ceil(n * fractions.Fraction(p)). */
Test(quantile, is_the_smallest_value_that_enough_do_not_exceed)
{
	static const struct {
		size_t count;
		double share;
		uint64_t quantile;
	} cases[] = {
		{1, 0.5, 1},
		{1, 0.999, 1},
		{2, 0.5, 1},
		{3, 0.5, 2},
		{10, 0.5, 5},
		{10, 0.9, 9},
		{10, 0.99, 10},
		{10, 0, 1},
		{10, 1, 10},
		{11, 0.9, 10},
		{100, 0.99, 99},
		{101, 0.99, 100},
		{999, 0.999, 999},
		{1000, 0.999, 999},
		{1000, 0.99, 990},
		{1001, 0.999, 1000},
	};
	uint64_t values[1001];

	for (size_t c = 0; c < COUNT(cases); c++) {
		/* 1 … count in an order of its own. */
		for (size_t i = 0; i < cases[c].count; i++)
			values[i] = (i * 1009) % cases[c].count + 1;
		cr_expect_eq(quantile(values, cases[c].count, cases[c].share), cases[c].quantile,
			"n = %zu, p = %g: %ju", cases[c].count, cases[c].share,
			(uintmax_t)quantile_sorted(values, cases[c].count, cases[c].share));
		for (size_t i = 0; i < cases[c].count; i++)
			cr_assert_eq(values[i], i + 1, "n = %zu: not sorted", cases[c].count);
	}
}

/* Few values and many take different ways, and so does an odd number of bytes that differ. */
Test(quantile, sorts_any_values)
{
	static const size_t counts[] = {0, 1, 2, 999, 1000, 1001, 5000};
	static const unsigned shifts[] = {0, 8, 40, 56};
	uint64_t *values = calloc(5000, sizeof(*values));
	uint64_t state = 1;

	cr_assert_not_null(values);
	for (size_t c = 0; c < COUNT(counts); c++)
		for (size_t s = 0; s < COUNT(shifts); s++) {
			uint64_t sum = 0, sorted_sum = 0;

			for (size_t i = 0; i < counts[c]; i++) {
				state = state * UINT64_C(6364136223846793005) + 1442695040888963407;
				values[i] = state >> shifts[s];
				sum += values[i] * values[i];
			}
			quantile_sort(values, counts[c]);
			for (size_t i = 0; i < counts[c]; i++) {
				cr_assert(i == 0 || values[i - 1] <= values[i],
					"%zu values >> %u: not sorted at %zu", counts[c], shifts[s],
					i);
				sorted_sum += values[i] * values[i];
			}
			cr_assert_eq(sorted_sum, sum, "%zu values >> %u: others than before",
				counts[c], shifts[s]);
		}
	free(values);
}

Test(quantile, latency_is_end_without_begin)
{
	uint64_t begin_ns[1000], end_ns[1000];
	struct latency latency;
	struct error error = {0};

	for (uint64_t i = 0; i < 1000; i++) {
		begin_ns[i] = UINT64_C(1) << 62;
		end_ns[i] = begin_ns[i] + 10 * ((i * 7) % 1000 + 1);
	}
	cr_assert_eq(quantile_latency(&latency, begin_ns, end_ns, 1000, &error), 0);
	cr_expect_eq(latency.p50, 5000);
	cr_expect_eq(latency.p90, 9000);
	cr_expect_eq(latency.p99, 9900);
	cr_expect_eq(latency.p99_9, 9990);
	cr_expect_eq(latency.max, 10000);
	cr_expect_eq(end_ns[0], begin_ns[0] + 10, "the arrays stay as they are");
	end_ns[7] = begin_ns[7] - 1;
	cr_expect_eq(quantile_latency(&latency, begin_ns, end_ns, 1000, &error), -1);
	cr_expect_str_eq(error.text, "task 7 ended before it began");
}

Test(overlap, peaks)
{
	static const struct {
		size_t count;
		uint64_t begin[5], end[5], peak;
	} cases[] = {
		{0, {0}, {0}, 0},
		{1, {3}, {4}, 1},
		{2, {0, 5}, {5, 9}, 1}, /* one ends as the other begins */
		{2, {0, 4}, {5, 9}, 2},
		{3, {0, 1, 2}, {10, 3, 4}, 3},
		{3, {8, 0, 4}, {9, 5, 8}, 2}, /* in any order */
		{2, {7, 7}, {7, 7}, 1},       /* shorter than the clock can tell */
		{4, {0, 5, 5, 2}, {10, 5, 10, 3}, 2},
		{5, {0, 0, 0, 0, 0}, {1, 2, 3, 4, 5}, 5},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t peak = 99;

		cr_assert_eq(overlap_peak(&peak, cases[i].begin, cases[i].end, cases[i].count,
				     NULL),
			0);
		cr_expect_eq(peak, cases[i].peak, "case %zu: %ju", i, (uintmax_t)peak);
	}
}

/* Means and readings counted by hand. */
Test(overlap, between_the_ramps)
{
	static const struct {
		size_t count, full, spare;
		uint64_t begin[6], end[6];
		struct overlap overlap;
	} cases[] = {
		{0, 1, 0, {0}, {0}, {0, 0, 0, 0}},
		/* Two in flight all the time. */
		{4, 2, 0, {0, 0, 10, 10}, {10, 10, 20, 20}, {2, 3, 2, 10}},
		/* One after the other. */
		{4, 2, 0, {0, 10, 20, 30}, {10, 20, 30, 40}, {1, 5, 1, 20}},
		/* The same, with pauses as long as the tasks, in any order. */
		{3, 1, 0, {40, 0, 20}, {50, 10, 30}, {1, 6, 0.5, 40}},
		/* A batch that is nothing but ramps, and one whose last begins are not to count. */
		{3, 3, 0, {0, 1, 2}, {9, 9, 9}, {3, 4, 0, 0}},
		{4, 1, 1, {0, 10, 20, 90}, {10, 20, 30, 95}, {1, 6, 1, 20}},
		{2, 3, 0, {0, 1}, {9, 9}, {2, 3, 0, 0}},
		{2, 1, 2, {0, 1}, {9, 9}, {2, 3, 0, 0}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct overlap *wanted = &cases[i].overlap;
		struct overlap overlap = {99, 99, 99, 99};

		cr_assert_eq(overlap_of(&overlap, cases[i].begin, cases[i].end, cases[i].count,
				     cases[i].full, cases[i].spare, NULL),
			0);
		cr_expect_eq(overlap.peak, wanted->peak, "case %zu", i);
		cr_expect_eq(overlap.readings, wanted->readings, "case %zu: %ju readings", i,
			(uintmax_t)overlap.readings);
		cr_expect_eq(overlap.between_ns, wanted->between_ns, "case %zu", i);
		cr_expect_float_eq(overlap.mean, wanted->mean, 1e-9, "case %zu: %g", i,
			overlap.mean);
	}
}

/* Counting at every begin, which takes the square of the time, must come to the same. */
Test(overlap, agrees_with_counting)
{
	uint32_t state = 1;

	for (unsigned round = 0; round < 200; round++) {
		uint64_t begin[40], end[40], peak, counted = 1;

		for (size_t i = 0; i < 40; i++) {
			state = state * 1664525 + 1013904223;
			begin[i] = state >> 24;
			end[i] = begin[i] + 1 + (state >> 8) % 50;
		}
		for (size_t i = 0; i < 40; i++) {
			uint64_t in_flight = 0;

			for (size_t j = 0; j < 40; j++)
				in_flight += begin[j] <= begin[i] && begin[i] < end[j];
			if (in_flight > counted)
				counted = in_flight;
		}
		cr_assert_eq(overlap_peak(&peak, begin, end, 40, NULL), 0);
		cr_assert_eq(peak, counted, "round %u: %ju, not %ju", round, (uintmax_t)peak,
			(uintmax_t)counted);
	}
}

Test(shuffle, order_is_that_of_the_seed)
{
	static const struct {
		uint64_t seed;
		unsigned block;
		size_t order[10];
	} cases[] = {
		{1, 0, {3, 7, 4, 8, 2, 9, 1, 6, 0, 5}},
		{1, 1, {1, 5, 2, 6, 8, 0, 7, 3, 9, 4}},
		{2087654321, 4, {7, 1, 9, 0, 2, 5, 6, 4, 3, 8}},
		{SEED_LARGEST, 7, {2, 9, 0, 4, 1, 3, 5, 6, 7, 8}},
		{0, 0, {0, 5, 4, 3, 7, 8, 6, 2, 1, 9}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t order[10];

		shuffle_order(cases[i].seed, cases[i].block, order, 10, NULL);
		cr_expect_arr_eq(order, cases[i].order, sizeof(order), "seed %ju, block %u",
			(uintmax_t)cases[i].seed, cases[i].block);
	}
}

/* Each of the six orders of three about 1000 times of 6000: five standard deviations are 144. */
Test(shuffle, orders_are_equally_likely)
{
	unsigned counts[27] = {0}, orders = 0;

	for (unsigned seed = 0; seed < 1000; seed++)
		for (unsigned block = 0; block < 6; block++) {
			size_t order[3];

			shuffle_order(seed, block, order, 3, NULL);
			counts[9 * order[0] + 3 * order[1] + order[2]]++;
		}
	for (size_t i = 0; i < 27; i++) {
		orders += counts[i] > 0;
		cr_expect(counts[i] == 0 || (counts[i] > 856 && counts[i] < 1144),
			"order %zu: %u times", i, counts[i]);
	}
	cr_expect_eq(orders, 6);
}

Test(shuffle, few_cases)
{
	size_t order[1] = {9};

	shuffle_order(1, 1, order, 0, NULL);
	cr_expect_eq(order[0], 9);
	shuffle_order(1, 1, order, 1, NULL);
	cr_expect_eq(order[0], 0);
}

Test(shuffle, seeds_differ_and_fit)
{
	uint64_t seen = 0;

	for (unsigned i = 0; i < 200; i++) {
		uint64_t seed = seed_draw();

		cr_assert_leq(seed, SEED_LARGEST);
		seen |= seed;
	}
	/* A bit that stays clear in 200 draws has a chance of 2^-200. */
	cr_expect_eq(seen, SEED_LARGEST);
}
