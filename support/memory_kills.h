/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the kernel has ended processes because memory ran out: its counters before a process
 * and after it. To the parent such an end looks like any other by SIGKILL.
 *
 * The counter of the own control group tells of this program's processes alone; where it is not
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

/* What has happened since, with the limit; "" where nothing has. Returns the buffer. */
char *memory_kills_since(char buffer[MEMORY_KILLS_TEXT], const struct memory_kills *before,
	const char *root);

/* How a process ended, as limits_signal() has it, and by which limit of memory where that was why.
 * `before`: from before the process. Returns the buffer. */
char *memory_kills_signal(char buffer[MEMORY_KILLS_END], int signal,
	const struct memory_kills *before);

#endif
