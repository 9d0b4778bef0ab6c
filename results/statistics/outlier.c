/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Median, MAD and the limit for outliers; see outlier.h. */
#include "config.h"

#include "results/statistics/outlier.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "results/statistics/deviation.h"
#include "results/statistics/estimate.h"

double outlier_centre(double *values, size_t count, double *spread)
{
	double median = estimate_median(values, count);

	for (size_t i = 0; i < count; i++)
		values[i] = fabs(values[i] - median);
	*spread = DEVIATION_NORMAL * estimate_median(values, count);
	return median;
}

double outlier_limit(size_t count, double alpha)
{
	return gsl_cdf_ugaussian_Qinv(-expm1(log1p(-alpha) / (double)count) / 2);
}
