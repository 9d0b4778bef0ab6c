/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quantiles by sorting; see quantile.h.
 *
 * A batch can have a million tasks, so many values are sorted byte by byte from the lowest (D. E.
 * Knuth, The Art of Computer Programming, vol. 3, 2nd ed., 5.2.5, algorithm R); a byte that is the
 * same in all values, as the high ones of clock readings are, costs only the check.
 */
#include "config.h"

#include "results/statistics/quantile.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MANY 1000 /* values; from here on counting bytes is faster than comparing */

static int compare(const void *one, const void *other)
{
	uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;

	return (a > b) - (a < b);
}

/* Moves the values, ordered by one byte, to `sorted`. False, and nothing moved, if this byte is the
 * same in all. */
static bool sort_by_byte(const uint64_t *values, uint64_t *sorted, size_t count, unsigned shift)
{
	size_t places[256] = {0}, next = 0;

	for (size_t i = 0; i < count; i++)
		places[(values[i] >> shift) & 0xff]++;
	if (places[(values[0] >> shift) & 0xff] == count)
		return false;
	for (size_t byte = 0; byte < 256; byte++) {
		size_t here = places[byte];

		places[byte] = next;
		next += here;
	}
	for (size_t i = 0; i < count; i++)
		sorted[places[(values[i] >> shift) & 0xff]++] = values[i];
	return true;
}

void quantile_sort(uint64_t *values, size_t count)
{
	uint64_t *spare = count >= MANY ? malloc(count * sizeof(*spare)) : NULL;
	uint64_t *from = values, *to = spare;

	if (spare == NULL) {
		if (count > 1)
			qsort(values, count, sizeof(*values), compare);
		return;
	}
	for (unsigned shift = 0; shift < 64; shift += 8)
		if (sort_by_byte(from, to, count, shift)) {
			uint64_t *swap = from;

			from = to;
			to = swap;
		}
	if (from != values)
		memcpy(values, from, count * sizeof(*values));
	free(spare);
}

uint64_t quantile_sorted(const uint64_t *values, size_t count, double share)
{
	double rank = ceil((double)count * share);

	if (rank < 1)
		rank = 1;
	if (rank > (double)count)
		rank = (double)count;
	return values[(size_t)rank - 1];
}

uint64_t quantile(uint64_t *values, size_t count, double share)
{
	quantile_sort(values, count);
	return quantile_sorted(values, count, share);
}

int quantile_latency(struct latency *latency, const uint64_t *begin_ns, const uint64_t *end_ns,
	size_t count, struct error *error)
{
	uint64_t *values = malloc(count * sizeof(*values));

	if (values == NULL)
		return error_set(error, "latency of %zu tasks: out of memory", count);
	for (size_t i = 0; i < count; i++) {
		if (end_ns[i] < begin_ns[i]) {
			free(values);
			return error_set(error, "task %zu ended before it began", i);
		}
		values[i] = end_ns[i] - begin_ns[i];
	}
	quantile_sort(values, count);
	*latency = (struct latency){
		.p50 = quantile_sorted(values, count, 0.5),
		.p90 = quantile_sorted(values, count, 0.9),
		.p99 = quantile_sorted(values, count, 0.99),
		.p99_9 = quantile_sorted(values, count, 0.999),
		.max = values[count - 1],
	};
	free(values);
	return 0;
}
