/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When the tasks of a batch arrive, whether or not earlier ones have ended.
 *
 * In a closed batch a task begins when another ends, so a stuck task keeps others from being
 * started, and the time that they would have waited is never measured: "coordinated omission" (G.
 * Tene, How NOT to Measure Latency, QCon San Francisco 2015; wrk2's README). Here each task has an
 * intended start of its own, and latency counts from that.
 *
 * The gaps of a Poisson process are exponential with mean 1/rate and independent (W. Feller, An
 * Introduction to Probability Theory and Its Applications, vol. 2, 2nd ed., Wiley 1971, I.4): as
 * from many independent clients.
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_ARRIVALS_H
#define BREAKEVEN_RESULTS_STATISTICS_ARRIVALS_H

#include "support/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* When the tasks of a case arrive. */
struct arrivals {
	double rate_per_second; /* 0: a closed batch, where each begins as soon as it can */
	bool poisson;           /* gaps are exponential; else all are equal */
};

/* "fixed", "poisson"; where there is a rate. */
const char *arrivals_name(const struct arrivals *arrivals);

/* The intended starts of `count` tasks after the start of their batch, ascending, in nanoseconds.
 * Fixed: the first at 0, then every 1/rate. Poisson: the first after a gap too; the same seed gives
 * the same starts. The rate must be above 0. 0, or -1 with the error where memory is out. */
int arrivals_schedule(const struct arrivals *arrivals, uint64_t seed, uint64_t *intended_ns,
	size_t count, struct error *error);

#endif
