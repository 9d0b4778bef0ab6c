/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Starting this program anew: in a process of its own, as a case, the server or the process of a
 * plugin (anew_start()), or in a child that a fork has just made, as a worker (anew_execute()).
 */
#ifndef BREAKEVEN_SUPPORT_ANEW_H
#define BREAKEVEN_SUPPORT_ANEW_H

#include "support/error.h"

#include <sys/types.h>

#define ANEW_STATUS 127   /* of a child that could not become the program */
#define ANEW_NOTHING (-1) /* in the place of a descriptor: /dev/null */
#define ANEW_LIMIT 5      /* descriptors that are handed on */

struct anew {
	char *const *arguments;   /* NULL at the end */
	char *const *environment; /* NULL: that of this process */
	struct anew_descriptor {
		int given;  /* ours, which stays open here */
		int number; /* that the new program has it by */
	} descriptors[ANEW_LIMIT];
	unsigned count;
	/* In the child, before it becomes the program; system calls only. NULL: nothing is done. */
	void (*prepare)(const void *context);
	const void *context;
};

/* fork() of a child that leads a process group of its own and dies with this thread. */
pid_t anew_fork(void);

/* Starts this program in such a child. Other descriptors than the given ones stay if they are not
 * closed on exec. The process, which has become the program by then; or -1 with the error that says
 * why not, and nothing is left. */
pid_t anew_start(const struct anew *anew, struct error *error);

/* In a child: becomes this program with these arguments and this environment. Where that cannot be,
 * the child says why on standard error and ends. */
_Noreturn void anew_execute(char *const *arguments);

/* Ends the child: "breakeven: WHAT: " with the error goes to standard error. */
_Noreturn void anew_refuse(const char *what, int failure);

#endif
