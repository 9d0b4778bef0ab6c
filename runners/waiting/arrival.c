/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sleeping until a task is due; see arrival.h. */
#include "config.h"

#include "runners/waiting/arrival.h"

#include <time.h>

uint64_t arrival_sleep(uint64_t due_ns)
{
	const struct timespec until = clock_timespec(due_ns);
	uint64_t now_ns;

	/* A signal may end the sleep early. */
	while ((now_ns = clock_now_ns()) < due_ns)
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
	return now_ns;
}
