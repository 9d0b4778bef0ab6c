/* SPDX-License-Identifier: GPL-3.0-or-later */
/* async: one event loop in one thread on one core, with as many tasks in flight as are allowed. */
#include "config.h"

#include "runners/event_loop.h"
#include "runners/runner.h"
#include "runners/waiting/drive.h"

static int start(struct crew *crew, struct error *error)
{
	if (worker_bind(crew, &crew->workers[0], error) < 0)
		return -1;
	crew->state = event_loop_new(crew, crew->concurrency, error);
	if (crew->state == NULL)
		return -1;
	crew->workers_created = 1;
	return 0;
}

static int run(struct crew *crew, struct error *error)
{
	struct worker *worker = &crew->workers[0];
	uint64_t next = 0;
	int result;

	crew->batch.begin_ns = clock_now_ns();
	result = drive(crew->state, crew, worker, drive_next, &next, error);
	crew->batch.end_ns = worker->ended_ns;
	return result;
}

static void stop(struct crew *crew)
{
	event_loop_free(crew->state);
	crew->state = NULL;
}

const struct runner runner_async = {
	.name = "async",
	.summary = "one event loop on one core, many tasks in flight",
	.model = MODEL_ASYNC,
	.axes = AXIS_CONCURRENCY,
	.workers = CREW_WORKER_ONE,
	.parameters = event_loop_parameters,
	.start = start,
	.run = run,
	.stop = stop,
	.supports = event_loop_supports,
};
