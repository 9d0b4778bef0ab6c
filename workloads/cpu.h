/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The unit of computing: a sum whose additions can neither be folded nor overlap. */
#ifndef BREAKEVEN_WORKLOADS_CPU_H
#define BREAKEVEN_WORKLOADS_CPU_H

#include <stdint.h>

/* The sum of the integers below `iterations`. The empty asm makes the compiler believe that the sum
 * may have changed, so every addition is made, each waits for the one before, and an iteration is
 * one cycle with gcc and clang alike at any -O. A loop that crosses a cache line of 64 bytes takes
 * two cycles on some processors (measured on an AMD EPYC: 0.27 and 0.54 ns). So this is a function
 * of its own and begins with a line: where the linker puts it must not change what is measured, and
 * calibration and tasks must execute the same code. */
__attribute__((noinline, unused, aligned(64))) static uint64_t cpu_work(uint64_t iterations)
{
	uint64_t sum = 0;

	for (uint64_t i = 0; i < iterations; i++) {
		sum += i;
		__asm__ volatile("" : "+r"(sum));
	}
	return sum;
}

/* What cpu_work() must return: n(n-1)/2 modulo 2^64. One of n and n-1 is even. */
static inline uint64_t cpu_work_expected(uint64_t iterations)
{
	if (iterations == 0)
		return 0;
	if (iterations % 2 == 0)
		return iterations / 2 * (iterations - 1);
	return (iterations - 1) / 2 * iterations;
}

/* Nanoseconds that these iterations take where the rate is not calibrated: one a cycle at 3 GHz. */
static inline double cpu_work_ns(uint64_t iterations, uint64_t iterations_per_second)
{
	return (double)iterations * 1e9 /
		(iterations_per_second > 0 ? (double)iterations_per_second : 3e9);
}

/* The least time in which one core can do them, where the rate of its additions is known; else 0.
 */
static inline double cpu_work_fastest_ns(double iterations, double additions_per_second)
{
	return additions_per_second > 0 ? iterations * 1e9 / additions_per_second : 0;
}

#endif
