/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limits of control groups from made trees of both versions. */
#include "config.h"

#include <criterion/criterion.h>

#include "support/cgroup.h"
#include "tests/made/made_root.h"

#define GROUPS "/sys/fs/cgroup"
#define END \
	{ \
		NULL, NULL \
	}

/* The least limits are in different folders. */
static const struct made_file version_2[] = {
	{"/proc/self/cgroup", "0::/top/inner\n"},
	{GROUPS "/cgroup.controllers", "cpuset cpu memory pids\n"},
	{GROUPS "/cgroup.procs", ""},
	{GROUPS "/top/cgroup.procs", ""},
	{GROUPS "/top/cpu.max", "30000 100000\n"},
	{GROUPS "/top/memory.max", "62914560\n"},
	{GROUPS "/top/memory.current", "50000000\n"},
	{GROUPS "/top/memory.stat", "anon 1\ninactive_file 10000000\n"},
	{GROUPS "/top/memory.swap.max", "max\n"},
	{GROUPS "/top/pids.max", "100\n"},
	{GROUPS "/top/pids.current", "17\n"},
	{GROUPS "/top/inner/cgroup.procs", ""},
	{GROUPS "/top/inner/cpu.max", "max 100000\n"},
	{GROUPS "/top/inner/cpuset.cpus.effective", "1,3\n"},
	{GROUPS "/top/inner/memory.max", "max\n"},
	{GROUPS "/top/inner/memory.current", "7\n"},
	{GROUPS "/top/inner/memory.swap.max", "0\n"},
	{GROUPS "/top/inner/memory.events", "low 0\nhigh 0\nmax 9\noom 2\noom_kill 3\n"},
	{GROUPS "/top/inner/pids.max", "max\n"},
	END,
};

/* Each controller has a hierarchy of its own, and another group in it. */
static const struct made_file version_1[] = {
	{"/proc/self/cgroup",
		"9:pids:/p\n8:memory:/m/deep\n3:cpuset:/s\n1:cpu,cpuacct:/c\n0::/elsewhere\n"},
	{GROUPS "/cpu,cpuacct/c/cgroup.procs", ""},
	{GROUPS "/cpu,cpuacct/c/cpu.cfs_quota_us", "30000\n"},
	{GROUPS "/cpu,cpuacct/c/cpu.cfs_period_us", "100000\n"},
	{GROUPS "/memory/m/cgroup.procs", ""},
	{GROUPS "/memory/m/memory.limit_in_bytes", "62914560\n"},
	{GROUPS "/memory/m/memory.usage_in_bytes", "50000000\n"},
	{GROUPS "/memory/m/memory.stat", "inactive_file 5\ntotal_inactive_file 10000000\n"},
	{GROUPS "/memory/m/memory.memsw.limit_in_bytes", "72914560\n"},
	{GROUPS "/memory/m/deep/cgroup.procs", ""},
	{GROUPS "/memory/m/deep/memory.limit_in_bytes", "9223372036854771712\n"},
	{GROUPS "/memory/m/deep/memory.memsw.limit_in_bytes", "9223372036854771712\n"},
	{GROUPS "/memory/m/deep/memory.oom_control",
		"oom_kill_disable 0\nunder_oom 0\noom_kill 3\n"},
	{GROUPS "/cpuset/s/cgroup.procs", ""},
	{GROUPS "/cpuset/s/cpuset.effective_cpus", "1,3\n"},
	{GROUPS "/pids/p/cgroup.procs", ""},
	{GROUPS "/pids/p/pids.max", "100\n"},
	{GROUPS "/pids/p/pids.current", "17\n"},
	END,
};

static void expect(const char *what, const struct cgroup_limit *limit, double value,
	const char *file)
{
	cr_expect(limit->figure.known && !limit->figure.unlimited, "%s is no limit", what);
	cr_expect_float_eq(limit->figure.value, value, 1e-9, "%s is %.12g", what,
		limit->figure.value);
	cr_assert_not_null(limit->file, "%s stands nowhere", what);
	cr_expect_str_eq(limit->file, file, "%s stands in %s", what, limit->file);
}

static void expect_all(const struct made_file *files, double swap_bytes,
	const char *const limit_files[4])
{
	char root[] = MADE_ROOT;
	struct cgroup cgroup;

	made_root(root, files);
	cgroup_read(&cgroup, root);
	expect("quota", &cgroup.quota_cores, 0.3, limit_files[0]);
	expect("memory", &cgroup.memory_bytes, 62914560, limit_files[1]);
	expect("swap", &cgroup.swap_bytes, swap_bytes, limit_files[2]);
	expect("processes", &cgroup.processes, 100, limit_files[3]);
	cr_expect_eq(cgroup.processes_there.value, 17);
	cr_expect_eq(cgroup.memory_available_bytes.value, 62914560 - 50000000 + 10000000);
	cr_expect_str_eq(cgroup.cpus, "1,3");
	cr_expect_eq(cgroup_memory_kills(&cgroup, root).value, 3);
	cgroup_clear(&cgroup);
	made_root_remove(root);
}

Test(cgroup, all_limits_of_version_2)
{
	static const char *const files[] = {GROUPS "/top/cpu.max", GROUPS "/top/memory.max",
		GROUPS "/top/inner/memory.swap.max", GROUPS "/top/pids.max"};

	expect_all(version_2, 0, files);
}

Test(cgroup, all_limits_of_version_1)
{
	static const char *const files[] = {GROUPS "/cpu,cpuacct/c/cpu.cfs_quota_us",
		GROUPS "/memory/m/memory.limit_in_bytes",
		GROUPS "/memory/m/memory.memsw.limit_in_bytes", GROUPS "/pids/p/pids.max"};

	expect_all(version_1, 10000000, files);
}

/* A limit that cannot be understood may be the least of all. */
Test(cgroup, malformed_limits_are_not_known)
{
	static const char *const texts[] = {"", "-5", "1e9", "0x10", "12 34", "MAX"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char root[] = MADE_ROOT;
		struct cgroup cgroup;

		made_root(root, version_2);
		made_root_write(root, GROUPS "/top/memory.max", texts[i]);
		made_root_write(root, GROUPS "/top/inner/pids.max", texts[i]);
		cgroup_read(&cgroup, root);
		cr_expect_not(cgroup.memory_bytes.figure.known, "\"%s\"", texts[i]);
		cr_expect_null(cgroup.memory_bytes.file, "\"%s\"", texts[i]);
		cr_expect_not(cgroup.memory_available_bytes.known, "\"%s\"", texts[i]);
		cr_expect_not(cgroup.processes.figure.known, "\"%s\"", texts[i]);
		cgroup_clear(&cgroup);
		made_root_remove(root);
	}
}

/* Whose quota may stop this process: its own group first, though it has none. */
Test(cgroup, groups_that_ration)
{
	char root[] = MADE_ROOT;
	struct cgroup cgroup;

	made_root(root, version_2);
	cgroup_read(&cgroup, root);
	cr_assert_eq(cgroup.rationed_count, 2);
	cr_expect_str_eq(cgroup.rationed[0], GROUPS "/top/inner");
	cr_expect_str_eq(cgroup.rationed[1], GROUPS "/top");
	cgroup_clear(&cgroup);
	made_root_remove(root);
}

Test(cgroup, nothing_to_read)
{
	static const struct made_file nothing[] = {END};
	char root[] = MADE_ROOT;
	struct cgroup cgroup;

	made_root(root, nothing);
	cgroup_read(&cgroup, root);
	cr_expect_eq(cgroup.version, 0);
	cr_expect_null(cgroup.folder);
	cr_expect_not(cgroup.quota_cores.figure.known);
	cr_expect_not(cgroup.memory_bytes.figure.known);
	cr_expect_not(cgroup_memory_kills(&cgroup, root).known);
	cgroup_clear(&cgroup);
	made_root_remove(root);
}
