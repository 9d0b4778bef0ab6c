/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * async-processes: an event loop on each core, in a forked process each. Like async-threads, but
 * the loops share only the counter that they take tasks from and the memory for the answers.
 */
#include "config.h"

#include "runners/event_loop.h"
#include "runners/runner.h"
#include "runners/team_processes.h"

static int start(struct crew *crew, struct error *error)
{
	return team_processes_start(crew, &event_loop_duty, TEAM_FORK, error);
}

const struct runner runner_async_processes = {
	.name = "async-processes",
	.summary = "an event loop on each core, each in a process, many tasks in flight",
	.model = MODEL_HYBRID,
	.axes = AXIS_CORES | AXIS_CONCURRENCY,
	.workers = CREW_WORKER_PER_CORE,
	.parameters = event_loop_parameters,
	.start = start,
	.run = team_run,
	.stop = team_processes_stop,
	.supports = event_loop_supports,
};
