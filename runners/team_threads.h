/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A team whose workers are threads. team_run() runs its batches. */
#ifndef BREAKEVEN_RUNNERS_TEAM_THREADS_H
#define BREAKEVEN_RUNNERS_TEAM_THREADS_H

#include "runners/team.h"

/* Creates a thread for each of the crew's workers and waits until all stand at the gate;
 * crew->state belongs to the team from then on. 0, or -1 with the error, and nothing left
 * behind. */
int team_threads_start(struct crew *crew, const struct team_duty *duty, struct error *error);

/* The stop() of their runner: ends the workers and waits for them. */
void team_threads_stop(struct crew *crew);

#endif
