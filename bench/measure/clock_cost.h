/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reading the clock costs, so that a result can say how much of its time went there. */
#ifndef BREAKEVEN_BENCH_MEASURE_CLOCK_COST_H
#define BREAKEVEN_BENCH_MEASURE_CLOCK_COST_H

/* Nanoseconds of one reading on the core that the calling thread runs on: the median of several
 * rounds, some 0.1 ms together. */
double clock_cost_ns(void);

#endif
