/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What no core of this machine can be faster at: additions, each waiting for the one before. */
#ifndef BREAKEVEN_BENCH_MEASURE_YARDSTICK_H
#define BREAKEVEN_BENCH_MEASURE_YARDSTICK_H

/* A second's additions on the core that the calling thread runs on: the fastest of several rounds,
 * some 0.2 ms together, because disturbance only adds time. Where the system tells the highest
 * frequency of this CPU, at least one a cycle of it. */
double yardstick_additions_per_second(unsigned cpu);

#endif
