/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The smallest change that a comparison of these blocks would have found: what "no change" means.
 *
 * The interval of the shift (shift.h) is about the estimate and z standard errors to either side,
 * so half of its width over z is the standard error, whatever the distribution (E. L. Lehmann,
 * Nonparametric Confidence Intervals for a Shift Parameter, Annals of Mathematical Statistics 34
 * (1963), 1507-1512). A change of (z + z(power)) standard errors is found with that power: its
 * interval excludes 0. With half the width h, and z that of the confidence the interval attains,
 *
 *     change = h (1 + z(power) / z)
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_DETECTABLE_H
#define BREAKEVEN_RESULTS_STATISTICS_DETECTABLE_H

#include "support/error.h"

#include <stddef.h>

#define DETECTABLE_POWER 0.8

/* The change to either side, in the unit of the values, that a comparison at this confidence finds
 * with this power; INFINITY where so few values can never show any. Changes in percent are those of
 * logarithms. 0, or -1 with the error as of shift_paired(), or where power is not 0.5 … 1. */
int detectable_paired(double *change, const double *differences, size_t count, double confidence,
	double power, struct error *error);

/* The same for two samples, with the errors of shift_between(). */
int detectable_between(double *change, const double *one, size_t one_count, const double *other,
	size_t other_count, double confidence, double power, struct error *error);

#endif
