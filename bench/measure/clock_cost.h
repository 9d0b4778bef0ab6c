/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cost of reading the clock, so that a result can state its share of the time. */
#ifndef BREAKEVEN_BENCH_MEASURE_CLOCK_COST_H
#define BREAKEVEN_BENCH_MEASURE_CLOCK_COST_H

/* Nanoseconds of one reading on the core of the calling thread: the median of several rounds, about
 * 0.1 ms in total. */
double clock_cost_ns(void);

#endif
