/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hodges-Lehmann estimates from selected pairs; see shift.h. */
#include "config.h"

#include "results/statistics/shift.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

#include "results/statistics/pairs.h"
#include "results/statistics/rank_sum.h"
#include "results/statistics/signed_rank.h"
#include "results/statistics/values.h"

#define PAIRED "shift of differences"
#define BETWEEN "shift between samples"

int shift_paired(struct estimate *estimate, const double *differences, size_t count,
	double confidence, struct error *error)
{
	size_t pairs = count * (count + 1) / 2, rank;
	double *halves;

	*estimate = (struct estimate){0};
	if (values_check_share(confidence, "confidence", PAIRED, error) < 0)
		return -1;
	halves = values_sorted(differences, count, PAIRED, error);
	if (halves == NULL)
		return -1;
	if (signed_rank_interval(&rank, &estimate->confidence, count, confidence, error) < 0) {
		free(halves);
		return -1;
	}
	/* The sum of two halves is the mean of the values, and never overflows. */
	for (size_t i = 0; i < count; i++)
		halves[i] /= 2;
	estimate->median = values_middle(pairs_select_within(halves, count, (pairs + 1) / 2),
		pairs_select_within(halves, count, pairs / 2 + 1));
	estimate->low = pairs_select_within(halves, count, rank);
	estimate->high = pairs_select_within(halves, count, pairs + 1 - rank);
	free(halves);
	return 0;
}

/* Sorted, with the opposite sign. */
static void negate(double *sorted, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sorted[i] = -sorted[i];
	gsl_sort(sorted, 1, count);
}

/* Of sorted samples, the second one negated. */
static int between(struct estimate *estimate, const double *one, size_t one_count,
	const double *negated, size_t other_count, double confidence, struct error *error)
{
	size_t pairs = one_count * other_count, rank;

	if (!isfinite(one[0] + negated[0]) ||
		!isfinite(one[one_count - 1] + negated[other_count - 1]))
		return error_set(error, BETWEEN ": the values lie too far apart");
	if (rank_sum_interval(&rank, &estimate->confidence, one_count, other_count, confidence,
		    error) < 0)
		return -1;
	estimate->median =
		values_middle(pairs_select(one, one_count, negated, other_count, (pairs + 1) / 2),
			pairs_select(one, one_count, negated, other_count, pairs / 2 + 1));
	estimate->low = pairs_select(one, one_count, negated, other_count, rank);
	estimate->high = pairs_select(one, one_count, negated, other_count, pairs + 1 - rank);
	return 0;
}

int shift_between(struct estimate *estimate, const double *one, size_t one_count,
	const double *other, size_t other_count, double confidence, struct error *error)
{
	double *one_sorted, *other_negated;
	int result = -1;

	*estimate = (struct estimate){0};
	if (values_check_share(confidence, "confidence", BETWEEN, error) < 0)
		return -1;
	one_sorted = values_sorted(one, one_count, BETWEEN ", first sample", error);
	if (one_sorted == NULL)
		return -1;
	other_negated = values_sorted(other, other_count, BETWEEN ", second sample", error);
	if (other_negated == NULL)
		goto free_one;
	negate(other_negated, other_count);
	result = between(estimate, one_sorted, one_count, other_negated, other_count, confidence,
		error);
	free(other_negated);

free_one:
	free(one_sorted);
	return result;
}
