/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The spread of values, as the median of their distances from their median (MAD).
 *
 * Up to half of all values may be arbitrary without moving it beyond bounds, as for the median (F.
 * R. Hampel, The Influence Curve and its Role in Robust Estimation, JASA 69 (1974), 383-393). It is
 * given as it is; times DEVIATION_NORMAL it estimates the standard deviation of normal values.
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_DEVIATION_H
#define BREAKEVEN_RESULTS_STATISTICS_DEVIATION_H

#include "support/error.h"

#include <stddef.h>

/* 1 over the quantile of the normal distribution at 3/4. */
#define DEVIATION_NORMAL 1.482602218505602

/* 0 for a single value. 0, or -1 with the error where there is no value, one is not finite, or they
 * lie further apart than a double can hold. */
int deviation_median(double *deviation, const double *values, size_t count, struct error *error);

#endif
