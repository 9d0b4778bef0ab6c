/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Driving tasks on an event loop: keeps the worker's slots filled for as long as there are tasks.
 */
#ifndef BREAKEVEN_RUNNERS_WAITING_DRIVE_H
#define BREAKEVEN_RUNNERS_WAITING_DRIVE_H

#include "runners/crew.h"
#include "runners/waiting/common_loop.h"

/* Executes the tasks that claim() gives on the loop, in the calling thread, as this worker, until
 * it gives none (an index beyond the batch) and those in flight have ended; sets ended_ns. 0, or -1
 * with the error. */
int drive(struct common_loop *loop, const struct crew *crew, struct worker *worker,
	uint64_t (*claim)(void *from), void *from, struct error *error);

/* claim() of a loop that executes the whole batch; `from` is a uint64_t, 0 at first. */
uint64_t drive_next(void *from);

#endif
