/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A team in processes; see team_processes.h. */
#include "config.h"

#include "runners/team_processes.h"

#include "runners/child.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct team_processes {
	struct crew *crew;
	struct team *team;
	struct error *error; /* of the call under way: why a worker ended too early */
	unsigned created;
	bool lost;    /* one has ended before its time: the others may never pass the gate */
	pid_t pids[]; /* 0: has ended and was reaped */
};

/* Asked about while waiting for the workers: none of them ends before it is told to. */
static bool alive(void *context)
{
	struct team_processes *processes = context;

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

static void end(struct team_processes *processes, bool kill_all)
{
	gate_call(&processes->team->gate, GATE_LEAVE);
	for (unsigned i = 0; i < processes->created; i++) {
		if (processes->pids[i] == 0)
			continue;
		if (kill_all)
			kill(processes->pids[i], SIGKILL);
		while (waitpid(processes->pids[i], NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	team_free(processes->team);
	free(processes);
}

static int create(struct crew *crew, struct team_processes *processes, struct error *error)
{
	while (processes->created < crew->worker_limit) {
		pid_t pid = child_fork();

		if (pid == 0) {
			team_worker(crew, processes->team, &crew->workers[processes->created]);
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

struct team_processes *team_processes_start(struct crew *crew, const struct team_duty *duty,
	struct error *error)
{
	struct team_processes *processes =
		calloc(1, sizeof(*processes) + crew->worker_limit * sizeof(pid_t));

	if (processes == NULL) {
		error_set(error, "no memory for %u processes", crew->worker_limit);
		return NULL;
	}
	processes->crew = crew;
	processes->error = error;
	processes->team = team_new(duty, NULL, true, error);
	if (processes->team == NULL) {
		free(processes);
		return NULL;
	}
	if (crew_bind_all(crew, error) < 0 || create(crew, processes, error) < 0)
		goto kill_all;
	crew->workers_created = processes->created;
	if (gate_await(&processes->team->gate, processes->created, alive, processes) == 0 &&
		crew_check_workers(crew, error) == 0)
		return processes;
kill_all:
	end(processes, true);
	return NULL;
}

int team_processes_run(struct team_processes *processes, struct crew *crew, struct error *error)
{
	processes->error = error;
	return team_run(crew, processes->team, alive, processes, error);
}

void team_processes_stop(struct team_processes *processes)
{
	end(processes, processes->lost);
}
