/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Starting this program again: in a new process, as a case, the server or the process of a plugin
 * (anew_start()), or in a child just forked, as a worker (anew_execute()).
 */
#ifndef BREAKEVEN_SUPPORT_ANEW_H
#define BREAKEVEN_SUPPORT_ANEW_H

#include "support/error.h"

#include <sys/types.h>

#define ANEW_STATUS 127   /* of a child that could not become the program */
#define ANEW_NOTHING (-1) /* instead of a descriptor: /dev/null */
#define ANEW_LIMIT 5      /* descriptors that are passed on */

struct anew {
	char *const *arguments;   /* NULL at the end */
	char *const *environment; /* NULL: that of this process */
	struct anew_descriptor {
		int given;  /* ours, which stays open here */
		int number; /* of it in the new program */
	} descriptors[ANEW_LIMIT];
	unsigned count;
	/* Called in the child before exec; may only make system calls. NULL: nothing is done. */
	void (*prepare)(const void *context);
	const void *context;
};

/* fork() of a child that leads a process group of its own and dies with this thread. */
pid_t anew_fork(void);

/* Starts this program in such a child. Other descriptors stay open if they are not closed on exec.
 * Returns the process once it has become the program; or -1 with the error that says why not, and
 * nothing is left behind. */
pid_t anew_start(const struct anew *anew, struct error *error);

/* In a child: becomes this program with these arguments and this environment. If that fails, the
 * child says why on standard error and ends. */
_Noreturn void anew_execute(char *const *arguments);

/* Ends the child: "breakeven: WHAT: " with the error goes to standard error. */
_Noreturn void anew_refuse(const char *what, int failure);

#endif
