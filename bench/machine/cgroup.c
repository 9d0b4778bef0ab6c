/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From /proc/self/cgroup to the folder of the group, and up from there; see cgroup.h. */
#include "config.h"

#include "bench/machine/cgroup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/text.h"

/* Whether a list as "cpu,cpuacct" has the name. */
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

/* The group's path into `path`: of the controller cpu in version 1, else of version 2. Which. */
static unsigned find_path(const char *root, char *path, size_t size)
{
	char buffer[PATH_MAX], *line = NULL;
	FILE *file = fopen(root_path(buffer, sizeof(buffer), root, "/proc/self/cgroup"), "re");
	unsigned version = 0;
	size_t room = 0;

	while (file != NULL && version != 1 && getline(&line, &room, file) > 0) {
		char *controllers, *group;

		line[strcspn(line, "\n")] = '\0';
		controllers = text_split(line, ':');
		group = controllers != NULL ? text_split(controllers, ':') : NULL;
		if (group == NULL || group[0] != '/' || strlen(group) >= size)
			continue;
		if (lists(controllers, "cpu"))
			version = 1;
		else if (controllers[0] == '\0' && strcmp(line, "0") == 0)
			version = 2;
		else
			continue;
		/* A path above what is mounted here, seen from within a namespace. */
		snprintf(path, size, "%s",
			strstr(group, "/..") != NULL || group[1] == '\0' ? "" : group);
	}
	free(line);
	if (file != NULL)
		fclose(file);
	return version;
}

static const char *mount_of(const char *root, unsigned version)
{
	static const char *const mounts[] = {
		"/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct", "/sys/fs/cgroup/cpuacct,cpu"};

	for (size_t i = 0; version == 1 && i < sizeof(mounts) / sizeof(mounts[0]); i++)
		if (root_has(root, mounts[i]))
			return mounts[i];
	return version == 2 && root_has(root, "/sys/fs/cgroup/cgroup.controllers")
		? "/sys/fs/cgroup"
		: NULL;
}

static char *line_in(const char *root, const char *folder, const char *name)
{
	char path[PATH_MAX + 32];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return root_line(root, path);
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

/* What one folder says; *absent: it has no such file, as the root of all groups. */
static struct figure quota_of(const char *root, const char *folder, unsigned version, bool *absent)
{
	char *quota = line_in(root, folder, version == 1 ? "cpu.cfs_quota_us" : "cpu.max");
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

static bool has_file(const char *root, const char *folder, const char *name)
{
	char path[PATH_MAX + 32];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return root_has(root, path);
}

/* The least of all from this folder up to the mount. One that cannot be understood may be the least
 * of all, so nothing is known then. */
static struct figure least_quota(const char *root, char *folder, size_t mount, unsigned version)
{
	struct figure least = {.known = true, .unlimited = true};

	for (;;) {
		bool absent;
		struct figure here = quota_of(root, folder, version, &absent);

		if (!here.known && !absent)
			return here;
		if (here.known && !here.unlimited && (least.unlimited || here.value < least.value))
			least = here;
		if (strlen(folder) <= mount)
			return least;
		*strrchr(folder, '/') = '\0';
	}
}

void cgroup_read(struct cgroup *cgroup, const char *root)
{
	char path[PATH_MAX / 2] = "", folder[PATH_MAX];
	const char *mount;

	*cgroup = (struct cgroup){.version = find_path(root, path, sizeof(path))};
	mount = mount_of(root, cgroup->version);
	if (mount == NULL)
		return;
	snprintf(folder, sizeof(folder), "%s%s", mount, path);
	while (strlen(folder) > strlen(mount) && !has_file(root, folder, "cgroup.procs"))
		*strrchr(folder, '/') = '\0';
	if (!has_file(root, folder, "cgroup.procs"))
		return;
	memcpy(cgroup->folder, folder, sizeof(folder));
	cgroup->quota_cores = least_quota(root, folder, strlen(mount), cgroup->version);
}
