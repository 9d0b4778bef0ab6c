/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bisection over the bits of doubles; see pairs.h. */
#include "config.h"

#include "results/statistics/pairs.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct pairs {
	const double *one, *other;
	size_t one_count, other_count;
	bool within; /* of one sample: i <= j only */
};

/* A whole number that is larger for the larger of two doubles, and 0 for both zeros. */
static int64_t place_of(double value)
{
	int64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits >= 0 ? bits : INT64_MIN - bits;
}

static double at_place(int64_t place)
{
	int64_t bits = place >= 0 ? place : INT64_MIN - place;
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

static size_t count_up_to(const struct pairs *pairs, double limit)
{
	size_t count = 0, twins = 0, j = pairs->other_count;

	for (size_t i = 0; i < pairs->one_count; i++) {
		while (j > 0 && pairs->one[i] + pairs->other[j - 1] > limit)
			j--;
		count += j;
		twins += pairs->one[i] + pairs->one[i] <= limit;
	}
	/* Each pair of two different values was counted twice. */
	return pairs->within ? (count + twins) / 2 : count;
}

static double select_pair(const struct pairs *pairs, size_t rank)
{
	int64_t low = place_of(pairs->one[0] + pairs->other[0]);
	int64_t high =
		place_of(pairs->one[pairs->one_count - 1] + pairs->other[pairs->other_count - 1]);

	while (low < high) {
		/* The distance may not fit in an int64_t. */
		int64_t middle = low + (int64_t)(((uint64_t)high - (uint64_t)low) / 2);

		if (count_up_to(pairs, at_place(middle)) >= rank)
			high = middle;
		else
			low = middle + 1;
	}
	return at_place(low);
}

double pairs_select(const double *one, size_t one_count, const double *other, size_t other_count,
	size_t rank)
{
	struct pairs pairs = {one, other, one_count, other_count, false};

	return select_pair(&pairs, rank);
}

double pairs_select_within(const double *values, size_t count, size_t rank)
{
	struct pairs pairs = {values, values, count, count, true};

	return select_pair(&pairs, rank);
}
