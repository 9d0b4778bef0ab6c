/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which limit a system call ran into: of this process (getrlimit), of its control groups, or of the
 * whole system, with its value and its name.
 *
 * The texts are for error_set(), instead of strerror(). Each is valid until the next call of the
 * same thread. They are made after a failure, so they may take time.
 */
#ifndef BREAKEVEN_SUPPORT_LIMITS_H
#define BREAKEVEN_SUPPORT_LIMITS_H

#include "support/error.h"

#include <stddef.h>

#define LIMITS_TEXT 768
#define LIMITS_STACK_KIBIBYTES 128 /* the least with which everything works */

/* What was asked for when it failed: EAGAIN and ENOMEM alone do not tell. */
enum limits_of {
	LIMITS_OF_CALL,    /* anything but the following */
	LIMITS_OF_PROCESS, /* a process or a thread */
	LIMITS_OF_LOCKED,  /* locked memory, such as that of an io_uring */
};

/* strerror(failure) and, where a limit explains it, "(this process may have 16 open files:
 * ulimit -n)". */
const char *limits_error(int failure);

/* The same for a process or thread that could not be made, and for locked memory. */
const char *limits_process_error(int failure);
const char *limits_locked_error(int failure);

/* The same into a buffer, which is returned; files are read below a root (support/root.h). */
char *limits_explain(char *buffer, size_t size, const char *root, enum limits_of what, int failure);

/* "signal 9 (Killed)" and, where the kernel sends it for a limit that is set, which one. */
const char *limits_signal(int signal);

/* Whether the stack is large enough. 0, or -1 with the error. */
int limits_check_stack(struct error *error);

/* Adds the memory limit, if there is one, to an error that there was no memory. */
void limits_add_memory(struct error *error);

#endif
