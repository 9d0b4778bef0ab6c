/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting in /proc; see traces.h. */
#include "config.h"

#include "tests/contract/traces.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "support/clock.h"
#include "support/system_call.h"

#define PAUSE_NS NANOSECONDS_PER_MILLISECOND

static unsigned count_entries(const char *path)
{
	DIR *folder = opendir(path);
	unsigned count = 0;

	cr_assert_not_null(folder, "%s cannot be read", path);
	while (readdir(folder) != NULL)
		count++;
	closedir(folder);
	return count;
}

/* Whether this thread has not ended meanwhile, and is none of the kernel's that work for an
 * io_uring: it keeps one until the thread that had the ring ends. */
static bool counts(const char *number)
{
	char path[64], name[32] = "";
	bool read;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%.16s/comm", number);
	file = fopen(path, "re");
	if (file == NULL)
		return false;
	read = fgets(name, sizeof(name), file) != NULL;
	fclose(file);
	return read && strncmp(name, "iou-wrk-", strlen("iou-wrk-")) != 0;
}

static unsigned count_threads(void)
{
	DIR *folder = opendir("/proc/self/task");
	unsigned count = 0;

	cr_assert_not_null(folder, "the threads cannot be counted");
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
		count += entry->d_name[0] != '.' && counts(entry->d_name);
	closedir(folder);
	return count;
}

/* Processes that the calling thread has forked and that are not waited for. */
static unsigned count_children(void)
{
	unsigned count = 0;
	char path[64];
	FILE *list;
	int pid;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", system_thread());
	list = fopen(path, "re");
	cr_assert_not_null(list, "%s cannot be read", path);
	while (fscanf(list, "%d", &pid) == 1)
		count++;
	fclose(list);
	return count;
}

struct traces traces_now(void)
{
	return (struct traces){count_entries("/proc/self/fd"), count_threads(), count_children()};
}

const char *traces_left(const struct traces *before, uint64_t limit_ns)
{
	const uint64_t due_ns = clock_now_ns() + limit_ns;
	const struct timespec pause = clock_timespec(PAUSE_NS);

	while (count_threads() > before->threads) {
		if (clock_now_ns() >= due_ns)
			return "threads";
		nanosleep(&pause, NULL);
	}
	if (count_entries("/proc/self/fd") > before->descriptors)
		return "descriptors";
	return count_children() > before->children ? "processes" : NULL;
}
