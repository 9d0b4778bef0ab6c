/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Worker processes: forked so that they die with the one who forked them, and what
 * became of them. */
#ifndef BREAKEVEN_RUNNERS_CHILD_H
#define BREAKEVEN_RUNNERS_CHILD_H

#include "runners/crew.h"
#include "support/error.h"

#include <sys/types.h>

/* fork(); the child is killed when its parent ends, however it ends. Like fork() otherwise. */
pid_t child_fork(void);

/* What a worker process that has ended left as its wait status: 0 where it exited with 0, else -1
 * with the error; crew->crashed is set where a signal ended it. */
int child_check(struct crew *crew, pid_t pid, int status, struct error *error);

#endif
