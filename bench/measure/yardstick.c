/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The yardstick; see yardstick.h.
 *
 * A separate loop rather than cpu_work(): a compiler that optimises cpu_work() away must not affect
 * the yardstick. The sum and the counter pass through empty assembler in each iteration, so that
 * the compiler knows neither, however it optimises the rest.
 */
#include "config.h"

#include "bench/measure/yardstick.h"

#include <stdint.h>

#include "bench/machine/frequency.h"
#include "support/clock.h"

#define ROUNDS 20
#define ADDITIONS 30000

/* Begins with a cache line, as cpu_work() does: across two lines it would be half as fast. */
__attribute__((noinline, aligned(64))) static void add_up(void)
{
	uint64_t sum = 0;

	for (uint64_t i = 0; i < ADDITIONS; i++) {
		sum += i;
		__asm__ volatile("" : "+r"(sum), "+r"(i));
	}
}

double yardstick_additions_per_second(unsigned cpu)
{
	double additions_per_second = frequency_read("", cpu, "cpuinfo_max_freq").value;

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
