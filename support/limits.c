/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finds limits by the errors that they cause; see limits.h.
 *
 * If several limits may have caused an error, one that is reached is named alone; if none is, all
 * that are set.
 */
#include "config.h"

#include "support/limits.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "support/cgroup.h"
#include "support/text.h"

#define RESERVED_PIDS 300 /* that the kernel keeps for itself after the first round */
#define NEARLY 0.99       /* of a limit: some have ended since */
#define BYTES_PER_KIBIBYTE 1024
#define EVERY_USER "4294967295"                   /* the number that the first namespace has */
#define SMALL_STACK (1024.0 * BYTES_PER_KIBIBYTE) /* whose overflow may cause a crash */
#define SMALL_SPACE 1e9                           /* whose lack may cause a crash */

enum unit { COUNT, BYTES };

/* The limits in parentheses, while the list is made. */
struct list {
	char *text;
	size_t size, count;
	const char *root;
};

static bool is_set(struct figure limit)
{
	return limit.known && !limit.unlimited;
}

/* "WHO may have 16 open files: WHERE", unless there is no such limit. */
static void add(struct list *list, struct figure limit, enum unit unit, const char *who,
	const char *what, const char *where)
{
	const size_t used = strlen(list->text);
	char value[TEXT_NUMBER_SIZE];
	int length;

	if (!is_set(limit))
		return;
	if (unit == BYTES)
		text_bytes_rounded(value, sizeof(value), limit.value);
	else
		snprintf(value, sizeof(value), "%.0f", limit.value);
	length = snprintf(list->text + used, list->size - used, "%s%s may have %s %s: %s",
		list->count > 0 ? "; " : " (", who, value, what, where);
	if (length < 0 || (size_t)length + 1 >= list->size - used)
		list->text[used] = '\0'; /* it and the closing text do not fit */
	else
		list->count++;
}

static void end(struct list *list)
{
	if (list->count > 0)
		strcat(list->text, ")");
}

static struct figure own(int resource)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit) != 0)
		return (struct figure){0};
	if (limit.rlim_cur == RLIM_INFINITY)
		return (struct figure){.known = true, .unlimited = true};
	return (struct figure){.known = true, .value = (double)limit.rlim_cur};
}

/* A line of /proc/self/status or /proc/meminfo in bytes. */
static struct figure bytes_in(const char *root, const char *path, const char *name)
{
	char *field = root_field(root, path, name);
	struct figure figure = {0};

	if (field != NULL && text_split(field, ' ') != NULL)
		figure = figure_scaled(figure_parse(field), BYTES_PER_KIBIBYTE);
	free(field);
	return figure;
}

/* How many lines it has; 0: it cannot be read. */
static double count_lines(const char *root, const char *path)
{
	char buffer[PATH_MAX], *line = NULL;
	FILE *file = fopen(root_path(buffer, sizeof(buffer), root, path), "re");
	double count = 0;
	size_t size = 0;

	while (file != NULL && getline(&line, &size, file) > 0)
		count++;
	free(line);
	if (file != NULL)
		fclose(file);
	return count;
}

/* Threads of the whole system: "0.10 0.20 0.30 2/345 678". */
static struct figure count_threads(const char *root)
{
	char *line = root_line(root, "/proc/loadavg");
	char *slash = line != NULL ? strchr(line, '/') : NULL;
	struct figure count = {0};

	if (slash != NULL && text_split(slash + 1, ' ') != NULL)
		count = figure_parse(slash + 1);
	free(line);
	return count;
}

/* The kernel counts no processes of the first user outside of all user namespaces. */
static bool is_counted(const char *root)
{
	char *map = geteuid() == 0 ? root_line(root, "/proc/self/uid_map") : NULL;
	const bool counted = map == NULL || strstr(map, EVERY_USER) == NULL;

	free(map);
	return geteuid() != 0 || counted;
}

static void add_memory(struct list *list)
{
	const struct figure mappings = root_figure(list->root, "/proc/sys/vm/max_map_count");
	const struct figure overcommit = root_figure(list->root, "/proc/sys/vm/overcommit_memory");

	if (is_set(mappings) &&
		count_lines(list->root, "/proc/self/maps") >= NEARLY * mappings.value) {
		add(list, mappings, COUNT, "a process", "mappings", "sysctl vm.max_map_count");
		return;
	}
	add(list, own(RLIMIT_AS), BYTES, "this process", "of address space", "ulimit -v");
	add(list, own(RLIMIT_DATA), BYTES, "this process", "of data", "ulimit -d");
	if (is_set(overcommit) && overcommit.value == 2)
		add(list, bytes_in(list->root, "/proc/meminfo", "CommitLimit"), BYTES,
			"all processes", "together", "sysctl vm.overcommit_memory=2");
}

/* The stack of a new thread counts as address space and as data, too. */
static bool is_out_of(const char *root, int resource, const char *name)
{
	const struct figure space = own(resource), stack = own(RLIMIT_STACK);
	const struct figure used = bytes_in(root, "/proc/self/status", name);

	return is_set(space) && used.known &&
		used.value + (is_set(stack) ? stack.value : 0) >= NEARLY * space.value;
}

static void add_processes(struct list *list)
{
	static const char what[] = "processes and threads";
	const struct figure there = count_threads(list->root);
	const struct figure threads = root_figure(list->root, "/proc/sys/kernel/threads-max");
	const struct figure pids = root_figure(list->root, "/proc/sys/kernel/pid_max");
	struct cgroup cgroup;

	cgroup_read(&cgroup, list->root);
	if (is_set(cgroup.processes.figure) && cgroup.processes_there.known &&
		cgroup.processes_there.value >= NEARLY * cgroup.processes.figure.value) {
		add(list, cgroup.processes.figure, COUNT, "the control group", what,
			cgroup.processes.file);
	} else if (is_set(threads) && there.known && there.value >= NEARLY * threads.value) {
		add(list, threads, COUNT, "the system", "threads", "sysctl kernel.threads-max");
	} else if (is_set(pids) && there.known &&
		there.value >= NEARLY * (pids.value - RESERVED_PIDS)) {
		add(list, pids, COUNT, "the system", what, "sysctl kernel.pid_max");
	} else if (is_out_of(list->root, RLIMIT_AS, "VmSize") ||
		is_out_of(list->root, RLIMIT_DATA, "VmData")) {
		add_memory(list);
	} else {
		if (is_counted(list->root))
			add(list, own(RLIMIT_NPROC), COUNT, "this user", what, "ulimit -u");
		add(list, cgroup.processes.figure, COUNT, "the control group", what,
			cgroup.processes.file);
		add(list, own(RLIMIT_AS), BYTES, "this process", "of address space", "ulimit -v");
		add(list, own(RLIMIT_DATA), BYTES, "this process", "of data", "ulimit -d");
	}
	cgroup_clear(&cgroup);
}

static void add_arguments(struct list *list)
{
	add(list, figure_scaled(own(RLIMIT_STACK), 0.25), BYTES, "a new program",
		"of arguments and environment", "a quarter of ulimit -s");
}

static void add_limits(struct list *list, enum limits_of what, int failure)
{
	if (failure == EMFILE)
		add(list, own(RLIMIT_NOFILE), COUNT, "this process", "open files", "ulimit -n");
	else if (failure == ENFILE)
		add(list, root_figure(list->root, "/proc/sys/fs/file-max"), COUNT, "the system",
			"open files", "sysctl fs.file-max");
	else if (failure == EFBIG)
		add(list, own(RLIMIT_FSIZE), BYTES, "a file", "of this process", "ulimit -f");
	else if (failure == E2BIG)
		add_arguments(list);
	else if (what == LIMITS_OF_PROCESS && (failure == EAGAIN || failure == ENOMEM))
		add_processes(list);
	else if (what == LIMITS_OF_LOCKED &&
		(failure == ENOMEM || failure == EAGAIN || failure == EPERM))
		add(list, own(RLIMIT_MEMLOCK), BYTES, "this process", "of locked memory",
			"ulimit -l");
	else if (failure == ENOMEM)
		add_memory(list);
}

char *limits_explain(char *buffer, size_t size, const char *root, enum limits_of what, int failure)
{
	struct list list = {.text = buffer, .size = size, .root = root};

	snprintf(buffer, size, "%s", strerror(failure));
	add_limits(&list, what, failure);
	end(&list);
	return buffer;
}

const char *limits_error(int failure)
{
	static _Thread_local char text[LIMITS_TEXT];

	return limits_explain(text, sizeof(text), "", LIMITS_OF_CALL, failure);
}

const char *limits_process_error(int failure)
{
	static _Thread_local char text[LIMITS_TEXT];

	return limits_explain(text, sizeof(text), "", LIMITS_OF_PROCESS, failure);
}

const char *limits_locked_error(int failure)
{
	static _Thread_local char text[LIMITS_TEXT];

	return limits_explain(text, sizeof(text), "", LIMITS_OF_LOCKED, failure);
}

/* Programs that get no memory often crash. */
static void add_small_space(struct list *list)
{
	const struct figure space = own(RLIMIT_AS), data = own(RLIMIT_DATA);

	if (space.value < SMALL_SPACE)
		add(list, space, BYTES, "a process", "of address space", "ulimit -v");
	if (data.value < SMALL_SPACE)
		add(list, data, BYTES, "a process", "of data", "ulimit -d");
}

const char *limits_signal(int signal)
{
	static _Thread_local char text[LIMITS_TEXT];
	struct list list = {.text = text, .size = sizeof(text), .root = ""};
	const struct figure stack = own(RLIMIT_STACK);

	snprintf(text, sizeof(text), "signal %d (%s)", signal, strsignal(signal));
	if (signal == SIGXCPU || signal == SIGKILL)
		add(&list, own(RLIMIT_CPU), COUNT, "a process", "seconds of processor time",
			"ulimit -t");
	else if (signal == SIGXFSZ)
		add(&list, own(RLIMIT_FSIZE), BYTES, "a file", "of this process", "ulimit -f");
	else if (signal == SIGSEGV && is_set(stack) && stack.value < SMALL_STACK)
		add(&list, stack, BYTES, "a process", "of stack", "ulimit -s");
	if (signal == SIGSEGV || signal == SIGBUS || signal == SIGABRT)
		add_small_space(&list);
	end(&list);
	return text;
}

int limits_check_stack(struct error *error)
{
	const struct figure stack = own(RLIMIT_STACK);
	char given[TEXT_NUMBER_SIZE];

	if (!is_set(stack) || stack.value >= LIMITS_STACK_KIBIBYTES * BYTES_PER_KIBIBYTE)
		return 0;
	return error_set(error,
		"a stack of %s is too small; breakeven needs %d KiB: ulimit -s %d or more",
		text_format_bytes(given, sizeof(given), stack.value), LIMITS_STACK_KIBIBYTES,
		LIMITS_STACK_KIBIBYTES);
}

/* In our own words, the C library's, or the loader's. */
static bool tells_of_memory(const char *text)
{
	static const char *const words[] = {"no memory", "out of memory", "cannot allocate memory",
		"failed to map segment", "cannot map"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasestr(text, words[i]) != NULL && strstr(text, "ulimit") == NULL)
			return true;
	return false;
}

void limits_add_memory(struct error *error)
{
	char text[LIMITS_TEXT] = "";
	struct list list = {.text = text, .size = sizeof(text), .root = ""};
	const size_t used = strlen(error->text);

	if (!tells_of_memory(error->text))
		return;
	add_memory(&list);
	end(&list);
	snprintf(error->text + used, sizeof(error->text) - used, "%s", text);
}
