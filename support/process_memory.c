/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory of processes; see process_memory.h.
 *
 * Every process of the machine is listed with its parent; the descendants of the root follow from
 * that. The lists of children in /proc/PID/task/TID/children would need a file for each thread.
 */
#include "config.h"

#include "support/process_memory.h"

#include "support/system_call.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/kcmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "support/limits.h"

#define PROCESS_LIMIT 65536
#define FILE_SIZE 4096 /* more than stat and smaps_rollup have */

struct process {
	pid_t pid, parent;
	bool inside; /* of the tree */
};

struct process_tree {
	int proc; /* the folder /proc */
	size_t count;
	struct process all[PROCESS_LIMIT]; /* ascending by pid, as /proc lists them */
	char listing[32768];
};

/* One reading of a tree. */
struct reading {
	pid_t root;
	struct process_memory *memory;
	struct error *error;
};

struct process_tree *process_tree_open(struct error *error)
{
	struct process_tree *tree = calloc(1, sizeof(*tree));

	if (tree == NULL) {
		error_set(error, "no memory for a list of processes");
		return NULL;
	}
	tree->proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (tree->proc >= 0)
		return tree;
	error_set(error, "cannot open /proc: %s", limits_error(errno));
	free(tree);
	return NULL;
}

void process_tree_close(struct process_tree *tree)
{
	if (tree == NULL)
		return;
	close(tree->proc);
	free(tree);
}

/* A file of /proc/PID as text; its length, 0 where the process is gone, -1 with errno. */
static ssize_t read_file(const struct process_tree *tree, pid_t pid, const char *name,
	char text[FILE_SIZE])
{
	char path[64];
	ssize_t length;
	int file;

	snprintf(path, sizeof(path), "%d/%s", pid, name);
	file = openat(tree->proc, path, O_RDONLY | O_CLOEXEC);
	length = file < 0 ? -1 : read(file, text, FILE_SIZE - 1);
	if (file >= 0)
		close(file);
	if (length < 0 && errno == ESRCH)
		length = 0;
	/* Either the process is gone, or the kernel has no such file. */
	if (length < 0 && errno == ENOENT) {
		snprintf(path, sizeof(path), "%d", pid);
		length = faccessat(tree->proc, path, F_OK, 0) < 0 ? 0 : -1;
		errno = ENOENT;
	}
	text[length > 0 ? length : 0] = '\0';
	return length;
}

/* The parent of a process, or 0 where it is gone or hidden. */
static pid_t parent_of(const struct process_tree *tree, pid_t pid)
{
	char text[FILE_SIZE];
	const char *after_name;
	int parent;

	if (read_file(tree, pid, "stat", text) <= 0)
		return 0;
	/* The name stands in brackets and may have brackets itself. */
	after_name = strrchr(text, ')');
	if (after_name == NULL || sscanf(after_name, ") %*c %d", &parent) != 1)
		return 0;
	return parent;
}

static struct process *find(struct process_tree *tree, pid_t pid)
{
	size_t low = 0, high = tree->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (tree->all[middle].pid < pid)
			low = middle + 1;
		else
			high = middle;
	}
	return low < tree->count && tree->all[low].pid == pid ? &tree->all[low] : NULL;
}

/* The bytes of a line "NAME:   12 kB" of the text, or -1 where there is none. */
static int64_t bytes_of(const char *text, const char *name)
{
	const char *line = strstr(text, name);
	long long kilobytes;

	if (line == NULL || sscanf(line + strlen(name), "%lld kB", &kilobytes) != 1)
		return -1;
	return (int64_t)kilobytes * 1024;
}

/* Whether both share the same memory, not copies of it. If the kernel does not tell, the answer is
 * no. */
static bool same_memory(pid_t one, pid_t other)
{
	return syscall(SYS_kcmp, one, other, KCMP_VM, 0UL, 0UL) == 0;
}

/* Adds what one process has; nothing where it is gone. 0, or -1 with the error. */
static int add_memory(const struct process_tree *tree, const struct process *process,
	struct reading *reading)
{
	struct process_memory *memory = reading->memory;
	const int pid = (int)process->pid;
	char text[FILE_SIZE];
	int64_t all, anonymous, shared;
	ssize_t length = read_file(tree, pid, "smaps_rollup", text);

	if (length < 0)
		return error_set(reading->error, "cannot read /proc/%d/smaps_rollup: %s", pid,
			limits_error(errno));
	if (length == 0)
		return 0;
	all = bytes_of(text, "\nPss:");
	anonymous = bytes_of(text, "\nPss_Anon:");
	shared = bytes_of(text, "\nPss_Shmem:");
	if (all < 0 || anonymous < 0 || shared < 0)
		return error_set(reading->error,
			"/proc/%d/smaps_rollup has no Pss, Pss_Anon or Pss_Shmem (Linux 5.4 has)",
			pid);
	memory->all_bytes += (uint64_t)all;
	memory->written_bytes += (uint64_t)(anonymous + shared);
	memory->children += process->parent == reading->root;
	return 0;
}

/* Adds a process to the tree and its memory to the sum if it is the root or a child of somebody in
 * the tree. 1, 0 where it is neither, or -1 with the error. */
static int take_in(struct process_tree *tree, struct process *process, struct reading *reading)
{
	if (process->pid != reading->root) {
		const struct process *parent = find(tree, process->parent);

		if (parent == NULL || !parent->inside)
			return 0;
	}
	process->inside = true;
	if (process->pid != reading->root && same_memory(process->parent, process->pid))
		return 1;
	return add_memory(tree, process, reading) < 0 ? -1 : 1;
}

/* One entry of /proc. Its memory is read at once, because it may be gone soon. */
static int add(struct process_tree *tree, const char *name, struct reading *reading)
{
	char *end;
	long pid = strtol(name, &end, 10);
	struct process *process;

	if (pid <= 0 || pid > INT_MAX || *end != '\0')
		return 0;
	if (tree->count == PROCESS_LIMIT)
		return error_set(reading->error, "more than %d processes on this machine",
			PROCESS_LIMIT);
	process = &tree->all[tree->count++];
	*process = (struct process){.pid = (pid_t)pid, .parent = parent_of(tree, (pid_t)pid)};
	return take_in(tree, process, reading) < 0 ? -1 : 0;
}

static int list(struct process_tree *tree, struct reading *reading)
{
	ssize_t length;

	tree->count = 0;
	if (lseek(tree->proc, 0, SEEK_SET) < 0)
		return error_set(reading->error, "cannot list /proc: %s", limits_error(errno));
	while ((length = system_list(tree->proc, tree->listing, sizeof(tree->listing))) > 0)
		for (ssize_t at = 0; at < length;) {
			const struct system_entry *entry = (const void *)(tree->listing + at);

			if (add(tree, entry->name, reading) < 0)
				return -1;
			at += entry->size;
		}
	if (length < 0)
		return error_set(reading->error, "cannot list /proc: %s", limits_error(errno));
	return 0;
}

/* Processes listed before their parents: process numbers wrap around. */
static int take_in_rest(struct process_tree *tree, struct reading *reading)
{
	int taken;

	do {
		taken = 0;
		for (size_t i = 0; i < tree->count && taken >= 0; i++)
			if (!tree->all[i].inside) {
				int outcome = take_in(tree, &tree->all[i], reading);

				taken = outcome < 0 ? -1 : taken + outcome;
			}
	} while (taken > 0);
	return taken;
}

int process_tree_memory(struct process_tree *tree, pid_t root, struct process_memory *memory,
	struct error *error)
{
	struct reading reading = {root, memory, error};

	*memory = (struct process_memory){0};
	if (list(tree, &reading) < 0 || take_in_rest(tree, &reading) < 0)
		return -1;
	if (memory->all_bytes == 0)
		return error_set(error, "there is no process %d", (int)root);
	return 0;
}
