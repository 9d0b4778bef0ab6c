/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The machine's cores through hwloc: which cores there are, in which order workers take them, and
 * binding.
 *
 * Everything here stays inside the CPU set that this process may use (taskset, cgroup cpusets). A
 * "CPU" is a logical processor by its operating-system number; a "core" is a physical core, which
 * has one or more of them.
 */
#ifndef BREAKEVEN_SUPPORT_TOPOLOGY_H
#define BREAKEVEN_SUPPORT_TOPOLOGY_H

#include "support/error.h"

#include <stdbool.h>
#include <sys/types.h>

struct topology;

enum pin_policy {
	PIN_CORES, /* a CPU of each physical core, near ones first; SMT siblings only at the end */
	PIN_COMPACT, /* every CPU of a core before the next core: shared caches */
	PIN_SCATTER, /* far ones first: packages, then NUMA nodes, then caches, then cores */
	PIN_NONE,    /* workers may move among the K CPUs that PIN_CORES would have chosen */
	PIN_LIST,    /* the CPUs that the user named, in that order */
};

#define PIN_LIST_LIMIT 1024

struct pin {
	enum pin_policy policy;
	unsigned count;                /* of list, for PIN_LIST */
	unsigned list[PIN_LIST_LIMIT]; /* CPU numbers */
};

/* Parses "cores", "compact", "scatter", "none" or a CPU list such as "0,2-3". 0, or -1 with the
 * error. */
int pin_parse(struct pin *pin, const char *text, struct error *error);

/* The reverse. Returns the buffer. */
char *pin_format(const struct pin *pin, char *buffer, size_t size);

/* This machine, restricted to what this process may use. 0, or -1 with the error. */
int topology_load(struct topology **topology, struct error *error);

/* What hwloc could not read of this machine, and what to do; NULL if it could read all. The root is
 * as in support/root.h. */
const char *topology_doubt(const char *root);

/* A described machine for tests: an hwloc synthetic description, and the CPUs that may be used as a
 * list ("" for all). Binding on it is an error. 0, or -1 with the error (a bad description too:
 * hwloc itself would silently give the real machine). */
int topology_load_synthetic(struct topology **topology, const char *description,
	const char *allowed, struct error *error);

void topology_free(struct topology *topology);

unsigned topology_cores(const struct topology *topology); /* physical cores usable */
unsigned topology_cpus(const struct topology *topology);  /* logical processors usable */
unsigned topology_packages(const struct topology *topology);
unsigned topology_numa_nodes(const struct topology *topology);

/* Caches of one kind: how many there are, and what each holds. */
struct topology_cache {
	unsigned level;
	char kind; /* 'd': data, 'i': instructions, 'u': both */
	unsigned long long bytes;
	unsigned count;
	unsigned cpus; /* logical processors below the first of them */
};

/* The caches of the usable CPUs, near ones first, at most `limit` into caches; how many. */
unsigned topology_caches(const struct topology *topology, struct topology_cache *caches,
	unsigned limit);

/* The version of the interface that hwloc has at run time, "2.8.0". Returns the buffer. */
const char *topology_version(char *buffer, size_t size);

/* How many worker cores a policy can give: cores for PIN_CORES, PIN_SCATTER and PIN_NONE, CPUs for
 * PIN_COMPACT, the length of the list for PIN_LIST. */
unsigned topology_limit(const struct topology *topology, const struct pin *pin);

/* The CPUs of `count` worker cores under a policy, in order, into cpus: the beginning of what a
 * larger count would give. Above topology_limit(), SMT siblings follow until the CPUs end. 0, or -1
 * with the error where there are not that many or a listed CPU may not be used. */
int topology_place(const struct topology *topology, const struct pin *pin, unsigned count,
	unsigned *cpus, struct error *error);

/* The usable CPUs that are not among `cpus`, into rest (room for topology_cpus()); how many. Where
 * whole_cores is set, CPUs that share a physical core with one of `cpus` are left out as well. */
unsigned topology_others(const struct topology *topology, const unsigned *cpus, unsigned count,
	bool whole_cores, unsigned *rest);

/* Binds the calling thread to the CPUs (one, or any of several), and reads the binding back. 0, or
 * -1 with the error if it was refused or reads back differently. */
int topology_bind(const struct topology *topology, const unsigned *cpus, unsigned count,
	struct error *error);

/* The same for another process and all its threads. */
int topology_bind_process(const struct topology *topology, pid_t pid, const unsigned *cpus,
	unsigned count, struct error *error);

#endif
