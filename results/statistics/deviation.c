/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The median absolute deviation by sorting twice; see deviation.h. */
#include "config.h"

#include "results/statistics/deviation.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

#include "results/statistics/values.h"

#define WHAT "median absolute deviation"

int deviation_median(double *deviation, const double *values, size_t count, struct error *error)
{
	double *sorted = values_sorted(values, count, WHAT, error);
	double median;

	*deviation = 0;
	if (sorted == NULL)
		return -1;
	median = values_median_of_sorted(sorted, count);
	for (size_t i = 0; i < count; i++)
		sorted[i] = fabs(sorted[i] - median);
	gsl_sort(sorted, 1, count);
	*deviation = values_median_of_sorted(sorted, count);
	free(sorted);
	if (isfinite(*deviation))
		return 0;
	*deviation = 0;
	return error_set(error, WHAT ": the values lie too far apart");
}
