/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sweep over begins and ends; see overlap.h. */
#include "config.h"

#include "results/statistics/overlap.h"

#include <stdlib.h>
#include <string.h>

#include "results/statistics/quantile.h"

/* Of sorted begins and ends. */
static uint64_t sweep(const uint64_t *begin_ns, const uint64_t *end_ns, size_t count)
{
	size_t ended = 0, peak = count > 0 ? 1 : 0;

	for (size_t begun = 1; begun <= count; begun++) {
		while (ended < count && end_ns[ended] <= begin_ns[begun - 1])
			ended++;
		/* Intervals without length may have ended before they are counted as begun. */
		if (begun > ended && begun - ended > peak)
			peak = begun - ended;
	}
	return peak;
}

int overlap_peak(uint64_t *peak, const uint64_t *begin_ns, const uint64_t *end_ns, size_t count,
	struct error *error)
{
	uint64_t *sorted;

	*peak = 0;
	if (count == 0)
		return 0;
	sorted = malloc(2 * count * sizeof(*sorted));
	if (sorted == NULL)
		return error_set(error, "overlap of %zu tasks: out of memory", count);
	memcpy(sorted, begin_ns, count * sizeof(*sorted));
	memcpy(sorted + count, end_ns, count * sizeof(*sorted));
	quantile_sort(sorted, count);
	quantile_sort(sorted + count, count);
	*peak = sweep(sorted, sorted + count, count);
	free(sorted);
	return 0;
}
