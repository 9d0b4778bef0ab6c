/* SPDX-License-Identifier: GPL-3.0-or-later */
/* That the kernel ended a process because memory ran out, from counters that grow meanwhile. */
#include "config.h"

#include <criterion/criterion.h>

#include "support/memory_kills.h"
#include "tests/made/made_root.h"

#define BOX "/sys/fs/cgroup/box"
#define V1 "/sys/fs/cgroup/memory/box"
#define END \
	{ \
		NULL, NULL \
	}

static const struct made_file version_2[] = {
	{"/proc/vmstat", "pgfault 7\noom_kill 5\n"},
	{"/proc/self/cgroup", "0::/box\n"},
	{"/sys/fs/cgroup/cgroup.controllers", "memory\n"},
	{BOX "/cgroup.procs", ""},
	{BOX "/memory.max", "62914560\n"},
	{BOX "/memory.events", "oom 1\noom_kill 1\n"},
	END,
};

static const struct made_file version_1[] = {
	{"/proc/vmstat", "pgfault 7\noom_kill 5\n"},
	{"/proc/self/cgroup", "4:memory:/box\n"},
	{V1 "/cgroup.procs", ""},
	{V1 "/memory.limit_in_bytes", "62914560\n"},
	{V1 "/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n"},
	END,
};

static const struct made_file no_groups[] = {{"/proc/vmstat", "pgfault 7\noom_kill 5\n"}, END};

/* What changes meanwhile, and what is said. */
static const struct {
	const struct made_file *before;
	const char *path, *text, *said;
} cases[] = {
	{version_2, BOX "/memory.events", "oom 2\noom_kill 2\n",
		"the kernel killed a process of it because memory ran out: the control group may have "
		"62.9 MB: " BOX "/memory.max"},
	{version_1, V1 "/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
		"the kernel killed a process of it because memory ran out: the control group may have "
		"62.9 MB: " V1 "/memory.limit_in_bytes"},
	{version_2, "/proc/vmstat", "oom_kill 6\n", ""}, /* somebody else's */
	{version_2, BOX "/memory.events", "oom 2\noom_kill 1\n", ""},
	{no_groups, "/proc/vmstat", "oom_kill 6\n",
		"meanwhile the kernel killed a process of this system because memory ran out"},
	{no_groups, "/proc/vmstat", "oom_kill 5\n", ""},
	{no_groups, "/proc/vmstat", "", ""},
};

Test(memory_kills, are_named_with_the_limit)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char root[] = MADE_ROOT, text[MEMORY_KILLS_TEXT];
		struct memory_kills before;

		made_root(root, cases[i].before);
		memory_kills_read(&before, root);
		cr_expect_str_empty(memory_kills_since(text, &before, root), "case %zu", i);
		made_root_write(root, cases[i].path, cases[i].text);
		cr_expect_str_eq(memory_kills_since(text, &before, root), cases[i].said, "case %zu",
			i);
		made_root_remove(root);
	}
}
