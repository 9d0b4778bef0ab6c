/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the control groups of this process allow it, in version 1 or 2 of the kernel's interface
 * (Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/memory.rst, scheduler/sched-bwc.rst).
 *
 * In version 1 each controller may have a hierarchy of its own. A group is bound by its own limits
 * and by those of all groups above it, so the least of them is the limit. A process in a container
 * may see the path of its group outside of it, which is not mounted here: then the nearest folder
 * above that exists is used, which is the container's own.
 */
#ifndef BREAKEVEN_SUPPORT_CGROUP_H
#define BREAKEVEN_SUPPORT_CGROUP_H

#include "support/root.h"

#define CGROUP_RATIONED 4

/* The least limit, and the file that has it. */
struct cgroup_limit {
	struct figure figure;
	char *file; /* below the root; NULL: there is no limit, or it is not known */
};

struct cgroup {
	unsigned version;    /* of the controller cpu: 1 or 2; 0: not known */
	char *folder;        /* of the controller cpu, below the root; NULL: not known */
	char *memory_folder; /* of the controller memory, below the root; NULL: not known */
	struct cgroup_limit quota_cores;
	/* The folders that count how often a quota stopped this process: its own group's, and those
	 * above it that have a quota. */
	char *rationed[CGROUP_RATIONED];
	unsigned rationed_count;
	struct cgroup_limit memory_bytes; /* without swap */
	struct cgroup_limit swap_bytes;
	struct cgroup_limit processes;        /* threads count as processes */
	struct figure processes_there;        /* in the group that has the least limit */
	struct figure memory_available_bytes; /* below all limits, with the page cache freed */
	char *cpus;                           /* "0-3"; NULL: not known */
};

/* Never fails; what cannot be read is not known. Freed by cgroup_clear(). */
void cgroup_read(struct cgroup *cgroup, const char *root);

void cgroup_clear(struct cgroup *cgroup);

/* How many processes of the group the kernel has ended because memory ran out, so far. */
struct figure cgroup_memory_kills(const struct cgroup *cgroup, const char *root);

#endif
