/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quantiles of many whole numbers, as latencies are.
 *
 * The quantile at a share p of n values is the ceil(n p)-th smallest: the smallest value that at
 * least that share does not exceed, always one that was measured (R. J. Hyndman and Y. Fan,
 * Sample Quantiles in Statistical Packages, The American Statistician 50 (1996), 361-365:
 * definition 1).
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_QUANTILE_H
#define BREAKEVEN_RESULTS_STATISTICS_QUANTILE_H

#include "support/error.h"

#include <stddef.h>
#include <stdint.h>

/* Latency of the tasks of one sample, in nanoseconds. */
struct latency {
	uint64_t p50, p90, p99, p99_9, max;
};

/* Sorts ascending, in place. */
void quantile_sort(uint64_t *values, size_t count);

/* Of sorted values; share in 0 … 1, count at least 1. */
uint64_t quantile_sorted(const uint64_t *values, size_t count, double share);

/* Of any values: sorts them. */
uint64_t quantile(uint64_t *values, size_t count, double share);

/* The percentiles of end_ns[i] - begin_ns[i] over all i; the arrays stay as they are. count at
 * least 1. 0, or -1 with the error where an end is before its begin or memory is out. */
int quantile_latency(struct latency *latency, const uint64_t *begin_ns, const uint64_t *end_ns,
	size_t count, struct error *error);

#endif
