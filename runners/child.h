/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Worker processes: forking them so that they die with their parent, and checking how they
 * ended. */
#ifndef BREAKEVEN_RUNNERS_CHILD_H
#define BREAKEVEN_RUNNERS_CHILD_H

#include "runners/crew.h"
#include "support/error.h"

#include <sys/types.h>

/* fork(), but the child is killed when its parent ends, however it ends. */
pid_t child_fork(void);

/* Checks the wait status of a worker process that has ended: 0 if it exited with 0, else -1 with
 * the error; sets crew->crashed if a signal ended it. */
int child_check(struct crew *crew, pid_t pid, int status, struct error *error);

#endif
