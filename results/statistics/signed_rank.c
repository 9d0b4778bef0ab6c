/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The signed-rank test, exact and approximate; see signed_rank.h. */
#include "config.h"

#include "results/statistics/signed_rank.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "results/statistics/rank_distribution.h"
#include "results/statistics/ranks.h"
#include "results/statistics/values.h"

#define WHAT "signed-rank test"

/* The result of ranking the differences. */
struct signed_ranks {
	size_t *doubled;  /* ranks of the absolute values */
	double *absolute; /* of nonzero differences, in given order */
	double *signs;    /* of the same: above 0 or below */
	size_t used;
	double ties;
	size_t above; /* 2 V */
};

static void free_ranks(struct signed_ranks *ranks)
{
	free(ranks->doubled);
	free(ranks->absolute);
	free(ranks->signs);
}

static int rank(struct signed_ranks *ranks, const double *differences, size_t count,
	struct error *error)
{
	*ranks = (struct signed_ranks){
		.doubled = malloc(count * sizeof(*ranks->doubled)),
		.absolute = malloc(count * sizeof(*ranks->absolute)),
		.signs = malloc(count * sizeof(*ranks->signs)),
	};
	if (ranks->doubled == NULL || ranks->absolute == NULL || ranks->signs == NULL) {
		error_set(error, WHAT " of %zu differences: out of memory", count);
		goto free_ranks;
	}
	for (size_t i = 0; i < count; i++)
		if (differences[i] != 0) {
			ranks->absolute[ranks->used] = fabs(differences[i]);
			ranks->signs[ranks->used++] = differences[i];
		}
	if (ranks_doubled(ranks->doubled, &ranks->ties, ranks->absolute, ranks->used, error) < 0)
		goto free_ranks;
	for (size_t i = 0; i < ranks->used; i++)
		if (ranks->signs[i] > 0)
			ranks->above += ranks->doubled[i];
	return 0;

free_ranks:
	free_ranks(ranks);
	return -1;
}

static int exactly(struct hypothesis *hypothesis, const struct signed_ranks *ranks,
	struct error *error)
{
	struct rank_distribution distribution;

	if (rank_distribution_signed(&distribution, ranks->doubled, ranks->used, error) < 0)
		return -1;
	hypothesis->p_less = rank_distribution_up_to(&distribution, ranks->above);
	hypothesis->p_greater = rank_distribution_from(&distribution, ranks->above);
	rank_distribution_free(&distribution);
	return 0;
}

static double mean_of(double n)
{
	return n * (n + 1) / 4;
}

static double deviation_of(double n, double ties)
{
	return sqrt(n * (n + 1) * (2 * n + 1) / 24 - ties / 48);
}

static void approximately(struct hypothesis *hypothesis, const struct signed_ranks *ranks)
{
	double n = (double)ranks->used;
	double from_mean = hypothesis->statistic - mean_of(n);
	double deviation = deviation_of(n, ranks->ties);

	hypothesis->p_less = gsl_cdf_ugaussian_P((from_mean + 0.5) / deviation);
	hypothesis->p_greater = gsl_cdf_ugaussian_Q((from_mean - 0.5) / deviation);
}

int signed_rank_test(struct hypothesis *hypothesis, const double *differences, size_t count,
	struct error *error)
{
	struct signed_ranks ranks;
	int result = 0;

	*hypothesis = (struct hypothesis){.p = 1, .p_less = 1, .p_greater = 1};
	if (values_check(differences, count, 1, WHAT, error) < 0 ||
		rank(&ranks, differences, count, error) < 0)
		return -1;
	hypothesis->statistic = (double)ranks.above / 2;
	hypothesis->used = ranks.used;
	hypothesis->exact = ranks.used <= SIGNED_RANK_EXACT;
	if (hypothesis->exact)
		result = exactly(hypothesis, &ranks, error);
	else
		approximately(hypothesis, &ranks);
	hypothesis->p = fmin(1, 2 * fmin(hypothesis->p_less, hypothesis->p_greater));
	free_ranks(&ranks);
	return result;
}

static int exact_interval(size_t *rank, double *attained, size_t count, double tail,
	struct error *error)
{
	size_t scores[SIGNED_RANK_EXACT];
	struct rank_distribution distribution;

	for (size_t i = 0; i < count; i++)
		scores[i] = i + 1;
	if (rank_distribution_signed(&distribution, scores, count, error) < 0)
		return -1;
	*rank = rank_distribution_rank(&distribution, tail);
	*attained = 1 - 2 * rank_distribution_up_to(&distribution, *rank - 1);
	rank_distribution_free(&distribution);
	return 0;
}

int signed_rank_interval(size_t *rank, double *attained, size_t count, double confidence,
	struct error *error)
{
	double n = (double)count, tail = (1 - confidence) / 2;
	double below;

	if (count <= SIGNED_RANK_EXACT)
		return exact_interval(rank, attained, count, tail, error);
	below = mean_of(n) + gsl_cdf_ugaussian_Pinv(tail) * deviation_of(n, 0) + 0.5;
	*rank = below > 1 ? (size_t)below : 1;
	*attained = 1 -
		2 * gsl_cdf_ugaussian_P(((double)*rank - 0.5 - mean_of(n)) / deviation_of(n, 0));
	return 0;
}
