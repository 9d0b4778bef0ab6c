/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The largest number of intervals of time that overlap at one time.
 *
 * An interval includes its begin and excludes its end: where one ends at the instant at which
 * another begins, the two do not overlap. Begins and ends are sorted apart and walked once (the
 * sweep of M. I. Shamos and D. Hoey, Geometric Intersection Problems, 17th FOCS, IEEE 1976,
 * 208-215, on a line).
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_OVERLAP_H
#define BREAKEVEN_RESULTS_STATISTICS_OVERLAP_H

#include "support/error.h"

#include <stddef.h>
#include <stdint.h>

/* The peak into *peak: 0 where there are none, else at least 1, also where every interval is
 * shorter than the clock can resolve. The arrays stay as they are. 0, or -1 with the error where
 * memory is out. */
int overlap_peak(uint64_t *peak, const uint64_t *begin_ns, const uint64_t *end_ns, size_t count,
	struct error *error);

/* What else follows from the begins and ends of a closed batch, in which `full` tasks may be in
 * flight at a time. */
struct overlap {
	uint64_t peak;
	uint64_t readings; /* different times among begins and ends: how often a clock was read */

	/* In flight on average between the ramps: from the start of the task with which `full` have
	 * started to that of the last, or of the one after which `spare` more start. Both 0 where
	 * there is no time between. */
	double mean;
	uint64_t between_ns;
};

/* As overlap_peak(). */
int overlap_of(struct overlap *overlap, const uint64_t *begin_ns, const uint64_t *end_ns,
	size_t count, size_t full, size_t spare, struct error *error);

#endif
