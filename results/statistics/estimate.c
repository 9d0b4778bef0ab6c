/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Order-statistic intervals through GSL's binomial distribution; see estimate.h. */
#include "config.h"

#include "results/statistics/estimate.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

/* Of the interval from the k-th smallest to the k-th largest of count values. */
static double confidence_of(size_t k, size_t count)
{
	return 1 - 2 * gsl_cdf_binomial_P((unsigned)(k - 1), 0.5, (unsigned)count);
}

double estimate_median(double *values, size_t count)
{
	gsl_sort(values, 1, count);
	return gsl_stats_median_from_sorted_data(values, 1, count);
}

struct estimate estimate_of(double *values, size_t count)
{
	struct estimate estimate = {.median = estimate_median(values, count)};
	size_t k = 1;

	/* The confidence falls as k grows. */
	while (2 * (k + 1) <= count && confidence_of(k + 1, count) >= ESTIMATE_CONFIDENCE)
		k++;
	estimate.low = values[k - 1];
	estimate.high = values[count - k];
	estimate.confidence = confidence_of(k, count);
	return estimate;
}

bool estimate_apart(const struct estimate *one, const struct estimate *other)
{
	if (one->confidence <= 0 || other->confidence <= 0)
		return false;
	return one->low > other->high || other->low > one->high;
}
