/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sleeping: clock_nanosleep where blocking, a timer on a loop. See sleep.h. */
#include "config.h"

#include "workloads/operations/sleep.h"

#include "support/clock.h"

#include <errno.h>
#include <stddef.h>

static int64_t perform(void *arguments, struct locals *worker)
{
	const struct sleep_arguments *sleep = arguments;
	const struct timespec due = clock_timespec(clock_now_ns() + sleep->duration_ns);
	int failure;

	(void)worker;
	/* Until an absolute time, so that an interruption does not lengthen the sleep. */
	do {
		failure = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
	} while (failure == EINTR);
	return -failure;
}

static void fired(struct loop *loop, struct timer *timer)
{
	struct sleep_arguments *sleep =
		(void *)((char *)timer - offsetof(struct sleep_arguments, timer));

	loop_resume(loop, sleep->task, 0);
}

static void begin(void *arguments, struct loop *loop, struct task *task)
{
	struct sleep_arguments *sleep = arguments;

	sleep->task = task;
	sleep->timer = (struct timer){.fired = fired};
	loop_after(loop, &sleep->timer, sleep->duration_ns);
}

const struct operation operation_sleep = {
	.name = "sleep",
	.perform = perform,
	.begin = begin,
};
