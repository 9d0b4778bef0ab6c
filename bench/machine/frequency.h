/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frequencies of a processor, as cpufreq reports them. */
#ifndef BREAKEVEN_BENCH_MACHINE_FREQUENCY_H
#define BREAKEVEN_BENCH_MACHINE_FREQUENCY_H

#include "support/root.h"

#include <stddef.h>

/* The path of a cpufreq file of a processor. Returns the buffer. */
char *frequency_path(char *path, size_t size, unsigned cpu, const char *name);

/* A frequency in hertz, by the name of its file below the root: "cpuinfo_max_freq". Unknown unless
 * it is above zero. */
struct figure frequency_read(const char *root, unsigned cpu, const char *name);

#endif
