/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Children that were not there before; see offspring.h. */
#include "config.h"

#include "support/offspring.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>

#include "support/reap.h"

void offspring_adopt(void)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1UL);
}

void offspring_list(struct offspring *offspring)
{
	FILE *file = fopen("/proc/thread-self/children", "re");
	int pid;

	*offspring = (struct offspring){.known = file != NULL};
	if (file == NULL)
		return;
	while (offspring->count < OFFSPRING_LIMIT && fscanf(file, "%d", &pid) == 1)
		offspring->pids[offspring->count++] = pid;
	if (offspring->count == OFFSPRING_LIMIT && fscanf(file, "%d", &pid) == 1)
		offspring->known = false;
	fclose(file);
}

static bool has(const struct offspring *offspring, pid_t pid)
{
	for (size_t i = 0; i < offspring->count; i++)
		if (offspring->pids[i] == pid)
			return true;
	return false;
}

bool offspring_end(const struct offspring *known)
{
	struct offspring now;
	bool found = false, again;

	if (!known->known)
		return false;
	do {
		again = false;
		offspring_list(&now);
		for (size_t i = 0; i < now.count; i++) {
			if (has(known, now.pids[i]))
				continue;
			kill(now.pids[i], SIGKILL);
			reap_child(now.pids[i]);
			found = again = true;
		}
	} while (again); /* the processes that they had started are our children now */
	return found;
}
