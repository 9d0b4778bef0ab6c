/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ends the processes that a child has left behind: those that left its group, as daemons do. They
 * are this process's children once it has adopted orphans (offspring_adopt()).
 */
#ifndef BREAKEVEN_SUPPORT_OFFSPRING_H
#define BREAKEVEN_SUPPORT_OFFSPRING_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define OFFSPRING_LIMIT 256

/* Children of this thread, as the kernel lists them; not known if it does not list them
 * (CONFIG_PROC_CHILDREN), or if there are more. */
struct offspring {
	bool known;
	size_t count;
	pid_t pids[OFFSPRING_LIMIT];
};

/* Once: orphaned descendants become this process's children. */
void offspring_adopt(void);

void offspring_list(struct offspring *offspring);

/* Kills and reaps all children except those in the list, and what they had started; does nothing if
 * the list is not known. Returns whether there was any. */
bool offspring_end(const struct offspring *known);

#endif
