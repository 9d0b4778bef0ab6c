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
	struct leader leader;
	struct crew *crew;
	unsigned created;
	bool lost;    /* one has ended before its time: the others may never pass the gate */
	pid_t pids[]; /* 0: has ended and was reaped */
};

/* Asked about while waiting for the workers: none of them ends before it is told to. */
static bool alive(void *context)
{
	struct team_processes *processes = context;
	struct error *error = processes->leader.error;

	for (unsigned i = 0; i < processes->created; i++) {
		int status;

		if (waitpid(processes->pids[i], &status, WNOHANG) != processes->pids[i])
			continue;
		if (child_check(processes->crew, processes->pids[i], status, error) == 0)
			error_set(error, "worker process %d ended before its time",
				(int)processes->pids[i]);
		processes->pids[i] = 0;
		processes->lost = true;
		return false;
	}
	return true;
}

static void end(struct crew *crew, bool kill_all)
{
	struct team_processes *processes = crew->state;

	gate_call(&processes->leader.team->gate, GATE_LEAVE);
	for (unsigned i = 0; i < processes->created; i++) {
		if (processes->pids[i] == 0)
			continue;
		if (kill_all)
			kill(processes->pids[i], SIGKILL);
		while (waitpid(processes->pids[i], NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	leader_close(&processes->leader);
	free(processes);
	crew->state = NULL;
}

static int create(struct crew *crew, struct team_processes *processes, struct error *error)
{
	const struct leader *leader = &processes->leader;

	while (processes->created < crew->worker_limit) {
		pid_t pid = child_fork();

		if (pid == 0) {
			team_worker(crew, leader->team, leader->duty,
				&crew->workers[processes->created]);
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

int team_processes_start(struct crew *crew, const struct team_duty *duty, struct error *error)
{
	struct team_processes *processes =
		calloc(1, sizeof(*processes) + crew->worker_limit * sizeof(pid_t));

	if (processes == NULL)
		return error_set(error, "no memory for %u processes", crew->worker_limit);
	if (leader_open(&processes->leader, crew, duty, true, error) < 0) {
		free(processes);
		return -1;
	}
	processes->crew = crew;
	processes->leader.watchman = (struct watchman){alive, processes};
	crew->state = processes;
	if (crew_bind_all(crew, error) < 0 || create(crew, processes, error) < 0)
		goto kill_all;
	crew->workers_created = processes->created;
	if (leader_await_workers(&processes->leader, crew, error) == 0)
		return 0;
kill_all:
	end(crew, true);
	return -1;
}

void team_processes_stop(struct crew *crew)
{
	const struct team_processes *processes = crew->state;

	/* Without the one that is lost the others may wait for a gate that never opens. */
	end(crew, processes->lost);
}
