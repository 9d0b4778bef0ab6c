/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pools of threads and of processes have in common: they are teams. The team's duty is how its
 * workers get tasks; there is a file for each way.
 */
#ifndef BREAKEVEN_RUNNERS_POOL_H
#define BREAKEVEN_RUNNERS_POOL_H

#include "runners/runner.h"
#include "runners/team.h"

#define POOL_CHUNK_LIMIT 1e6

extern const struct team_duty pool_map;      /* ranges, taken from one shared counter */
extern const struct team_duty pool_pipe;     /* ranges, through pipes to each worker */
extern const struct team_duty pool_stealing; /* ranges, from a deque of each worker */
extern const struct team_duty pool_submit;   /* one at a time through a queue, with futures */

/* The parameters of both pools, for their tables. */
#define POOL_PARAMETERS \
	{ \
		.name = "dispatch", \
		.kind = PARAMETER_CHOICE, \
		.option = true, \
		.unit = "", \
		.standard = "map", \
		.choices = pool_dispatches, \
		.help = "how workers get tasks: in ranges, or one at a time with a future each", \
	}, \
	{ \
		.name = "chunk", .kind = PARAMETER_INTEGER, .option = true, .unit = "tasks", \
		.standard = "1", .smallest = 1, .largest = POOL_CHUNK_LIMIT, \
		.help = "number of tasks that a worker takes at once (dispatch=map)", \
	}

extern const char *const pool_dispatches[];

/* What `dispatch` and `chunk` ask for: pool_map or pool_submit; the tasks that a worker takes at
 * once. */
const struct team_duty *pool_dispatch(const struct parameters *parameters);
uint64_t pool_chunk(const struct parameters *parameters);

/* The part of a runner's supports() that both pools share; in_order: tasks begin in the order of
 * their indexes where chunk=1. */
int pool_supports(const struct parameters *parameters, const struct workload *workload,
	bool in_order, struct error *reason);

/* The same for supports_arrivals(); in_order as above. */
int pool_supports_arrivals(const struct parameters *parameters, bool in_order,
	struct error *reason);

#endif
