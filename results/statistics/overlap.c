/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sweep over begins and ends; see overlap.h. */
#include "config.h"

#include "results/statistics/overlap.h"

#include <stdbool.h>
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

/* The number of different times among sorted begins and ends. */
static uint64_t count_times(const uint64_t *begin_ns, const uint64_t *end_ns, size_t count)
{
	size_t begun = 0, ended = 0;
	uint64_t times = 0;

	while (begun < count || ended < count) {
		bool next_begins =
			ended == count || (begun < count && begin_ns[begun] <= end_ns[ended]);
		uint64_t now_ns = next_begins ? begin_ns[begun] : end_ns[ended];

		times++;
		while (begun < count && begin_ns[begun] == now_ns)
			begun++;
		while (ended < count && end_ns[ended] == now_ns)
			ended++;
	}
	return times;
}

/* The sum over sorted times of how much of [from, to] lies before each. */
static double time_before(const uint64_t *times_ns, size_t count, uint64_t from, uint64_t to)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += times_ns[i] <= from ? 0
					   : (double)((times_ns[i] < to ? times_ns[i] : to) - from);
	return sum;
}

/* Of sorted begins and ends. */
static void find_mean(struct overlap *overlap, const uint64_t *begin_ns, const uint64_t *end_ns,
	size_t count, size_t full, size_t spare)
{
	uint64_t from, to;

	if (full == 0 || full > count || spare >= count)
		return;
	from = begin_ns[full - 1];
	to = begin_ns[count - 1 - spare];
	if (to <= from)
		return;
	overlap->between_ns = to - from;
	overlap->mean =
		(time_before(end_ns, count, from, to) - time_before(begin_ns, count, from, to)) /
		(double)overlap->between_ns;
}

/* A new array of the sorted begins, followed by the sorted ends, or NULL with the error. */
static uint64_t *sort_both(const uint64_t *begin_ns, const uint64_t *end_ns, size_t count,
	struct error *error)
{
	uint64_t *sorted = malloc(2 * count * sizeof(*sorted));

	if (sorted == NULL) {
		error_set(error, "overlap of %zu tasks: out of memory", count);
		return NULL;
	}
	memcpy(sorted, begin_ns, count * sizeof(*sorted));
	memcpy(sorted + count, end_ns, count * sizeof(*sorted));
	quantile_sort(sorted, count);
	quantile_sort(sorted + count, count);
	return sorted;
}

int overlap_peak(uint64_t *peak, const uint64_t *begin_ns, const uint64_t *end_ns, size_t count,
	struct error *error)
{
	uint64_t *sorted;

	*peak = 0;
	if (count == 0)
		return 0;
	sorted = sort_both(begin_ns, end_ns, count, error);
	if (sorted == NULL)
		return -1;
	*peak = sweep(sorted, sorted + count, count);
	free(sorted);
	return 0;
}

int overlap_of(struct overlap *overlap, const uint64_t *begin_ns, const uint64_t *end_ns,
	size_t count, size_t full, size_t spare, struct error *error)
{
	uint64_t *sorted;

	*overlap = (struct overlap){0};
	if (count == 0)
		return 0;
	sorted = sort_both(begin_ns, end_ns, count, error);
	if (sorted == NULL)
		return -1;
	overlap->peak = sweep(sorted, sorted + count, count);
	overlap->readings = count_times(sorted, sorted + count, count);
	find_mean(overlap, sorted, sorted + count, count, full, spare);
	free(sorted);
	return 0;
}
