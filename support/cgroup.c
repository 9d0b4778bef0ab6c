/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the group's folder by /proc/self/cgroup and reads it and those above it; see cgroup.h. */
#include "config.h"

#include "support/cgroup.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/text.h"

#define MOUNT "/sys/fs/cgroup"
#define VERSIONS 3 /* an index from 1 */

/* The group of this process under one controller. */
struct place {
	unsigned version; /* 0: not known */
	char *folder;     /* NULL: not known */
	size_t mount;     /* bytes of the folder that are the mount's */
};

/* A limit as its folders have it. */
struct kind {
	const char *files[VERSIONS];
	/* Of one folder. Not known and *absent: it has no such file, as the root of all groups. */
	struct figure (*read)(const char *root, const char *folder, unsigned version,
		const char *name, bool *absent);
};

/* Whether a list such as "cpu,cpuacct" has the name. */
static bool lists(const char *list, const char *name)
{
	size_t length = strlen(name);

	for (;;) {
		size_t word = strcspn(list, ",");

		if (word == length && strncmp(list, name, length) == 0)
			return true;
		if (list[word] == '\0')
			return false;
		list += word + 1;
	}
}

/* The group's path, to be freed: of the controller in version 1, else of version 2. NULL where it
 * is not known. */
static char *find_path(const char *root, const char *controller, unsigned *version)
{
	char buffer[PATH_MAX], *line = NULL, *path = NULL;
	FILE *file = fopen(root_path(buffer, sizeof(buffer), root, "/proc/self/cgroup"), "re");
	size_t room = 0;

	*version = 0;
	while (file != NULL && *version != 1 && getline(&line, &room, file) > 0) {
		char *controllers, *group;

		line[strcspn(line, "\n")] = '\0';
		controllers = text_split(line, ':');
		group = controllers != NULL ? text_split(controllers, ':') : NULL;
		if (group == NULL || group[0] != '/')
			continue;
		if (lists(controllers, controller))
			*version = 1;
		else if (controllers[0] == '\0' && strcmp(line, "0") == 0)
			*version = 2;
		else
			continue;
		/* A path above what is mounted here, seen from within a namespace. */
		free(path);
		path = strdup(strstr(group, "/..") != NULL || group[1] == '\0' ? "" : group);
	}
	free(line);
	if (file != NULL)
		fclose(file);
	return path;
}

static const char *mount_of(const char *root, const char *controller, unsigned version)
{
	static const struct {
		const char *controller, *folder;
	} mounts[] = {
		{"cpu", MOUNT "/cpu"},
		{"cpu", MOUNT "/cpu,cpuacct"},
		{"cpu", MOUNT "/cpuacct,cpu"},
		{"memory", MOUNT "/memory"},
		{"pids", MOUNT "/pids"},
		{"cpuset", MOUNT "/cpuset"},
	};

	for (size_t i = 0; version == 1 && i < sizeof(mounts) / sizeof(mounts[0]); i++)
		if (strcmp(mounts[i].controller, controller) == 0 &&
			root_has(root, mounts[i].folder))
			return mounts[i].folder;
	return version == 2 && root_has(root, MOUNT "/cgroup.controllers") ? MOUNT : NULL;
}

/* FOLDER/NAME, to be freed; NULL where there is no memory. */
static char *path_in(const char *folder, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

static bool has_file(const char *root, const char *folder, const char *name)
{
	char *path = path_in(folder, name);
	bool has = path != NULL && root_has(root, path);

	free(path);
	return has;
}

static char *line_in(const char *root, const char *folder, const char *name)
{
	char *path = path_in(folder, name);
	char *line = path != NULL ? root_line(root, path) : NULL;

	free(path);
	return line;
}

static struct figure counter_in(const char *root, const char *folder, const char *name,
	const char *counter)
{
	char *path = path_in(folder, name);
	struct figure figure =
		path != NULL ? root_figure_counter(root, path, counter) : (struct figure){0};

	free(path);
	return figure;
}

/* To be freed with its folder. */
static struct place find_place(const char *root, const char *controller)
{
	struct place place = {0};
	char *path = find_path(root, controller, &place.version);
	const char *mount = mount_of(root, controller, place.version);

	if (path != NULL && mount != NULL && asprintf(&place.folder, "%s%s", mount, path) < 0)
		place.folder = NULL;
	free(path);
	if (place.folder == NULL)
		return place;
	place.mount = strlen(mount);
	while (strlen(place.folder) > place.mount && !has_file(root, place.folder, "cgroup.procs"))
		*strrchr(place.folder, '/') = '\0';
	if (has_file(root, place.folder, "cgroup.procs"))
		return place;
	free(place.folder);
	place.folder = NULL;
	return place;
}

/* From the folder of a place to the one above it; false at the mount. */
static bool go_up(char *folder, const struct place *place)
{
	if (strlen(folder) <= place->mount)
		return false;
	*strrchr(folder, '/') = '\0';
	return true;
}

/* The least of all from the place's folder up to the mount. A value that cannot be parsed may be
 * the least of all, so the result is then not known. */
static struct cgroup_limit find_least(const char *root, const struct place *place,
	const struct kind *kind)
{
	struct cgroup_limit least = {0};
	char *folder = place->folder != NULL ? strdup(place->folder) : NULL;

	if (folder == NULL)
		return least;
	least.figure = (struct figure){.known = true, .unlimited = true};
	do {
		bool absent;
		struct figure here = kind->read(root, folder, place->version,
			kind->files[place->version], &absent);

		if (!here.known && !absent) {
			free(least.file);
			least = (struct cgroup_limit){0};
			break;
		}
		if (!here.known || here.unlimited ||
			(!least.figure.unlimited && here.value >= least.figure.value))
			continue;
		free(least.file);
		least.figure = here;
		least.file = path_in(folder, kind->files[place->version]);
	} while (go_up(folder, place));
	free(folder);
	return least;
}

/* A quota and its period in microseconds as cores. */
static struct figure cores_of(const char *quota, const char *period)
{
	struct figure share = figure_parse(quota), whole = figure_parse(period);

	if (!share.known || !whole.known || whole.unlimited || whole.value <= 0)
		return (struct figure){0};
	if (share.unlimited)
		return share;
	if (share.value <= 0)
		return (struct figure){0};
	return figure_scaled(share, 1 / whole.value);
}

static struct figure read_quota(const char *root, const char *folder, unsigned version,
	const char *name, bool *absent)
{
	char *quota = line_in(root, folder, name);
	char *period = version == 1 ? line_in(root, folder, "cpu.cfs_period_us") : NULL;
	struct figure cores;

	*absent = quota == NULL;
	if (version == 1)
		cores = cores_of(quota != NULL && strcmp(quota, "-1") == 0 ? "max" : quota, period);
	else
		cores = cores_of(quota, quota != NULL ? text_split(quota, ' ') : NULL);
	free(quota);
	free(period);
	return cores;
}

/* A number or "max"; version 1 has bytes beyond all memory where there is no limit. */
static struct figure read_number(const char *root, const char *folder, unsigned version,
	const char *name, bool *absent)
{
	char *line = line_in(root, folder, name);
	struct figure figure = figure_parse(line);

	(void)version;
	*absent = line == NULL;
	if (line != NULL && !figure.known && line[0] != '\0' &&
		line[strspn(line, "0123456789")] == '\0')
		figure = (struct figure){.known = true, .unlimited = true};
	free(line);
	return figure;
}

static const struct kind quota_kind = {{NULL, "cpu.cfs_quota_us", "cpu.max"}, read_quota};
static const struct kind memory_kind = {{NULL, "memory.limit_in_bytes", "memory.max"}, read_number};
static const struct kind swap_kind = {
	{NULL, "memory.memsw.limit_in_bytes", "memory.swap.max"}, read_number};
static const struct kind processes_kind = {{NULL, "pids.max", "pids.max"}, read_number};

/* What a group with a limit may still take, including the page cache that it can release. */
static struct figure left_in(const char *root, const char *folder, unsigned version)
{
	bool absent;
	const struct figure limit =
		read_number(root, folder, version, memory_kind.files[version], &absent);
	const struct figure used = read_number(root, folder, version,
		version == 1 ? "memory.usage_in_bytes" : "memory.current", &absent);
	const struct figure cache = counter_in(root, folder, "memory.stat",
		version == 1 ? "total_inactive_file" : "inactive_file");
	double left;

	if (!limit.known || limit.unlimited || !used.known)
		return (struct figure){0};
	left = limit.value - used.value + (cache.known ? cache.value : 0);
	return (struct figure){.known = true,
		.value = left < 0            ? 0
			: left > limit.value ? limit.value
					     : left};
}

static struct figure least_left(const char *root, const struct place *place)
{
	char *folder = place->folder != NULL ? strdup(place->folder) : NULL;
	struct figure least = {0};

	if (folder == NULL)
		return least;
	do {
		const struct figure here = left_in(root, folder, place->version);

		if (here.known && (!least.known || here.value < least.value))
			least = here;
	} while (go_up(folder, place));
	free(folder);
	return least;
}

/* Version 1 limits memory and swap together. */
static struct cgroup_limit find_swap(const char *root, const struct place *place,
	const struct figure *memory)
{
	struct cgroup_limit swap = find_least(root, place, &swap_kind);

	if (place->version != 1 || !swap.figure.known || swap.figure.unlimited)
		return swap;
	if (!memory->known || memory->unlimited || memory->value > swap.figure.value) {
		free(swap.file);
		return (struct cgroup_limit){0};
	}
	swap.figure.value -= memory->value;
	return swap;
}

/* The number of processes and threads in the group that has the limit. */
static struct figure count_processes(const char *root, const struct cgroup_limit *limit)
{
	char *folder = limit->file != NULL ? strdup(limit->file) : NULL;
	struct figure count = {0};
	bool absent;

	if (folder != NULL) {
		*strrchr(folder, '/') = '\0';
		count = read_number(root, folder, 0, "pids.current", &absent);
	}
	free(folder);
	return count;
}

static char *read_cpus(const char *root)
{
	static const char *const files[VERSIONS] = {
		NULL, "cpuset.effective_cpus", "cpuset.cpus.effective"};
	struct place place = find_place(root, "cpuset");
	char *cpus =
		place.folder != NULL ? line_in(root, place.folder, files[place.version]) : NULL;

	free(place.folder);
	return cpus;
}

/* The own folder, and those above it with a quota. */
static void find_rationed(struct cgroup *cgroup, const char *root, const struct place *place)
{
	char *folder = place->folder != NULL ? strdup(place->folder) : NULL;
	bool own = true;

	if (folder == NULL)
		return;
	do {
		bool absent;
		const struct figure quota = read_quota(root, folder, place->version,
			quota_kind.files[place->version], &absent);
		char *copy;

		if (!own && (!quota.known || quota.unlimited))
			continue;
		own = false;
		copy = strdup(folder);
		if (copy != NULL)
			cgroup->rationed[cgroup->rationed_count++] = copy;
	} while (go_up(folder, place) && cgroup->rationed_count < CGROUP_RATIONED);
	free(folder);
}

void cgroup_read(struct cgroup *cgroup, const char *root)
{
	const struct place cpu = find_place(root, "cpu"), memory = find_place(root, "memory");
	struct place processes = find_place(root, "pids");

	*cgroup = (struct cgroup){
		.version = cpu.version,
		.folder = cpu.folder,
		.memory_folder = memory.folder,
		.quota_cores = find_least(root, &cpu, &quota_kind),
		.memory_bytes = find_least(root, &memory, &memory_kind),
		.memory_available_bytes = least_left(root, &memory),
		.processes = find_least(root, &processes, &processes_kind),
		.cpus = read_cpus(root),
	};
	find_rationed(cgroup, root, &cpu);
	cgroup->swap_bytes = find_swap(root, &memory, &cgroup->memory_bytes.figure);
	cgroup->processes_there = count_processes(root, &cgroup->processes);
	free(processes.folder);
}

void cgroup_clear(struct cgroup *cgroup)
{
	for (unsigned i = 0; i < cgroup->rationed_count; i++)
		free(cgroup->rationed[i]);
	free(cgroup->folder);
	free(cgroup->memory_folder);
	free(cgroup->quota_cores.file);
	free(cgroup->memory_bytes.file);
	free(cgroup->swap_bytes.file);
	free(cgroup->processes.file);
	free(cgroup->cpus);
	*cgroup = (struct cgroup){0};
}

struct figure cgroup_memory_kills(const struct cgroup *cgroup, const char *root)
{
	struct figure kills;

	if (cgroup->memory_folder == NULL)
		return (struct figure){0};
	kills = counter_in(root, cgroup->memory_folder, "memory.events", "oom_kill");
	return kills.known
		? kills
		: counter_in(root, cgroup->memory_folder, "memory.oom_control", "oom_kill");
}
