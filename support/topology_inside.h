/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What topology.c and topology_place.c share; no other file looks inside a topology.
 *
 * A topology is a list of cores in hwloc's logical order (neighbours share caches), each with its
 * CPUs, and the order in which scatter takes these cores. Every placement is a walk over them.
 */
#ifndef BREAKEVEN_SUPPORT_TOPOLOGY_INSIDE_H
#define BREAKEVEN_SUPPORT_TOPOLOGY_INSIDE_H

#include "support/topology.h"

struct hwloc_topology;

/* A physical core: its CPUs are `count` ones of topology->cpus, from `first` on. */
struct core {
	unsigned first, count;
};

/* A core in the order of scatter. While that order is made: which one it is (rank) below which
 * child (branch). */
struct spread {
	unsigned core;
	unsigned rank, branch;
};

struct topology {
	struct hwloc_topology *hwloc; /* topology.c's own */
	unsigned core_count, cpu_count;
	struct core *cores;
	unsigned *cpus;           /* by their numbers in the operating system, core after core */
	struct spread *scattered; /* the cores, far ones first */
	char usable[256];         /* the CPUs as "0,2-3", for errors */
};

/* Whether these CPUs may all be used. 0, or -1 with the error. */
int topology_check(const struct topology *topology, const unsigned *cpus, unsigned count,
	struct error *error);

#endif
