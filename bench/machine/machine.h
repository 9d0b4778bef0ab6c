/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Describes this machine, as far as the system reports it: once per run, the member `machine` of a
 * result.
 *
 * Files in /proc and /sys are read below a root folder, so that tests can provide their own
 * machine. What cannot be read, or does not have the form that the kernel writes, is unknown: NULL,
 * or a figure or answer of zeros. Reading never fails.
 */
#ifndef BREAKEVEN_BENCH_MACHINE_MACHINE_H
#define BREAKEVEN_BENCH_MACHINE_MACHINE_H

#include "support/cgroup.h"
#include "support/root.h"
#include "support/topology.h"

#include <jansson.h>

#define MACHINE_CACHE_LIMIT 16

struct machine {
	/* From uname(), and from the C library itself. */
	char *hostname, *architecture, *kernel, *libc;

	/* processor.c: the first processor that the kernel lists. */
	char *cpu_vendor, *cpu_model, *cpu_microcode;
	struct figure cpu_family, cpu_model_number, cpu_stepping;
	char *governor; /* of all processors: "powersave"; if they differ, each once: "a, b" */
	char *frequency_driver;
	char *energy_preference;
	struct figure lowest_frequency_hz, highest_frequency_hz;
	enum answer boost; /* above the nominal frequency is allowed */
	enum answer smt;   /* several threads per core are in use */

	/* From the topology: what this process may use. */
	struct figure cores, cpus, packages, numa_nodes;
	struct topology_cache caches[MACHINE_CACHE_LIMIT];
	unsigned cache_count;

	/* kernel.c */
	struct figure memory_bytes, memory_available_bytes, swap_bytes;
	char *huge_pages;                    /* transparent ones: "always", "madvise", "never" */
	struct figure address_randomisation; /* 0: none, 1: without the heap, 2: all */
	char *isolated_cpus, *tickless_cpus; /* "2-3"; "": none */
	json_t *mitigations;                 /* {"spectre_v2": "Mitigation: …"} */
	char *clock_source, *clock_sources;
	struct figure process_limit, file_limit; /* of this user, of this process */
	struct figure thread_limit, pid_limit;   /* of the whole system */

	/* isolation.c */
	enum answer virtual_machine;
	char *hypervisor; /* its name or its maker's */
	char *container;  /* "docker", …; "none" */
	struct cgroup cgroup;

	json_t *libraries; /* {"jansson": "2.14"}; libraries.c */
};

/* Reads everything; root is "" for this machine. Free it with machine_clear(). */
void machine_read(struct machine *machine, const char *root, const struct topology *topology);

void machine_clear(struct machine *machine);

/* A new object; what is unknown is null, no limit is "unlimited". NULL without memory. */
json_t *machine_to_json(const struct machine *machine);

/* The same for this machine, read now. */
json_t *machine_describe(const struct topology *topology);

/* Adds the version of gnuplot to the member `libraries`, for commands that draw or show it: gnuplot
 * is a program that must be run and may not answer (plots/gnuplot.h). Returns 0, or -1 with the
 * error; the version is then null. */
int machine_add_gnuplot(json_t *libraries, struct error *error);

#endif
