/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The highest rate of dependent additions of a core: no computation can be faster. */
#ifndef BREAKEVEN_BENCH_MEASURE_YARDSTICK_H
#define BREAKEVEN_BENCH_MEASURE_YARDSTICK_H

/* Additions per second on the core of the calling thread: the fastest of several rounds, about 0.2
 * ms in total, because disturbance only adds time. If the system reports the highest frequency of
 * this CPU, at least one addition per cycle at it. */
double yardstick_additions_per_second(unsigned cpu);

#endif
