/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the runners on event loops have in common: their parameters, and a worker's loop. */
#ifndef BREAKEVEN_RUNNERS_EVENT_LOOP_H
#define BREAKEVEN_RUNNERS_EVENT_LOOP_H

#include "runners/team.h"
#include "runners/waiting/common_loop.h"

/* The table of each of them. */
extern const struct parameter event_loop_parameters[];

/* The supports() of each of them: loop=io_uring is there only where this system has it. */
int event_loop_supports(const struct parameters *parameters, const struct workload *workload,
	unsigned needs, struct error *reason);

/* A loop by the crew's parameters for up to `concurrency` tasks in flight, made by the worker that
 * it is for, when that is bound. NULL with the error where it cannot be had. */
struct common_loop *event_loop_new(const struct crew *crew, unsigned concurrency,
	struct error *error);

void event_loop_free(struct common_loop *loop);

/* What the workers of a team do that are event loops, one each. */
extern const struct team_duty event_loop_duty;

#endif
