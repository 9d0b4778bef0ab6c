/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * process-pool: as many processes as tasks may be in flight, forked once. Tasks and answers go
 * through shared memory or through pipes, as `dispatch` and `channel` say.
 */
#include "config.h"

#include "runners/pool.h"
#include "runners/team_processes.h"

#include <string.h>

static const char *const channels[] = {"shared", "pipe", NULL};

static bool has_pipes(const struct parameters *parameters)
{
	return strcmp(parameters_text(parameters, "channel"), "pipe") == 0;
}

static int start(struct crew *crew, struct error *error)
{
	const struct parameters *parameters = &crew->parameters;

	return team_processes_start(crew,
		has_pipes(parameters) ? &pool_pipe : pool_dispatch(parameters), error);
}

static int supports(const struct parameters *parameters, const struct workload *workload,
	const struct parameters *workload_parameters, struct error *reason)
{
	(void)workload_parameters;
	if (has_pipes(parameters) && pool_dispatch(parameters) == &pool_submit)
		return error_set(reason,
			"with channel=pipe one task at a time is dispatch=map,chunk=1");
	return pool_supports(parameters, workload, true, reason);
}

static const struct parameter parameters_table[] = {
	POOL_PARAMETERS,
	{
		.name = "channel",
		.kind = PARAMETER_CHOICE,
		.option = true,
		.unit = "",
		.standard = "shared",
		.choices = channels,
		.help = "tasks and answers through shared memory, or through two pipes a worker",
	},
	{0},
};

const struct runner runner_process_pool = {
	.name = "process-pool",
	.summary =
		"a fixed set of processes, as many as tasks in flight; each takes task after task",
	.model = MODEL_PROCESSES,
	.axes = AXIS_CORES | AXIS_CONCURRENCY,
	.parameters = parameters_table,
	.start = start,
	.run = team_run,
	.stop = team_processes_stop,
	.supports = supports,
};
