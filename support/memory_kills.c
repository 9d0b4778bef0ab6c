/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counters of the control group and of the system, and their increase; see memory_kills.h. */
#include "config.h"

#include "support/memory_kills.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "support/cgroup.h"
#include "support/limits.h"
#include "support/text.h"

void memory_kills_read(struct memory_kills *kills, const char *root)
{
	struct cgroup cgroup;

	cgroup_read(&cgroup, root);
	kills->group = cgroup_memory_kills(&cgroup, root);
	kills->system = root_figure_counter(root, "/proc/vmstat", "oom_kill");
	cgroup_clear(&cgroup);
}

static bool has_grown(struct figure before, struct figure now)
{
	return before.known && now.known && now.value > before.value;
}

char *memory_kills_since(char buffer[MEMORY_KILLS_TEXT], const struct memory_kills *before,
	const char *root)
{
	char limit[TEXT_NUMBER_SIZE];
	struct memory_kills now;
	struct cgroup cgroup;

	buffer[0] = '\0';
	memory_kills_read(&now, root);
	cgroup_read(&cgroup, root);
	if (has_grown(before->group, now.group) && cgroup.memory_bytes.file != NULL)
		snprintf(buffer, MEMORY_KILLS_TEXT,
			"the kernel killed a process of it because memory ran out: the control group may "
			"have %s: %s",
			text_bytes_rounded(limit, sizeof(limit), cgroup.memory_bytes.figure.value),
			cgroup.memory_bytes.file);
	else if (has_grown(before->group, now.group))
		snprintf(buffer, MEMORY_KILLS_TEXT,
			"the kernel killed a process of it because the memory of this machine ran out");
	else if (!before->group.known && has_grown(before->system, now.system))
		snprintf(buffer, MEMORY_KILLS_TEXT,
			"meanwhile the kernel killed a process of this system because memory ran out");
	cgroup_clear(&cgroup);
	return buffer;
}

char *memory_kills_signal(char buffer[MEMORY_KILLS_END], int signal,
	const struct memory_kills *before)
{
	char text[MEMORY_KILLS_TEXT];

	strcpy(buffer, limits_signal(signal));
	if (signal == SIGKILL && memory_kills_since(text, before, "")[0] != '\0') {
		strcat(buffer, "; ");
		strcat(buffer, text);
	}
	return buffer;
}
