/* SPDX-License-Identifier: GPL-3.0-or-later */
/* serial: one task after the other, in the case's own thread. The baseline of all comparisons. */
#include "config.h"

#include "runners/runner.h"
#include "runners/waiting/blocking.h"

static int start(struct crew *crew, struct error *error)
{
	crew->workers_created = 1;
	return worker_bind(crew, &crew->workers[0], error);
}

static uint64_t next(void *from)
{
	return (*(uint64_t *)from)++;
}

static int run(struct crew *crew, struct error *error)
{
	struct worker *worker = &crew->workers[0];
	uint64_t index = 0;

	(void)error;
	crew->batch.begin_ns = clock_now_ns();
	blocking_work(crew, worker, next, &index);
	crew->batch.end_ns = worker->ended_ns;
	return 0;
}

static void stop(struct crew *crew)
{
	locals_close(&crew->workers[0].locals);
}

const struct runner runner_serial = {
	.name = "serial",
	.summary = "one task after the other in one thread",
	.model = MODEL_SERIAL,
	.workers = CREW_WORKER_ONE,
	.start = start,
	.run = run,
	.stop = stop,
};
