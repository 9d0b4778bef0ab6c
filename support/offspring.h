/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ends what a child has left behind: processes that left its group as daemons do. They are this
 * process's children once it has adopted orphans (offspring_adopt()).
 */
#ifndef BREAKEVEN_SUPPORT_OFFSPRING_H
#define BREAKEVEN_SUPPORT_OFFSPRING_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define OFFSPRING_LIMIT 256

/* Children of this thread, as the kernel lists them; not known where it does not
 * (CONFIG_PROC_CHILDREN), or where there are more. */
struct offspring {
	bool known;
	size_t count;
	pid_t pids[OFFSPRING_LIMIT];
};

/* Once: orphaned descendants become this process's children. */
void offspring_adopt(void);

void offspring_list(struct offspring *offspring);

/* Kills and reaps all children but those in the list, and what they had started; nothing where the
 * list is not known. Whether there was any. */
bool offspring_end(const struct offspring *known);

#endif
