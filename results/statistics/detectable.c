/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The detectable change from the width of the interval; see detectable.h. */
#include "config.h"

#include "results/statistics/detectable.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "results/statistics/shift.h"
#include "results/statistics/values.h"

static int check(double power, struct error *error)
{
	if (power >= 0.5 && power < 1)
		return 0;
	return error_set(error, "detectable change: power is %g, must be at least 0.5 and below 1",
		power);
}

static double change_of(const struct estimate *shift, double confidence, double power)
{
	double half = shift->high / 2 - shift->low / 2;
	double z = gsl_cdf_ugaussian_Pinv(0.5 + shift->confidence / 2);

	if (shift->confidence < confidence - VALUES_ROUNDING)
		return INFINITY;
	return half * (1 + gsl_cdf_ugaussian_Pinv(power) / z);
}

int detectable_paired(double *change, const double *differences, size_t count, double confidence,
	double power, struct error *error)
{
	struct estimate shift;

	*change = INFINITY;
	if (check(power, error) < 0 ||
		shift_paired(&shift, differences, count, confidence, error) < 0)
		return -1;
	*change = change_of(&shift, confidence, power);
	return 0;
}

int detectable_between(double *change, const double *one, size_t one_count, const double *other,
	size_t other_count, double confidence, double power, struct error *error)
{
	struct estimate shift;

	*change = INFINITY;
	if (check(power, error) < 0 ||
		shift_between(&shift, one, one_count, other, other_count, confidence, error) < 0)
		return -1;
	*change = change_of(&shift, confidence, power);
	return 0;
}
