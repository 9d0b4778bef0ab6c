/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shared by the functions of this folder: values are checked before anything is computed from them.
 * `what` begins every message: "rank-sum test: value 3 of 8 is nan, …".
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_VALUES_H
#define BREAKEVEN_RESULTS_STATISTICS_VALUES_H

#include "support/error.h"

#include <stddef.h>

/* The rounding error that a probability may have, so that a rank whose confidence is exactly the
 * wanted one, as 93.75 % for the first of five values, has it. */
#define VALUES_ROUNDING 1e-12

/* 0, or -1 with the error where there are fewer than least values or one is not finite. */
int values_check(const double *values, size_t count, size_t least, const char *what,
	struct error *error);

/* 0, or -1 with the error where share is not above 0 and below 1. name: "confidence", … */
int values_check_share(double share, const char *name, const char *what, struct error *error);

/* The values in ascending order, in memory that the caller frees. NULL with the error where there
 * is none, one is not finite, or memory is out. */
double *values_sorted(const double *values, size_t count, const char *what, struct error *error);

/* The median of sorted values: the mean of the middle two where count is even, also where their
 * sum is too large. count is at least 1. */
double values_median_of_sorted(const double *sorted, size_t count);

/* (one + other) / 2, also where the sum is too large. */
double values_middle(double one, double other);

#endif
