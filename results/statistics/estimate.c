/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The median through GSL; see estimate.h. */
#include "config.h"

#include "results/statistics/estimate.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

double estimate_median(double *values, size_t count)
{
	gsl_sort(values, 1, count);
	return gsl_stats_median_from_sorted_data(values, 1, count);
}

bool estimate_apart(const struct estimate *one, const struct estimate *other)
{
	if (one->confidence <= 0 || other->confidence <= 0)
		return false;
	return one->low > other->high || other->low > one->high;
}
