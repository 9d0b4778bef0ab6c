/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an error is said to be caused by: limits of this process, of its groups, of the system. */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "support/limits.h"
#include "tests/made/made_root.h"

#define GROUPS "/sys/fs/cgroup"
#define END \
	{ \
		NULL, NULL \
	}
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Each test is a process of its own, so a limit ends with it. */
static void limit(__rlimit_resource_t resource, rlim_t value)
{
	struct rlimit both;

	cr_assert_eq(getrlimit(resource, &both), 0);
	both.rlim_cur = value;
	cr_assert_eq(setrlimit(resource, &both), 0);
}

/* A limit of the process, the error that it causes, and what is said. */
static const struct {
	int resource;
	rlim_t value;
	enum limits_of what;
	int failure;
	const char *expected;
} own_limits[] = {
	{RLIMIT_NOFILE, 100, LIMITS_OF_CALL, EMFILE,
		"this process may have 100 open files: ulimit -n"},
	{RLIMIT_FSIZE, 100000, LIMITS_OF_CALL, EFBIG,
		"a file may have 100 kB of this process: ulimit -f"},
	{RLIMIT_AS, 1ULL << 40, LIMITS_OF_CALL, ENOMEM,
		"this process may have 1.10 TB of address space: ulimit -v"},
	{RLIMIT_AS, 1ULL << 40, LIMITS_OF_PROCESS, EAGAIN,
		"this process may have 1.10 TB of address space: ulimit -v"},
	{RLIMIT_DATA, 1ULL << 40, LIMITS_OF_CALL, ENOMEM,
		"this process may have 1.10 TB of data: ulimit -d"},
	{RLIMIT_MEMLOCK, 65536, LIMITS_OF_LOCKED, ENOMEM,
		"this process may have 65.5 kB of locked memory: ulimit -l"},
	{RLIMIT_STACK, 4000000, LIMITS_OF_CALL, E2BIG,
		"a new program may have 1.00 MB of arguments and environment: a quarter of ulimit -s"},
	{RLIMIT_NOFILE, 100, LIMITS_OF_CALL, EACCES, ""},
	{RLIMIT_NOFILE, 100, LIMITS_OF_PROCESS, EMFILE,
		"this process may have 100 open files: ulimit -n"},
};

Test(limits, of_this_process)
{
	static const struct made_file nothing[] = {END};
	char root[] = MADE_ROOT;

	made_root(root, nothing);
	for (size_t i = 0; i < COUNT(own_limits); i++) {
		const char *expected = own_limits[i].expected;
		char text[LIMITS_TEXT];
		struct rlimit before;

		getrlimit(own_limits[i].resource, &before);
		limit(own_limits[i].resource, own_limits[i].value);
		limits_explain(text, sizeof(text), root, own_limits[i].what, own_limits[i].failure);
		setrlimit(own_limits[i].resource, &before);
		cr_expect(expected[0] != '\0' ? strstr(text, expected) != NULL
					      : strchr(text, '(') == NULL,
			"\"%s\" instead of \"%s\"", text, expected);
		cr_expect_eq(strstr(text, strerror(own_limits[i].failure)), text, "%s", text);
	}
	made_root_remove(root);
}

/* Files of a system, and what is said of a process that could not be made there. */
static const struct {
	const char *path, *text, *expected;
	int failure;
	enum limits_of what;
} system_limits[] = {
	{GROUPS "/box/pids.current", "17\n",
		"this user may have 5000 processes and threads: ulimit -u; the control group may have "
		"100 processes and threads: " GROUPS "/box/pids.max",
		EAGAIN, LIMITS_OF_PROCESS},
	{GROUPS "/box/pids.current", "100\n",
		"the control group may have 100 processes and threads: " GROUPS "/box/pids.max",
		EAGAIN, LIMITS_OF_PROCESS},
	{"/proc/loadavg", "0.1 0.2 0.3 2/9000 77\n",
		"the system may have 9000 threads: sysctl kernel.threads-max", EAGAIN,
		LIMITS_OF_PROCESS},
	{"/proc/loadavg", "0.1 0.2 0.3 2/4700 77\n",
		"the system may have 5000 processes and threads: sysctl kernel.pid_max", EAGAIN,
		LIMITS_OF_PROCESS},
	{"/proc/sys/fs/file-max", "777\n", "the system may have 777 open files: sysctl fs.file-max",
		ENFILE, LIMITS_OF_CALL},
	{"/proc/sys/vm/max_map_count", "1\n",
		"a process may have 1 mappings: sysctl vm.max_map_count", ENOMEM, LIMITS_OF_CALL},
	{"/proc/sys/vm/overcommit_memory", "2\n",
		"all processes may have 1.02 MB together: sysctl vm.overcommit_memory=2", ENOMEM,
		LIMITS_OF_CALL},
};

Test(limits, of_the_group_and_the_system)
{
	static const struct made_file files[] = {
		{"/proc/self/cgroup", "0::/box\n"},
		{"/proc/self/uid_map", "0 1000 1\n"},
		{"/proc/self/maps", "one\n"},
		{"/proc/meminfo", "CommitLimit: 1000 kB\n"},
		{"/proc/loadavg", "0.1 0.2 0.3 2/345 77\n"},
		{"/proc/sys/kernel/threads-max", "9000\n"},
		{"/proc/sys/kernel/pid_max", "5000\n"},
		{"/proc/sys/vm/max_map_count", "65530\n"},
		{GROUPS "/cgroup.controllers", "pids\n"},
		{GROUPS "/box/cgroup.procs", ""},
		{GROUPS "/box/pids.max", "100\n"},
		END,
	};

	limit(RLIMIT_NPROC, 5000);
	for (size_t i = 0; i < COUNT(system_limits); i++) {
		char root[] = MADE_ROOT, text[LIMITS_TEXT], expected[LIMITS_TEXT];

		made_root(root, files);
		made_root_write(root, system_limits[i].path, system_limits[i].text);
		limits_explain(text, sizeof(text), root, system_limits[i].what,
			system_limits[i].failure);
		snprintf(expected, sizeof(expected), "%s (%s)", strerror(system_limits[i].failure),
			system_limits[i].expected);
		cr_expect_str_eq(text, expected);
		made_root_remove(root);
	}
}

/* The first user has no limit of processes, whatever is set. */
Test(limits, the_first_user_is_not_counted)
{
	static const struct made_file files[] = {
		{"/proc/self/uid_map", "         0          0 4294967295\n"}, END};
	char root[] = MADE_ROOT, text[LIMITS_TEXT];

	made_root(root, files);
	limit(RLIMIT_NPROC, 5000);
	limits_explain(text, sizeof(text), root, LIMITS_OF_PROCESS, EAGAIN);
	cr_expect_eq(strstr(text, "ulimit -u") == NULL, geteuid() == 0, "%s", text);
	made_root_remove(root);
}

Test(limits, whatever_the_buffer_the_text_ends)
{
	char text[LIMITS_TEXT];

	limit(RLIMIT_NOFILE, 100);
	for (size_t size = 1; size < sizeof(text); size++) {
		memset(text, 'x', sizeof(text));
		limits_explain(text, size, "", LIMITS_OF_CALL, EMFILE);
		cr_assert_lt(strlen(text), size);
		cr_assert_eq(strchr(text, '(') == NULL, strchr(text, ')') == NULL, "\"%s\"", text);
	}
}

Test(limits, signals_that_the_kernel_sends)
{
	limit(RLIMIT_CPU, 1000);
	limit(RLIMIT_FSIZE, 100000);
	limit(RLIMIT_STACK, 192 * 1024);
	cr_expect_not_null(strstr(limits_signal(SIGXCPU),
		"1000 seconds of processor time: ulimit -t"));
	cr_expect_not_null(strstr(limits_signal(SIGXFSZ), "100 kB of this process: ulimit -f"));
	cr_expect_not_null(strstr(limits_signal(SIGSEGV), "197 kB of stack: ulimit -s"));
	limit(RLIMIT_STACK, 8 << 20);
	cr_expect_str_eq(limits_signal(SIGSEGV), "signal 11 (Segmentation fault)");
	limit(RLIMIT_AS, 900000000);
	cr_expect_not_null(strstr(limits_signal(SIGSEGV), "900 MB of address space: ulimit -v"));
	cr_expect_null(strstr(limits_signal(SIGTERM), "ulimit"));
}

Test(limits, no_memory_names_what_there_may_be)
{
	struct error error = {"no memory for 1000000 timers"}, other = {"no route"};

	limit(RLIMIT_AS, 1ULL << 40);
	limits_add_memory(&error);
	limits_add_memory(&other);
	cr_expect_str_eq(error.text,
		"no memory for 1000000 timers (this process may have 1.10 TB of address space: "
		"ulimit -v)");
	cr_expect_str_eq(other.text, "no route");
}
