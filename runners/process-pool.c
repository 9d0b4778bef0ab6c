/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * process-pool: as many processes as tasks may be in flight, forked once. Tasks and answers go
 * through shared memory or through pipes, as `dispatch` and `channel` say.
 */
#include "config.h"

#include "runners/child.h"
#include "runners/pool.h"
#include "runners/runner.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct process_pool {
	struct crew *crew;
	struct pool *pool;
	struct error *error; /* of the call under way: why a worker ended too early */
	unsigned created;
	bool lost;    /* one has ended before its time */
	pid_t pids[]; /* 0: has ended and was reaped */
};

/* Asked about while waiting for the workers: none of them ends before it is told to. */
static bool alive(void *context)
{
	struct process_pool *processes = context;

	for (unsigned i = 0; i < processes->created; i++) {
		int status;

		if (waitpid(processes->pids[i], &status, WNOHANG) != processes->pids[i])
			continue;
		if (child_check(processes->crew, processes->pids[i], status, processes->error) == 0)
			error_set(processes->error, "worker process %d ended before its time",
				(int)processes->pids[i]);
		processes->pids[i] = 0;
		processes->lost = true;
		return false;
	}
	return true;
}

static void end(struct crew *crew, bool kill_all)
{
	struct process_pool *processes = crew->state;

	gate_call(&processes->pool->gate, GATE_LEAVE);
	for (unsigned i = 0; i < processes->created; i++) {
		if (processes->pids[i] == 0)
			continue;
		if (kill_all)
			kill(processes->pids[i], SIGKILL);
		while (waitpid(processes->pids[i], NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	pool_free(processes->pool);
	free(processes);
	crew->state = NULL;
}

static void stop(struct crew *crew)
{
	const struct process_pool *processes = crew->state;

	/* Without the one that is lost the others may wait for a gate that never opens. */
	end(crew, processes->lost);
}

static int create(struct crew *crew, struct process_pool *processes, struct error *error)
{
	while (processes->created < crew->worker_limit) {
		pid_t pid = child_fork();

		if (pid == 0) {
			pool_worker(crew, processes->pool, &crew->workers[processes->created]);
			_exit(0);
		}
		if (pid < 0)
			return error_set(error,
				"cannot fork process %u of %u: %s (see ulimit -u and kernel.pid_max)",
				processes->created + 1, crew->worker_limit, strerror(errno));
		processes->pids[processes->created++] = pid;
	}
	return 0;
}

static const char *const channels[] = {"shared", "pipe", NULL};

static bool has_pipes(const struct parameters *parameters)
{
	return strcmp(parameters_text(parameters, "channel"), "pipe") == 0;
}

static const struct dispatch *choose_dispatch(const struct parameters *parameters)
{
	return has_pipes(parameters) ? &dispatch_pipe : pool_dispatch(parameters);
}

static int start(struct crew *crew, struct error *error)
{
	struct process_pool *processes =
		calloc(1, sizeof(*processes) + crew->worker_limit * sizeof(pid_t));

	if (processes == NULL)
		return error_set(error, "no memory for %u processes", crew->worker_limit);
	processes->crew = crew;
	processes->error = error;
	processes->pool = pool_new(crew, choose_dispatch(&crew->parameters), true, error);
	if (processes->pool == NULL) {
		free(processes);
		return -1;
	}
	crew->state = processes;
	if (crew_bind_all(crew, error) < 0 || create(crew, processes, error) < 0)
		goto kill_all;
	crew->workers_created = processes->created;
	if (gate_await(&processes->pool->gate, processes->created, alive, processes) == 0 &&
		crew_check_workers(crew, error) == 0)
		return 0;
kill_all:
	end(crew, true);
	return -1;
}

static int run(struct crew *crew, struct error *error)
{
	struct process_pool *processes = crew->state;
	const struct watchman watchman = {alive, processes};

	processes->error = error;
	return pool_run(crew, processes->pool, &watchman, error);
}

static int supports(const struct parameters *parameters, const struct workload *workload,
	const struct parameters *workload_parameters, struct error *reason)
{
	(void)workload_parameters;
	if (has_pipes(parameters) && pool_dispatch(parameters) == &dispatch_submit)
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
	.run = run,
	.stop = stop,
	.supports = supports,
};
