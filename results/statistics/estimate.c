/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The median through GSL, its interval through interval.h; see estimate.h. */
#include "config.h"

#include "results/statistics/estimate.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "results/statistics/interval.h"

double estimate_median(double *values, size_t count)
{
	gsl_sort(values, 1, count);
	return gsl_stats_median_from_sorted_data(values, 1, count);
}

struct estimate estimate_of(double *values, size_t count)
{
	struct estimate estimate = {.median = estimate_median(values, count)};
	size_t rank = interval_rank(count, ESTIMATE_CONFIDENCE);

	interval_set(&estimate, values, count, rank > 0 ? rank : 1);
	return estimate;
}

bool estimate_apart(const struct estimate *one, const struct estimate *other)
{
	if (one->confidence <= 0 || other->confidence <= 0)
		return false;
	return one->low > other->high || other->low > one->high;
}
