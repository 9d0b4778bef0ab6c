/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks, sorted copies and the median; see values.h. */
#include "config.h"

#include "results/statistics/values.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/text.h"

int values_check(const double *values, size_t count, size_t least, const char *what,
	struct error *error)
{
	if (count < least)
		return error_set(error, "%s: needs at least %zu value%s, has %zu", what, least,
			text_plural(least), count);
	for (size_t i = 0; i < count; i++)
		if (!isfinite(values[i]))
			return error_set(error, "%s: value %zu of %zu is %g, must be finite", what,
				i + 1, count, values[i]);
	return 0;
}

int values_check_share(double share, const char *name, const char *what, struct error *error)
{
	if (share > 0 && share < 1)
		return 0;
	return error_set(error, "%s: %s is %g, must be above 0 and below 1", what, name, share);
}

double *values_sorted(const double *values, size_t count, const char *what, struct error *error)
{
	double *sorted;

	if (values_check(values, count, 1, what, error) < 0)
		return NULL;
	sorted = malloc(count * sizeof(*sorted));
	if (sorted == NULL) {
		error_set(error, "%s of %zu values: out of memory", what, count);
		return NULL;
	}
	memcpy(sorted, values, count * sizeof(*sorted));
	gsl_sort(sorted, 1, count);
	return sorted;
}

double values_middle(double one, double other)
{
	double middle = (one + other) / 2;

	return isfinite(middle) ? middle : one / 2 + other / 2;
}

double values_median_of_sorted(const double *sorted, size_t count)
{
	return values_middle(sorted[(count - 1) / 2], sorted[count / 2]);
}
