/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The control group that rations this process's processor time, in version 1 or 2 of the kernel's
 * interface (Documentation/admin-guide/cgroup-v2.rst and scheduler/sched-bwc.rst).
 *
 * A process in a container may see the path that its group has outside, of which nothing is mounted
 * here: then the nearest folder above that is there counts, which is the container's own.
 */
#ifndef BREAKEVEN_BENCH_MACHINE_CGROUP_H
#define BREAKEVEN_BENCH_MACHINE_CGROUP_H

#include "bench/machine/root.h"

#include <limits.h>

struct cgroup {
	unsigned version;          /* 1 or 2; 0: not known */
	char folder[PATH_MAX];     /* below the root; "": not known */
	struct figure quota_cores; /* the least of the group's and those above it */
};

/* Never fails; what cannot be read is not known. */
void cgroup_read(struct cgroup *cgroup, const char *root);

#endif
