/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * async-threads: an event loop on each core, in a thread each. The tasks in flight are divided
 * among the loops; each loop takes the next task of the batch when it has room, and keeps it until
 * it ends.
 */
#include "config.h"

#include "runners/event_loop.h"
#include "runners/runner.h"
#include "runners/team_threads.h"

static int start(struct crew *crew, struct error *error)
{
	return team_threads_start(crew, &event_loop_duty, error);
}

const struct runner runner_async_threads = {
	.name = "async-threads",
	.summary = "an event loop on each core, each in a thread, many tasks in flight",
	.model = MODEL_HYBRID,
	.axes = AXIS_CORES | AXIS_CONCURRENCY,
	.workers = CREW_WORKER_PER_CORE,
	.parameters = event_loop_parameters,
	.start = start,
	.run = team_run,
	.stop = team_threads_stop,
	.supports = event_loop_supports,
};
