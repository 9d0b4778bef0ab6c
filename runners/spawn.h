/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Worker processes that are this program started again, by fork and exec; child.h only forks.
 *
 * The program is started with the arguments of crew->program and two more, the descriptor of the
 * handover and the worker's number, and with crew->job as its standard input, which says what case
 * it is in. The handover says where the leader's memory lies; the program maps it at the same
 * addresses.
 */
#ifndef BREAKEVEN_RUNNERS_SPAWN_H
#define BREAKEVEN_RUNNERS_SPAWN_H

#include "runners/crew.h"
#include "runners/team.h"
#include "support/error.h"
#include "support/memory.h"

#include <sys/types.h>

/* Exit status of the program if an address of the leader's memory is in use in it, by chance
 * (address spaces are randomised): it is to be started again. No other status means that. */
#define SPAWN_ADDRESS_TAKEN 75

/* What the programs are told. */
struct handover {
	struct crew *crew; /* the leader's */
	struct team *team;
	struct memory_list memory;
};

/* The leader's side. */
struct spawn {
	const struct team_duty *duty;
	struct handover handover;
	int file; /* that holds the handover */
};

/* Called when all memory to be handed over has been made. 0, or -1 with the error. */
int spawn_open(struct spawn *spawn, struct crew *crew, struct team *team,
	const struct team_duty *duty, struct error *error);
void spawn_close(struct spawn *spawn);

/* Starts the program for the worker of this number. Returns its process id, or -1 with errno. */
pid_t spawn_worker(const struct spawn *spawn, unsigned number);

/* In the program, before it does anything else: reads the handover from its descriptor, maps the
 * memory and closes both. MEMORY_NOT_ADOPTED comes with the error. */
enum memory_adopt spawn_adopt(struct handover *handover, int file, struct error *error);

#endif
