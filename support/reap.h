/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How children end: looked at without waiting, waited for, and killed with their process group.
 */
#ifndef BREAKEVEN_SUPPORT_REAP_H
#define BREAKEVEN_SUPPORT_REAP_H

#include <stdbool.h>
#include <sys/types.h>

/* How a child has ended. */
struct reap_end {
	bool ended;     /* false: it lives */
	bool by_signal; /* which is the status; else that is its exit code */
	int status;
};

/* Neither waits nor reaps, so that the number of the child, and of its group, is no other's yet. 0,
 * or -1 with errno where it is no child (any more). */
int reap_look(pid_t child, struct reap_end *end);

/* Waits for the end of a child, whatever signals come meanwhile, and reaps it. Its wait status, or
 * -1 with errno where it is none. */
int reap_child(pid_t child);

/* Kills the processes of a group and reaps those that are children. Whether there was any. */
bool reap_group(pid_t group);

/* Kills a child that leads a group, and the group, and reaps them. Its wait status; -1 likewise. */
int reap_leader(pid_t leader);

#endif
