/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * thread-pool: as many threads as tasks may be in flight, created once. `dispatch` and `queue` say
 * how they get tasks.
 */
#include "config.h"

#include "runners/pool.h"
#include "runners/team_threads.h"

#include <string.h>

static const char *const queues[] = {"shared", "stealing", NULL};

static bool is_stealing(const struct parameters *parameters)
{
	return strcmp(parameters_text(parameters, "queue"), "stealing") == 0;
}

static int start(struct crew *crew, struct error *error)
{
	const struct parameters *parameters = crew->parameters;

	return team_threads_start(crew,
		is_stealing(parameters) ? &pool_stealing : pool_dispatch(parameters), error);
}

static int supports(const struct parameters *parameters, const struct workload *workload,
	unsigned needs, struct error *reason)
{
	(void)needs;
	if (is_stealing(parameters) && pool_dispatch(parameters) == &pool_submit)
		return error_set(reason,
			"dispatch=submit has one queue; queue=stealing goes with dispatch=map");
	return pool_supports(parameters, workload, !is_stealing(parameters), reason);
}

static int supports_arrivals(const struct parameters *parameters, struct error *reason)
{
	return pool_supports_arrivals(parameters, !is_stealing(parameters), reason);
}

static const struct parameter parameters_table[] = {
	POOL_PARAMETERS,
	{
		.name = "queue",
		.kind = PARAMETER_CHOICE,
		.option = true,
		.unit = "",
		.standard = "shared",
		.choices = queues,
		.help = "one queue for all workers, or a deque for each, from which idle "
			"workers steal",
	},
	{0},
};

const struct runner runner_thread_pool = {
	.name = "thread-pool",
	.summary = "a fixed set of threads, as many as tasks in flight; each takes task after task",
	.model = MODEL_THREADS,
	.axes = AXIS_CORES | AXIS_CONCURRENCY,
	.parameters = parameters_table,
	.start = start,
	.run = team_run,
	.stop = team_threads_stop,
	.supports = supports,
	.supports_arrivals = supports_arrivals,
};
