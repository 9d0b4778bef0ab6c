/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A team whose workers are forked processes. */
#ifndef BREAKEVEN_RUNNERS_TEAM_PROCESSES_H
#define BREAKEVEN_RUNNERS_TEAM_PROCESSES_H

#include "runners/team.h"

struct team_processes;

/* Forks a process for each of the crew's workers and waits until all stand at the gate. NULL with
 * the error, and nothing left behind. */
struct team_processes *team_processes_start(struct crew *crew, const struct team_duty *duty,
	struct error *error);

/* One batch. 0, or -1 with the error: where a worker has ended before its time, too. */
int team_processes_run(struct team_processes *processes, struct crew *crew, struct error *error);

/* Ends the workers and waits for them. */
void team_processes_stop(struct team_processes *processes);

#endif
