/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Step-down and step-up over sorted p values; see adjust.h. */
#include "config.h"

#include "results/statistics/adjust.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

/* The indices of p[] in ascending order of p, for the caller to free. */
static size_t *order_of(const double *p, size_t count, struct error *error)
{
	size_t *order;

	for (size_t i = 0; i < count; i++)
		if (!(p[i] >= 0 && p[i] <= 1)) {
			error_set(error, "adjusted p: p value %zu of %zu is %g, must be 0 … 1",
				i + 1, count, p[i]);
			return NULL;
		}
	order = malloc((count > 0 ? count : 1) * sizeof(*order));
	if (order == NULL) {
		error_set(error, "adjusted p of %zu tests: out of memory", count);
		return NULL;
	}
	gsl_sort_index(order, p, 1, count);
	return order;
}

int adjust_holm(double *adjusted, const double *p, size_t count, struct error *error)
{
	size_t *order = order_of(p, count, error);
	double largest = 0;

	if (order == NULL)
		return -1;
	for (size_t i = 0; i < count; i++) {
		largest = fmax(largest, fmin(1, (double)(count - i) * p[order[i]]));
		adjusted[order[i]] = largest;
	}
	free(order);
	return 0;
}

int adjust_benjamini_hochberg(double *adjusted, const double *p, size_t count, struct error *error)
{
	size_t *order = order_of(p, count, error);
	double smallest = 1;

	if (order == NULL)
		return -1;
	for (size_t i = count; i-- > 0;) {
		smallest = fmin(smallest, (double)count * p[order[i]] / (double)(i + 1));
		adjusted[order[i]] = smallest;
	}
	free(order);
	return 0;
}
