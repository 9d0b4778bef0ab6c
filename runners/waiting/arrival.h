/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Waiting for the next task to arrive, where tasks have times before which they must not begin. A
 * closed batch only pays for the check of one pointer.
 */
#ifndef BREAKEVEN_RUNNERS_WAITING_ARRIVAL_H
#define BREAKEVEN_RUNNERS_WAITING_ARRIVAL_H

#include "runners/crew.h"

/* When the task may begin, as clock_now_ns() counts. Only if tasks arrive, once the batch has
 * begun. */
static inline uint64_t arrival_due_ns(const struct crew *crew, uint64_t index)
{
	return crew->batch.begin_ns + crew->batch.intended_ns[index];
}

/* Sleeps until due_ns; returns the time after that. (arrival.c) */
uint64_t arrival_sleep(uint64_t due_ns);

/* Returns when the task begins: sleeps until it is due, if tasks arrive and it is not due yet.
 * `now_ns` is an earlier reading of the clock, or 0 in a closed batch that is not stamped; it is
 * returned if there is nothing to wait for. */
static inline uint64_t arrival_await(const struct crew *crew, uint64_t index, uint64_t now_ns)
{
	if (__builtin_expect(crew->batch.intended_ns == NULL, 1))
		return now_ns;
	return now_ns >= arrival_due_ns(crew, index) ? now_ns
						     : arrival_sleep(arrival_due_ns(crew, index));
}

#endif
