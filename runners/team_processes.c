/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A team in processes; see team_processes.h. */
#include "config.h"

#include "runners/team_processes.h"

#include "runners/child.h"
#include "runners/spawn.h"
#include "support/limits.h"
#include "support/reap.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define RESTARTS 8 /* allowed total of workers that found an address taken */

struct team_processes {
	struct leader leader;
	struct crew *crew;
	enum team_start how;
	struct spawn spawn;
	bool starting; /* not all workers have reached the gate yet */
	unsigned restarts;
	unsigned created;
	bool lost;    /* one has ended too early: the others may never pass the gate */
	pid_t pids[]; /* 0: has ended and was reaped */
};

/* The worker's process, or -1 with errno. */
static pid_t start_worker(const struct team_processes *processes, unsigned number)
{
	const struct leader *leader = &processes->leader;
	pid_t pid;

	if (processes->how == TEAM_SPAWN)
		return spawn_worker(&processes->spawn, number);
	pid = child_fork();
	if (pid != 0)
		return pid;
	team_worker(processes->crew, leader->team, leader->duty, &processes->crew->workers[number]);
	_exit(0);
}

/* Afterwards the exit status would be that of a task that ends its process. */
static bool found_address_taken(const struct team_processes *processes, int status)
{
	return processes->how == TEAM_SPAWN && processes->starting && WIFEXITED(status) &&
		WEXITSTATUS(status) == SPAWN_ADDRESS_TAKEN;
}

static bool start_again(struct team_processes *processes, unsigned number, int status)
{
	if (!found_address_taken(processes, status) || processes->restarts == RESTARTS)
		return false;
	processes->restarts++;
	processes->pids[number] = start_worker(processes, number);
	return processes->pids[number] > 0;
}

/* Reports why the worker has ended: in its own words if it left any. */
static void explain(const struct team_processes *processes, pid_t pid, int status)
{
	struct error *error = processes->leader.error;

	crew_check_workers(processes->crew, error);
	if (found_address_taken(processes, status))
		error_set(error,
			"worker process %d found an address of the case's memory taken, as %d before it (start=fork needs none)",
			(int)pid, RESTARTS);
	if (child_check(processes->crew, pid, status, error) == 0)
		error_set(error, "worker process %d ended before its time", (int)pid);
}

/* Called while waiting for the workers: none of them may end before it is told to. */
static bool alive(void *context)
{
	struct team_processes *processes = context;

	for (unsigned i = 0; i < processes->created; i++) {
		const pid_t pid = processes->pids[i];
		int status;

		if (waitpid(pid, &status, WNOHANG) != pid || start_again(processes, i, status))
			continue;
		explain(processes, pid, status);
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
		reap_child(processes->pids[i]);
	}
	if (processes->how == TEAM_SPAWN)
		spawn_close(&processes->spawn);
	leader_close(&processes->leader);
	free(processes);
	crew->state = NULL;
}

static int create(struct crew *crew, struct team_processes *processes, struct error *error)
{
	while (processes->created < crew->worker_limit) {
		pid_t pid = start_worker(processes, processes->created);

		if (pid < 0)
			return error_set(error, "cannot fork process %u of %u: %s",
				processes->created + 1, crew->worker_limit,
				limits_process_error(errno));
		processes->pids[processes->created++] = pid;
	}
	return 0;
}

/* What the processes are started with. 0, or -1 with the error and nothing left behind. */
static int open_team(struct team_processes *processes, const struct team_duty *duty,
	struct error *error)
{
	struct leader *leader = &processes->leader;

	if (leader_open(leader, processes->crew, duty, true, error) < 0)
		return -1;
	leader->watchman = (struct watchman){alive, processes};
	if (processes->how == TEAM_FORK)
		return 0;
	if (spawn_open(&processes->spawn, processes->crew, leader->team, duty, error) == 0)
		return 0;
	leader_close(leader);
	return -1;
}

int team_processes_start(struct crew *crew, const struct team_duty *duty, enum team_start how,
	struct error *error)
{
	struct team_processes *processes =
		calloc(1, sizeof(*processes) + crew->worker_limit * sizeof(pid_t));

	if (processes == NULL)
		return error_set(error, "no memory for %u processes", crew->worker_limit);
	processes->crew = crew;
	processes->how = how;
	processes->starting = true;
	if (open_team(processes, duty, error) < 0) {
		free(processes);
		return -1;
	}
	crew->state = processes;
	if (crew_bind_all(crew, error) < 0 || create(crew, processes, error) < 0)
		goto kill_all;
	crew->workers_created = processes->created;
	if (leader_await_workers(&processes->leader, crew, error) < 0)
		goto kill_all;
	processes->starting = false;
	return 0;
kill_all:
	end(crew, true);
	return -1;
}

void team_processes_stop(struct crew *crew)
{
	const struct team_processes *processes = crew->state;

	/* Without the lost worker the others may wait for a gate that never opens. */
	end(crew, processes->lost);
}

void team_processes_join(struct crew *crew, struct team *team, const struct team_duty *duty,
	struct worker *worker)
{
	if (duty->pass != NULL)
		duty->pass(team, worker->number, FD_CLOEXEC);
	team_worker(crew, team, duty, worker);
}
