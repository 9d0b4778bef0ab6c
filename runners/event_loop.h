/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the runners on event loops have in common: their parameters, and a worker's loop. */
#ifndef BREAKEVEN_RUNNERS_EVENT_LOOP_H
#define BREAKEVEN_RUNNERS_EVENT_LOOP_H

#include "runners/team.h"
#include "runners/waiting/common_loop.h"

/* The parameters of each of these runners. */
extern const struct parameter event_loop_parameters[];

/* The supports() of each of these runners: loop=io_uring only if this system has it. */
int event_loop_supports(const struct parameters *parameters, const struct workload *workload,
	unsigned needs, struct error *reason);

/* Makes a loop by the crew's parameters, for up to `concurrency` tasks in flight. Called by the
 * loop's own worker when it is bound. NULL with the error. */
struct common_loop *event_loop_new(const struct crew *crew, unsigned concurrency,
	struct error *error);

void event_loop_free(struct common_loop *loop);

/* The duty of a team whose workers run one event loop each. */
extern const struct team_duty event_loop_duty;

#endif
