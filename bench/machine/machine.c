/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads all parts, and writes the machine as JSON by a table of its members; see machine.h. */
#include "config.h"

#include "bench/machine/machine.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "bench/machine/parts.h"
#include "results/record/json_value.h"
#include "support/whole.h"

enum kind { TEXT, FIGURE, ANSWER, OBJECT };

static const struct {
	const char *name;
	enum kind kind;
	size_t offset;
} members[] = {
#define MEMBER(kind, name) \
	{ \
#name, kind, offsetof(struct machine, name) \
	}
	MEMBER(TEXT, hostname),
	MEMBER(TEXT, architecture),
	MEMBER(TEXT, kernel),
	MEMBER(TEXT, libc),
	MEMBER(TEXT, cpu_vendor),
	MEMBER(TEXT, cpu_model),
	MEMBER(FIGURE, cpu_family),
	MEMBER(FIGURE, cpu_model_number),
	MEMBER(FIGURE, cpu_stepping),
	MEMBER(TEXT, cpu_microcode),
	MEMBER(FIGURE, cores),
	MEMBER(FIGURE, cpus),
	MEMBER(FIGURE, packages),
	MEMBER(FIGURE, numa_nodes),
	MEMBER(TEXT, governor),
	MEMBER(TEXT, frequency_driver),
	MEMBER(TEXT, energy_preference),
	MEMBER(FIGURE, lowest_frequency_hz),
	MEMBER(FIGURE, highest_frequency_hz),
	MEMBER(ANSWER, boost),
	MEMBER(ANSWER, smt),
	MEMBER(FIGURE, memory_bytes),
	MEMBER(FIGURE, memory_available_bytes),
	MEMBER(FIGURE, swap_bytes),
	MEMBER(TEXT, huge_pages),
	MEMBER(FIGURE, address_randomisation),
	MEMBER(TEXT, isolated_cpus),
	MEMBER(TEXT, tickless_cpus),
	MEMBER(OBJECT, mitigations),
	MEMBER(ANSWER, virtual_machine),
	MEMBER(TEXT, hypervisor),
	MEMBER(TEXT, container),
	{"cgroup_quota_cores", FIGURE, offsetof(struct machine, cgroup.quota_cores.figure)},
	{"cgroup_memory_bytes", FIGURE, offsetof(struct machine, cgroup.memory_bytes.figure)},
	{"cgroup_memory_available_bytes", FIGURE,
		offsetof(struct machine, cgroup.memory_available_bytes)},
	{"cgroup_swap_bytes", FIGURE, offsetof(struct machine, cgroup.swap_bytes.figure)},
	{"cgroup_process_limit", FIGURE, offsetof(struct machine, cgroup.processes.figure)},
	MEMBER(TEXT, clock_source),
	MEMBER(TEXT, clock_sources),
	MEMBER(FIGURE, process_limit),
	MEMBER(FIGURE, file_limit),
	MEMBER(FIGURE, thread_limit),
	MEMBER(FIGURE, pid_limit),
	MEMBER(OBJECT, libraries),
#undef MEMBER
};

#define MEMBER_COUNT (sizeof(members) / sizeof(members[0]))

static struct figure count_of(unsigned count)
{
	return (struct figure){.known = true, .value = count};
}

static void read_names(struct machine *machine)
{
	struct utsname name;

	if (uname(&name) < 0)
		return;
	machine->hostname = strdup(name.nodename);
	machine->architecture = strdup(name.machine);
	if (asprintf(&machine->kernel, "%s %s", name.sysname, name.release) < 0)
		machine->kernel = NULL;
}

static char *libc_name(void)
{
#ifdef _CS_GNU_LIBC_VERSION
	char name[64];
	size_t length = confstr(_CS_GNU_LIBC_VERSION, name, sizeof(name));

	return length > 0 && length <= sizeof(name) ? strdup(name) : NULL;
#else
	return NULL;
#endif
}

void machine_read(struct machine *machine, const char *root, const struct topology *topology)
{
	*machine = (struct machine){
		.cores = count_of(topology_cores(topology)),
		.cpus = count_of(topology_cpus(topology)),
		.packages = count_of(topology_packages(topology)),
		.numa_nodes = count_of(topology_numa_nodes(topology)),
		.libc = libc_name(),
		.libraries = machine_read_libraries(),
	};
	machine->cache_count = topology_caches(topology, machine->caches, MACHINE_CACHE_LIMIT);
	read_names(machine);
	machine_read_processor(machine, root);
	machine_read_kernel(machine, root);
	machine_read_isolation(machine, root);
}

void machine_clear(struct machine *machine)
{
	for (size_t i = 0; i < MEMBER_COUNT; i++) {
		void *at = (char *)machine + members[i].offset;

		if (members[i].kind == TEXT)
			free(*(char **)at);
		else if (members[i].kind == OBJECT)
			json_decref(*(json_t **)at);
	}
	cgroup_clear(&machine->cgroup);
	*machine = (struct machine){0};
}

static json_t *figure_to_json(const struct figure *figure)
{
	if (!figure->known)
		return json_null();
	if (figure->unlimited)
		return json_string("unlimited");
	if (figure->value >= WHOLE_EXACT)
		return json_null(); /* nothing that a machine has */
	return json_value_number(figure->value);
}

static json_t *member_to_json(enum kind kind, const void *at)
{
	switch (kind) {
	case TEXT:
		return json_value_text_or_null(*(char *const *)at);
	case FIGURE:
		return figure_to_json(at);
	case ANSWER:
		return *(const enum answer *)at == ANSWER_UNKNOWN
			? json_null()
			: json_boolean(*(const enum answer *)at == ANSWER_YES);
	case OBJECT:
		break;
	}
	return *(json_t *const *)at != NULL ? json_incref(*(json_t *const *)at) : json_null();
}

static json_t *caches_to_json(const struct machine *machine)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < machine->cache_count; i++) {
		const struct topology_cache *cache = &machine->caches[i];

		json_array_append_new(array,
			json_pack("{s:i, s:s, s:I, s:i, s:i}", "level", (int)cache->level, "kind",
				cache->kind == 'd'           ? "data"
					: cache->kind == 'i' ? "instructions"
							     : "unified",
				"bytes", (json_int_t)cache->bytes, "count", (int)cache->count,
				"cpus", (int)cache->cpus));
	}
	return array;
}

json_t *machine_to_json(const struct machine *machine)
{
	json_t *json = json_object();

	for (size_t i = 0; i < MEMBER_COUNT; i++)
		if (json_object_set_new(json, members[i].name,
			    member_to_json(members[i].kind,
				    (const char *)machine + members[i].offset)) != 0)
			goto free_json;
	if (json_object_set_new(json, "cgroup_cpus",
		    json_value_text_or_null(machine->cgroup.cpus)) == 0 &&
		json_object_set_new(json, "cgroup_version",
			machine->cgroup.version > 0 ? json_integer(machine->cgroup.version)
						    : json_null()) == 0 &&
		json_object_set_new(json, "caches", caches_to_json(machine)) == 0)
		return json;

free_json:
	json_decref(json);
	return NULL;
}

json_t *machine_describe(const struct topology *topology)
{
	struct machine machine;
	json_t *json;

	machine_read(&machine, "", topology);
	json = machine_to_json(&machine);
	machine_clear(&machine);
	return json;
}
