/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The end of children: checking for it without waiting, waiting for it, and killing them with their
 * process group.
 */
#ifndef BREAKEVEN_SUPPORT_REAP_H
#define BREAKEVEN_SUPPORT_REAP_H

#include <stdbool.h>
#include <sys/types.h>

/* How a child has ended. */
struct reap_end {
	bool ended;     /* false: it lives */
	bool by_signal; /* `status` is the signal; else it is the exit code */
	int status;
};

/* Neither waits nor reaps, so that the number of the child, and of its group, is not reused yet. 0,
 * or -1 with errno where it is no child (any more). */
int reap_look(pid_t child, struct reap_end *end);

/* Waits for the end of a child, despite signals, and reaps it. Returns its wait status, or -1 with
 * errno if it is no child. */
int reap_child(pid_t child);

/* Kills the processes of a group and reaps those that are children. Returns whether there was
 * any. */
bool reap_group(pid_t group);

/* Kills a child that leads a group, and the group, and reaps them. Returns its wait status, or -1
 * as above. */
int reap_leader(pid_t leader);

#endif
