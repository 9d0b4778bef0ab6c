/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether values have one mode or two: the dip test.
 *
 * The dip is the largest distance between the distribution of the values and the distribution with
 * one mode that is nearest to it (J. A. Hartigan and P. M. Hartigan, The Dip Test of Unimodality,
 * Annals of Statistics 13 (1985), 70-84). Of all distributions with one mode the uniform one is the
 * hardest to tell from two (the same, for many values), so the p value is the share of samples of
 * as many uniform values whose dip is as large, with the observed sample counted as one of them. A
 * small p means that there are at least two modes. Nothing is assumed about their shape, and few
 * values show two only where these lie far apart.
 *
 * Values that are rounded to few different ones look like many modes.
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_MODES_H
#define BREAKEVEN_RESULTS_STATISTICS_MODES_H

#include "support/error.h"

#include <stddef.h>
#include <stdint.h>

#define MODES_SAMPLES 1999 /* enough to tell p = 0.05 within 0.01; about 0.1 us a value of each */

struct modes {
	double dip; /* 1 / (2 count) … 1/4 */
	double p;
};

/* Over this many simulated samples; the same seed gives the same samples. Fewer than 4 values have
 * the smallest dip and p = 1 always, and so have values that are all equal. 0, or -1 with the error
 * where there is no value, one is not finite, they lie further apart than a double can hold, or
 * memory is out. */
int modes_test(struct modes *modes, const double *values, size_t count, size_t samples,
	uint64_t seed, struct error *error);

#endif
