/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Midranks by sorting indices; see ranks.h. */
#include "config.h"

#include "results/statistics/ranks.h"

#include <gsl/gsl_sort.h>
#include <stdlib.h>

int ranks_doubled(size_t *doubled, double *ties, const double *values, size_t count,
	struct error *error)
{
	size_t *order = malloc((count > 0 ? count : 1) * sizeof(*order));

	*ties = 0;
	if (order == NULL)
		return error_set(error, "ranks of %zu values: out of memory", count);
	gsl_sort_index(order, values, 1, count);
	for (size_t first = 0, next; first < count; first = next) {
		double equal;

		next = first + 1;
		while (next < count && values[order[next]] == values[order[first]])
			next++;
		/* Ranks first + 1 … next: twice their mean is the sum of the two ends. */
		for (size_t i = first; i < next; i++)
			doubled[order[i]] = first + 1 + next;
		equal = (double)(next - first);
		*ties += equal * equal * equal - equal;
	}
	free(order);
	return 0;
}
