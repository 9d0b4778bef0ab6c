/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether each value resembles the one before it, as blocks do while a machine drifts.
 *
 * The coefficient at lag 1 is sum (x(t) - m)(x(t+1) - m) / sum (x(t) - m)^2, m the mean (G. E. P.
 * Box and G. M. Jenkins, Time Series Analysis, Holden-Day 1970, chapter 2). For n values in
 * random order its mean is -1 / n, and for normal ones its standard error
 * (n - 2) / (n sqrt(n - 1)) (J.-M. Dufour and R. Roy, Some Robust Exact Results on Sample
 * Autocorrelations and Tests of Randomness, Journal of Econometrics 29 (1985), 257-273).
 *
 * The p value needs no normal values: it is the share of random orders of the same values whose
 * coefficient is as far from -1 / n, with the observed order counted as one of them (A. Wald and J.
 * Wolfowitz, An Exact Test for Randomness in the Non-Parametric Case Based on Serial Correlation,
 * Annals of Mathematical Statistics 14 (1943), 378-388; A. C. Davison and D. V. Hinkley, Bootstrap
 * Methods and their Application, Cambridge 1997, section 4.3).
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_AUTOCORRELATION_H
#define BREAKEVEN_RESULTS_STATISTICS_AUTOCORRELATION_H

#include "support/error.h"

#include <stddef.h>
#include <stdint.h>

#define AUTOCORRELATION_ORDERS 1999 /* enough to tell p = 0.05 within 0.01 */

struct autocorrelation {
	double coefficient;
	double expected, standard_error; /* where the order is random */
	double p;                        /* to either side */
};

/* Over `orders` random orders; the same seed gives the same orders. Where all values are equal the
 * coefficient is 0 and p is 1. 0, or -1 with the error where there are fewer than 3 values, one is
 * not finite, or memory is out. */
int autocorrelation_test(struct autocorrelation *result, const double *values, size_t count,
	size_t orders, uint64_t seed, struct error *error);

#endif
