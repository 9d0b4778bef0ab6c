/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rank-sum test, exact and approximate; see rank_sum.h. */
#include "config.h"

#include "results/statistics/rank_sum.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "results/statistics/rank_distribution.h"
#include "results/statistics/ranks.h"
#include "results/statistics/values.h"

#define WHAT "rank-sum test"

/* Both samples as one, ranked. */
struct joint_ranks {
	size_t *doubled;
	size_t one_count, other_count;
	size_t one_sum, other_sum; /* of doubled */
	double ties;
};

static size_t sum_of(const size_t *doubled, size_t count)
{
	size_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += doubled[i];
	return sum;
}

/* The caller frees doubled, even if this fails. */
static int rank(struct joint_ranks *ranks, const double *one, const double *other,
	struct error *error)
{
	size_t count = ranks->one_count + ranks->other_count;
	double *values = malloc(count * sizeof(*values));
	int result = -1;

	ranks->doubled = malloc(count * sizeof(*ranks->doubled));
	if (values == NULL || ranks->doubled == NULL) {
		error_set(error, WHAT " of %zu values: out of memory", count);
		goto free_values;
	}
	memcpy(values, one, ranks->one_count * sizeof(*values));
	memcpy(values + ranks->one_count, other, ranks->other_count * sizeof(*values));
	result = ranks_doubled(ranks->doubled, &ranks->ties, values, count, error);
	if (result == 0) {
		ranks->one_sum = sum_of(ranks->doubled, ranks->one_count);
		ranks->other_sum = sum_of(ranks->doubled + ranks->one_count, ranks->other_count);
	}

free_values:
	free(values);
	return result;
}

/* Uses the choices of the smaller sample, which are fewer: if that is the other one, large and
 * small are swapped. */
static int exactly(struct hypothesis *hypothesis, const struct joint_ranks *ranks,
	struct error *error)
{
	size_t count = ranks->one_count + ranks->other_count;
	bool one_is_smaller = ranks->one_count <= ranks->other_count;
	size_t chosen = one_is_smaller ? ranks->one_count : ranks->other_count;
	size_t sum = one_is_smaller ? ranks->one_sum : ranks->other_sum;
	struct rank_distribution distribution;
	double up_to, from;

	if (rank_distribution_chosen(&distribution, ranks->doubled, count, chosen, error) < 0)
		return -1;
	up_to = rank_distribution_up_to(&distribution, sum);
	from = rank_distribution_from(&distribution, sum);
	hypothesis->p_less = one_is_smaller ? up_to : from;
	hypothesis->p_greater = one_is_smaller ? from : up_to;
	rank_distribution_free(&distribution);
	return 0;
}

static double deviation_of(double m, double n, double ties)
{
	double all = m + n;

	return sqrt(m * n / 12 * (all + 1 - ties / (all * (all - 1))));
}

static void approximately(struct hypothesis *hypothesis, const struct joint_ranks *ranks)
{
	double m = (double)ranks->one_count, n = (double)ranks->other_count;
	double from_mean = hypothesis->statistic - m * n / 2;
	double deviation = deviation_of(m, n, ranks->ties);

	/* If all values are equal, every order gives the same statistic. */
	if (!(deviation > 0))
		return;
	hypothesis->p_less = gsl_cdf_ugaussian_P((from_mean + 0.5) / deviation);
	hypothesis->p_greater = gsl_cdf_ugaussian_Q((from_mean - 0.5) / deviation);
}

int rank_sum_test(struct hypothesis *hypothesis, const double *one, size_t one_count,
	const double *other, size_t other_count, struct error *error)
{
	struct joint_ranks ranks = {.one_count = one_count, .other_count = other_count};
	double m = (double)one_count;
	int result = -1;

	*hypothesis = (struct hypothesis){.p = 1, .p_less = 1, .p_greater = 1};
	if (values_check(one, one_count, 1, WHAT ", first sample", error) < 0 ||
		values_check(other, other_count, 1, WHAT ", second sample", error) < 0)
		return -1;
	if (rank(&ranks, one, other, error) < 0)
		goto free_ranks;
	hypothesis->statistic = (double)ranks.one_sum / 2 - m * (m + 1) / 2;
	hypothesis->used = one_count + other_count;
	hypothesis->exact = one_count * other_count <= RANK_SUM_EXACT;
	result = hypothesis->exact ? exactly(hypothesis, &ranks, error) : 0;
	if (!hypothesis->exact)
		approximately(hypothesis, &ranks);
	hypothesis->p = fmin(1, 2 * fmin(hypothesis->p_less, hypothesis->p_greater));

free_ranks:
	free(ranks.doubled);
	return result;
}

/* The sums of `chosen` of the numbers 0 … all - 1 are the values of U plus the sum of the smallest
 * choice. */
static int exact_interval(size_t *rank, double *attained, size_t all, size_t chosen, double tail,
	struct error *error)
{
	size_t *scores = malloc(all * sizeof(*scores));
	size_t smallest = chosen * (chosen - 1) / 2;
	struct rank_distribution distribution;
	int result;

	if (scores == NULL)
		return error_set(error, WHAT " of %zu values: out of memory", all);
	for (size_t i = 0; i < all; i++)
		scores[i] = i;
	result = rank_distribution_chosen(&distribution, scores, all, chosen, error);
	free(scores);
	if (result < 0)
		return -1;
	*rank = rank_distribution_rank(&distribution, tail);
	*rank = *rank > smallest + 1 ? *rank - smallest : 1;
	*attained = 1 - 2 * rank_distribution_up_to(&distribution, smallest + *rank - 1);
	rank_distribution_free(&distribution);
	return 0;
}

int rank_sum_interval(size_t *rank, double *attained, size_t one_count, size_t other_count,
	double confidence, struct error *error)
{
	double m = (double)one_count, n = (double)other_count, tail = (1 - confidence) / 2;
	double deviation = deviation_of(m, n, 0), below;

	if (one_count * other_count <= RANK_SUM_EXACT)
		return exact_interval(rank, attained, one_count + other_count,
			one_count < other_count ? one_count : other_count, tail, error);
	below = m * n / 2 + gsl_cdf_ugaussian_Pinv(tail) * deviation + 0.5;
	*rank = below > 1 ? (size_t)below : 1;
	*attained = 1 - 2 * gsl_cdf_ugaussian_P(((double)*rank - 0.5 - m * n / 2) / deviation);
	return 0;
}
