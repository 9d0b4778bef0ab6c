/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Waiting for the end of a child and for descriptors together: SIGCHLD through a signalfd, which
 * every supported kernel and C library has.
 */
#ifndef BREAKEVEN_SUPPORT_CHILD_WATCH_H
#define BREAKEVEN_SUPPORT_CHILD_WATCH_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "support/error.h"

/* No wait with a watch may take longer: a signal may have gone to another thread. */
#define CHILD_WATCH_WAIT_MS 250

struct child_watch {
	int descriptor; /* readable when a child has ended, whichever */
	sigset_t before;
};

/* Called before the child is started. SIGCHLD is blocked in this thread until child_watch_close().
 * 0, or -1 with the error. */
int child_watch_open(struct child_watch *watch, struct error *error);

/* In the child, before exec: restores SIGCHLD. */
void child_watch_restore(const struct child_watch *watch);

/* Whether this child has ended or is not a child of this process. Neither waits nor reaps. */
bool child_watch_ended(const struct child_watch *watch, pid_t child);

void child_watch_close(struct child_watch *watch);

#endif
