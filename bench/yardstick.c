/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The yardstick; see yardstick.h.
 *
 * A loop of its own rather than cpu_work(): a compiler that saw through that one must not bend the
 * yardstick with it. Both the sum and the counter pass through empty assembler in each turn, so
 * neither is known to the compiler, whatever it makes of the rest.
 */
#include "config.h"

#include "bench/yardstick.h"

#include <stdint.h>
#include <stdio.h>

#include "support/clock.h"

#define ROUNDS 20
#define ADDITIONS 30000

static void add_up(void)
{
	uint64_t sum = 0;

	for (uint64_t i = 0; i < ADDITIONS; i++) {
		sum += i;
		__asm__ volatile("" : "+r"(sum), "+r"(i));
	}
}

/* In hertz; 0 where the system does not tell. */
static double highest_frequency(unsigned cpu)
{
	char path[96];
	double kilohertz = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%u/cpufreq/cpuinfo_max_freq", cpu);
	file = fopen(path, "re");
	if (file == NULL)
		return 0;
	if (fscanf(file, "%lf", &kilohertz) != 1)
		kilohertz = 0;
	fclose(file);
	return kilohertz * 1e3;
}

double yardstick_additions_per_second(unsigned cpu)
{
	double additions_per_second = highest_frequency(cpu);

	for (int i = 0; i < ROUNDS; i++) {
		uint64_t begin_ns = clock_now_ns(), elapsed_ns;
		double rate;

		add_up();
		elapsed_ns = clock_now_ns() - begin_ns;
		rate = ADDITIONS * 1e9 / (double)(elapsed_ns > 0 ? elapsed_ns : 1);
		if (rate > additions_per_second)
			additions_per_second = rate;
	}
	return additions_per_second;
}
