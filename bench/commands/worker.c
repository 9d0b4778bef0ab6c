/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hidden command `worker`, with which a case starts its workers if they are programs of their
 * own (runners/spawn.h). `worker HANDOVER NUMBER` maps the memory of the case, reads its job from
 * standard input, opens the workload once more and runs the worker of that number.
 */
#include "config.h"

#include "bench/program/command.h"
#include "bench/case/job.h"
#include "runners/spawn.h"
#include "workloads/registry.h"

#include <stdlib.h>
#include <unistd.h>

/* All that belongs to this process alone. */
struct self {
	struct job job;
	struct topology *topology;
	struct work work;
	struct crew crew;
};

static int open_self(struct self *self, const struct crew *original, struct error *error)
{
	if (job_from_file(&self->job, STDIN_FILENO, error) < 0 ||
		topology_load(&self->topology, error) < 0)
		return -1;
	job_to_work(&self->job, &self->work);
	self->work.attached = true;
	if (workload_open(&self->work, error) < 0 || parameters_check_asked(error) < 0)
		return -1;
	job_to_crew(&self->job, &self->work, self->topology, &self->crew);
	crew_copy(&self->crew, original);
	return 0;
}

/* Runs the worker to its end. Returns 0, or -1 with the error if it cannot start. */
static int live(const struct handover *handover, struct worker *worker, struct error *error)
{
	struct self *self = calloc(1, sizeof(*self));
	int result;

	if (self == NULL)
		return error_set(error, "no memory for a worker");
	result = open_self(self, handover->crew, error);
	if (result == 0) {
		self->job.runner->join(&self->crew, handover->team, worker);
		if (self->work.workload->close != NULL)
			self->work.workload->close(&self->work);
	}
	topology_free(self->topology);
	free(self);
	return result;
}

static int command_main(int argc, char **argv)
{
	struct handover handover;
	struct error error = {0};
	struct worker *worker;
	unsigned long number;

	if (argc != 3)
		return command_refuse("worker", "only `breakeven run` may start this command");
	number = strtoul(argv[2], NULL, 10);
	switch (spawn_adopt(&handover, atoi(argv[1]), &error)) {
	case MEMORY_ADDRESS_TAKEN:
		return SPAWN_ADDRESS_TAKEN;
	case MEMORY_NOT_ADOPTED:
		return command_refuse("worker", "%s", error.text);
	case MEMORY_ADOPTED:
		break;
	}
	if (number >= handover.crew->worker_limit)
		return command_refuse("worker", "there is no worker %lu", number);
	worker = &handover.crew->workers[number];
	_exit(live(&handover, worker, &worker->error) == 0 ? EXIT_FINE : EXIT_CASE);
}

const struct command command_worker = {
	.name = "worker",
	.summary = "be one worker of a case (started by `case`)",
	.main = command_main,
};
