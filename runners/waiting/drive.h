/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Driving tasks on an event loop: keeps as many in flight as there are slots until its share is
 * done. */
#ifndef BREAKEVEN_RUNNERS_WAITING_DRIVE_H
#define BREAKEVEN_RUNNERS_WAITING_DRIVE_H

#include "runners/crew.h"
#include "runners/waiting/epoll_loop.h"

/* The part of a batch that one loop executes. */
struct share {
	uint64_t next, end;              /* indexes of tasks, end excluded */
	unsigned slot_first, slot_count; /* the slots that it may fill */
};

/* Executes the share on the loop, in the calling thread, as this worker; sets ended_ns. 0, or -1
 * with the error. */
int drive(struct epoll_loop *loop, const struct crew *crew, struct worker *worker,
	struct share share, struct error *error);

#endif
