/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A team whose workers are threads. */
#ifndef BREAKEVEN_RUNNERS_TEAM_THREADS_H
#define BREAKEVEN_RUNNERS_TEAM_THREADS_H

#include "runners/team.h"

struct team_threads;

/* Creates a thread for each of the crew's workers and waits until all stand at the gate. NULL with
 * the error, and nothing left behind. */
struct team_threads *team_threads_start(struct crew *crew, const struct team_duty *duty,
	void *common, struct error *error);

/* One batch. 0, or -1 with the error. */
int team_threads_run(struct team_threads *threads, struct crew *crew, struct error *error);

/* Ends the workers and waits for them. */
void team_threads_stop(struct team_threads *threads);

#endif
