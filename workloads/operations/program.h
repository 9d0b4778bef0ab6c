/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running a program to its end. */
#ifndef BREAKEVEN_WORKLOADS_OPERATIONS_PROGRAM_H
#define BREAKEVEN_WORKLOADS_OPERATIONS_PROGRAM_H

#include "workloads/loop.h"

#include <sys/types.h>

/* A command, ready to be run again and again. */
struct program;

/* From a command: words separated by spaces, the first is a path, or the name of a program that is
 * looked up once in PATH. There is no shell: no quotes, variables or patterns. NULL with the
 * error. */
struct program *program_new(const char *command, struct error *error);

/* NULL is allowed. */
void program_free(struct program *program);

/* The arguments of operation_program; the rest is its own. */
struct program_arguments {
	const struct program *program;
	pid_t pid;
	struct task *task;
	struct watch watch; /* of the pidfd */
};

/* Runs the program with /dev/null for input, output and errors. Result: its exit status, or 128 and
 * the number of the signal that ended it; -errno where it cannot be run. */
extern const struct operation operation_program;

#endif
