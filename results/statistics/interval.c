/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Order-statistic intervals, exact and interpolated; see interval.h. */
#include "config.h"

#include "results/statistics/interval.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>

#include "results/statistics/values.h"

#define WHAT "interval of the median"

double interval_confidence(size_t rank, size_t count)
{
	return 1 - 2 * gsl_cdf_binomial_P((unsigned)(rank - 1), 0.5, (unsigned)count);
}

size_t interval_rank(size_t count, double confidence)
{
	size_t enough = 0, too_many = count / 2 + 1;

	/* The confidence falls as the rank grows. */
	while (too_many - enough > 1) {
		size_t rank = enough + (too_many - enough) / 2;

		if (interval_confidence(rank, count) >= confidence - VALUES_ROUNDING)
			enough = rank;
		else
			too_many = rank;
	}
	return enough;
}

static double *start(struct estimate *estimate, const double *values, size_t count,
	double confidence, struct error *error)
{
	double *sorted;

	*estimate = (struct estimate){0};
	if (values_check_share(confidence, "confidence", WHAT, error) < 0)
		return NULL;
	sorted = values_sorted(values, count, WHAT, error);
	if (sorted != NULL)
		estimate->median = values_median_of_sorted(sorted, count);
	return sorted;
}

void interval_set(struct estimate *estimate, const double *sorted, size_t count, size_t rank)
{
	estimate->low = sorted[rank - 1];
	estimate->high = sorted[count - rank];
	estimate->confidence = interval_confidence(rank, count);
}

int interval_exact(struct estimate *estimate, const double *values, size_t count, double confidence,
	struct error *error)
{
	double *sorted = start(estimate, values, count, confidence, error);
	size_t rank = interval_rank(count, confidence);

	if (sorted == NULL)
		return -1;
	interval_set(estimate, sorted, count, rank > 0 ? rank : 1);
	free(sorted);
	return 0;
}

/* w of interval.h. */
static double weight_inside(size_t rank, size_t count, double confidence)
{
	double outside = interval_confidence(rank, count);
	double inside = interval_confidence(rank + 1, count);
	double share = (outside - confidence) / (outside - inside);
	double n = (double)count, k = (double)rank;

	return (n - k) * share / (k + (n - 2 * k) * share);
}

static double between(double outer, double inner, double weight)
{
	return outer == inner ? outer : (1 - weight) * outer + weight * inner;
}

int interval_interpolated(struct estimate *estimate, const double *values, size_t count,
	double confidence, struct error *error)
{
	double *sorted = start(estimate, values, count, confidence, error);
	size_t rank = interval_rank(count, confidence);

	if (sorted == NULL)
		return -1;
	interval_set(estimate, sorted, count, rank > 0 ? rank : 1);
	/* An interval with a confidence above one half lies outside the middle pair, so there
	 * is a next one inside. */
	if (rank > 0 && estimate->confidence > confidence && confidence >= 0.5) {
		double weight = weight_inside(rank, count, confidence);

		estimate->low = between(sorted[rank - 1], sorted[rank], weight);
		estimate->high = between(sorted[count - rank], sorted[count - rank - 1], weight);
		estimate->confidence = confidence;
	}
	free(sorted);
	return 0;
}

struct estimate interval_of(double *values, size_t count)
{
	struct estimate estimate = {.median = estimate_median(values, count)};
	size_t rank = interval_rank(count, ESTIMATE_CONFIDENCE);

	interval_set(&estimate, values, count, rank > 0 ? rank : 1);
	return estimate;
}
