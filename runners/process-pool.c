/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * process-pool: as many processes as tasks may be in flight, started once: forked, or started as
 * programs of their own. `dispatch` and `channel` say whether tasks and answers go through shared
 * memory or through pipes.
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

static const char *const starts[] = {"fork", "spawn", NULL};

static bool is_spawned(const struct parameters *parameters)
{
	return strcmp(parameters_text(parameters, "start"), "spawn") == 0;
}

static const struct team_duty *choose_duty(const struct parameters *parameters)
{
	return has_pipes(parameters) ? &pool_pipe : pool_dispatch(parameters);
}

static int start(struct crew *crew, struct error *error)
{
	return team_processes_start(crew, choose_duty(crew->parameters),
		is_spawned(crew->parameters) ? TEAM_SPAWN : TEAM_FORK, error);
}

static void join(struct crew *crew, void *shared, struct worker *worker)
{
	team_processes_join(crew, shared, choose_duty(crew->parameters), worker);
}

static int supports(const struct parameters *parameters, const struct workload *workload,
	unsigned needs, struct error *reason)
{
	if (is_spawned(parameters) && (needs & WORKLOAD_NEEDS_FORK))
		return error_set(reason,
			"its tasks share descriptors that only a fork passes on: use start=fork");
	if (has_pipes(parameters) && pool_dispatch(parameters) == &pool_submit)
		return error_set(reason,
			"channel=pipe hands over one task at a time with dispatch=map,chunk=1");
	return pool_supports(parameters, workload, true, reason);
}

static int supports_arrivals(const struct parameters *parameters, struct error *reason)
{
	return pool_supports_arrivals(parameters, true, reason);
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
		.help = "how tasks and answers travel: through shared memory, or through two "
			"pipes per worker",
	},
	{
		.name = "start",
		.kind = PARAMETER_CHOICE,
		.option = true,
		.unit = "",
		.standard = "fork",
		.choices = starts,
		.help = "how processes start: by a fork, or by a fork that executes this "
			"program again",
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
	.join = join,
	.supports = supports,
	.supports_arrivals = supports_arrivals,
};
