/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The monotonic clock in nanoseconds: one reading costs about 20 ns through the vDSO. */
#ifndef BREAKEVEN_SUPPORT_CLOCK_H
#define BREAKEVEN_SUPPORT_CLOCK_H

#include <stdint.h>
#include <time.h>

#define NANOSECONDS_PER_SECOND 1000000000ULL
#define NANOSECONDS_PER_MILLISECOND 1000000ULL

/* Nanoseconds since an arbitrary start; the same clock in every thread and process. */
static inline uint64_t clock_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * NANOSECONDS_PER_SECOND + (uint64_t)now.tv_nsec;
}

static inline struct timespec clock_timespec(uint64_t nanoseconds)
{
	return (struct timespec){
		.tv_sec = (time_t)(nanoseconds / NANOSECONDS_PER_SECOND),
		.tv_nsec = (long)(nanoseconds % NANOSECONDS_PER_SECOND),
	};
}

/* The time left until due_ns, at most most_ns, in the form that system calls take. */
static inline struct timespec clock_left(uint64_t due_ns, uint64_t most_ns)
{
	const uint64_t now_ns = clock_now_ns(), left_ns = due_ns > now_ns ? due_ns - now_ns : 0;

	return clock_timespec(left_ns < most_ns ? left_ns : most_ns);
}

#endif
