/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A team whose workers are processes. team_run() runs its batches. */
#ifndef BREAKEVEN_RUNNERS_TEAM_PROCESSES_H
#define BREAKEVEN_RUNNERS_TEAM_PROCESSES_H

#include "runners/team.h"

enum team_start {
	TEAM_FORK,
	TEAM_SPAWN, /* fork and exec: each worker is this program started again (spawn.h) */
};

/* Starts a process for each of the crew's workers and waits until all stand at the gate;
 * crew->state belongs to the team from then on. 0, or -1 with the error, and nothing left
 * behind. */
int team_processes_start(struct crew *crew, const struct team_duty *duty, enum team_start how,
	struct error *error);

/* The join() of a runner with TEAM_SPAWN; `duty` as in start(). */
void team_processes_join(struct crew *crew, struct team *team, const struct team_duty *duty,
	struct worker *worker);

/* The stop() of their runner: ends the workers and waits for them. */
void team_processes_stop(struct crew *crew);

#endif
