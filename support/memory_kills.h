/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the kernel has ended processes because memory ran out: compares its counters from before
 * and after a process. To the parent such an end looks like any other SIGKILL.
 *
 * The counter of this process's control group covers only this program's processes; if it is not
 * known, that of the whole system is used, and the text says so.
 */
#ifndef BREAKEVEN_SUPPORT_MEMORY_KILLS_H
#define BREAKEVEN_SUPPORT_MEMORY_KILLS_H

#include "support/root.h"

#include <stddef.h>

#define MEMORY_KILLS_TEXT 512
#define MEMORY_KILLS_END 1280 /* limits_signal() and the text beside it */

struct memory_kills {
	struct figure group, system;
};

void memory_kills_read(struct memory_kills *kills, const char *root);

/* What has happened since `before`, with the limit; "" if nothing has. Returns the buffer. */
char *memory_kills_since(char buffer[MEMORY_KILLS_TEXT], const struct memory_kills *before,
	const char *root);

/* How a process ended, as in limits_signal(), and which memory limit was the cause, if one was.
 * `before`: from before the process. Returns the buffer. */
char *memory_kills_signal(char buffer[MEMORY_KILLS_END], int signal,
	const struct memory_kills *before);

#endif
