/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading the machine's cores and binding to them; see topology.h. Only this file and
 * topology_caches.c use hwloc.
 *
 * Loading turns hwloc's tree into the list of cores that topology_place.c walks over.
 */
#include "config.h"

#include "support/topology.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hwloc.h>

#include "support/limits.h"
#include "support/root.h"
#include "support/text.h"
#include "support/topology_inside.h"

#define KERNEL_VIEW "/sys/devices/system/cpu"

/* The CPUs below an object, as the next core of the list. */
static void add_core(struct topology *topology, hwloc_obj_t object)
{
	struct core *core = &topology->cores[topology->core_count++];
	hwloc_obj_t cpu = NULL;

	core->first = topology->cpu_count;
	while ((cpu = hwloc_get_next_obj_inside_cpuset_by_type(topology->hwloc, object->cpuset,
			HWLOC_OBJ_PU, cpu)) != NULL)
		topology->cpus[topology->cpu_count++] = cpu->os_index;
	core->count = topology->cpu_count - core->first;
}

static int compare_spread(const void *left, const void *right)
{
	const struct spread *a = left, *b = right;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return a->branch < b->branch ? -1 : a->branch > b->branch;
}

/* Lists the cores below an object and orders them for scatter: the first of every child, then the
 * second of every child, and so on, each child ordered in the same way. If the machine has no
 * core objects each CPU is a core. */
static void add_cores(struct topology *topology, hwloc_obj_t object)
{
	struct spread *spread = &topology->scattered[topology->core_count];
	unsigned first = topology->core_count;

	if (object->type == HWLOC_OBJ_CORE || object->type == HWLOC_OBJ_PU) {
		spread->core = topology->core_count;
		add_core(topology, object);
		return;
	}
	for (unsigned i = 0; i < object->arity; i++) {
		unsigned before = topology->core_count;

		add_cores(topology, object->children[i]);
		for (unsigned core = before; core < topology->core_count; core++) {
			topology->scattered[core].rank = core - before;
			topology->scattered[core].branch = i;
		}
	}
	qsort(spread, topology->core_count - first, sizeof(*spread), compare_spread);
}

/* A CPU set as "0,2-3", cut if it does not fit. Returns the buffer. */
static char *list_cpus(char *buffer, size_t size, hwloc_const_bitmap_t set)
{
	if (hwloc_bitmap_list_snprintf(buffer, size, set) >= (int)size)
		memcpy(buffer + size - sizeof("..."), "...", sizeof("..."));
	return buffer;
}

static int index_cores(struct topology *topology, struct error *error)
{
	int cpus = hwloc_get_nbobjs_by_type(topology->hwloc, HWLOC_OBJ_PU);

	if (cpus <= 0)
		return error_set(error, "hwloc finds no CPU that this process may use");
	topology->cores = calloc((size_t)cpus, sizeof(*topology->cores));
	topology->cpus = calloc((size_t)cpus, sizeof(*topology->cpus));
	topology->scattered = calloc((size_t)cpus, sizeof(*topology->scattered));
	if (topology->cores == NULL || topology->cpus == NULL || topology->scattered == NULL)
		return error_set(error, "out of memory for the topology");
	add_cores(topology, hwloc_get_root_obj(topology->hwloc));
	list_cpus(topology->usable, sizeof(topology->usable),
		hwloc_topology_get_topology_cpuset(topology->hwloc));
	return 0;
}

/* An hwloc topology that is not loaded yet and will hold cores and caches only. */
static struct topology *topology_new(struct error *error)
{
	struct topology *topology = calloc(1, sizeof(*topology));

	/* hwloc reports what it cannot read in lines of its own on standard error:
	 * topology_doubt() reports it in ours. */
	setenv("HWLOC_HIDE_ERRORS", "2", 0);
	if (topology == NULL || hwloc_topology_init(&topology->hwloc) < 0) {
		free(topology);
		error_set(error, "out of memory for the topology");
		return NULL;
	}
	hwloc_topology_set_io_types_filter(topology->hwloc, HWLOC_TYPE_FILTER_KEEP_NONE);
	hwloc_topology_set_type_filter(topology->hwloc, HWLOC_OBJ_MISC,
		HWLOC_TYPE_FILTER_KEEP_NONE);
	return topology;
}

/* hwloc's environment variables can name another machine than this one, and hwloc would still trust
 * the flag that says it is this one. */
static int refuse_environment(struct error *error)
{
	static const char *const names[] = {
		"HWLOC_SYNTHETIC", "HWLOC_XMLFILE", "HWLOC_FSROOT", "HWLOC_CPUID_PATH"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (getenv(names[i]) != NULL)
			return error_set(error, "%s is set and describes another machine: unset it",
				names[i]);
	return 0;
}

int topology_load(struct topology **topology, struct error *error)
{
	/* taskset counts only with both */
	const unsigned long flags =
		HWLOC_TOPOLOGY_FLAG_RESTRICT_TO_CPUBINDING | HWLOC_TOPOLOGY_FLAG_IS_THISSYSTEM;
	struct topology *loaded;

	if (refuse_environment(error) < 0)
		return -1;
	loaded = topology_new(error);
	if (loaded == NULL)
		return -1;
	if (hwloc_topology_set_flags(loaded->hwloc, flags) < 0 ||
		hwloc_topology_load(loaded->hwloc) < 0) {
		error_set(error, "hwloc cannot read this machine's topology: %s",
			limits_error(errno));
		goto free_loaded;
	}
	if (index_cores(loaded, error) < 0)
		goto free_loaded;
	*topology = loaded;
	return 0;

free_loaded:
	topology_free(loaded);
	return -1;
}

const char *topology_doubt(const char *root)
{
	if (root_has(root, KERNEL_VIEW))
		return NULL;
	return KERNEL_VIEW " cannot be read, so cores and caches are what the processor itself "
			   "says, and NUMA nodes are not known; mount sysfs on /sys";
}

/* A new bitmap with these CPUs, or NULL with the error. */
static hwloc_bitmap_t bitmap_of(const unsigned *cpus, unsigned count, struct error *error)
{
	hwloc_bitmap_t set = hwloc_bitmap_alloc();

	for (unsigned i = 0; set != NULL && i < count; i++) {
		if (hwloc_bitmap_set(set, cpus[i]) < 0) {
			hwloc_bitmap_free(set);
			set = NULL;
		}
	}
	if (set == NULL)
		error_set(error, "out of memory for a CPU set");
	return set;
}

static int restrict_to(struct topology *topology, const char *allowed, struct error *error)
{
	unsigned cpus[PIN_LIST_LIMIT];
	int count = text_parse_cpus(allowed, cpus, PIN_LIST_LIMIT);
	const unsigned long flags = HWLOC_RESTRICT_FLAG_REMOVE_CPULESS;
	hwloc_bitmap_t set;
	int result = 0;

	if (count < 0)
		return error_set(error, "\"%.100s\" is not a list of CPUs such as 0,2-3", allowed);
	set = bitmap_of(cpus, (unsigned)count, error);
	if (set == NULL)
		return -1;
	if (!hwloc_bitmap_isincluded(set, hwloc_topology_get_topology_cpuset(topology->hwloc)))
		result = error_set(error, "not all of the CPUs %s are in the topology", allowed);
	else if (hwloc_topology_restrict(topology->hwloc, set, flags) < 0)
		result = error_set(error, "hwloc cannot restrict the topology to CPUs %s: %s",
			allowed, limits_error(errno));
	hwloc_bitmap_free(set);
	return result;
}

int topology_load_synthetic(struct topology **topology, const char *description,
	const char *allowed, struct error *error)
{
	struct topology *loaded = topology_new(error);

	if (loaded == NULL)
		return -1;
	if (hwloc_topology_set_synthetic(loaded->hwloc, description) < 0 ||
		hwloc_topology_load(loaded->hwloc) < 0 ||
		hwloc_topology_is_thissystem(loaded->hwloc)) {
		error_set(error,
			"\"%.200s\" is not a synthetic topology such as \"package:2 "
			"core:8 pu:2\"",
			description);
		goto free_loaded;
	}
	if (*allowed != '\0' && restrict_to(loaded, allowed, error) < 0)
		goto free_loaded;
	if (index_cores(loaded, error) < 0)
		goto free_loaded;
	*topology = loaded;
	return 0;

free_loaded:
	topology_free(loaded);
	return -1;
}

void topology_free(struct topology *topology)
{
	if (topology == NULL)
		return;
	hwloc_topology_destroy(topology->hwloc);
	free(topology->cores);
	free(topology->cpus);
	free(topology->scattered);
	free(topology);
}

unsigned topology_cores(const struct topology *topology)
{
	return topology->core_count;
}

unsigned topology_cpus(const struct topology *topology)
{
	return topology->cpu_count;
}

unsigned topology_packages(const struct topology *topology)
{
	int count = hwloc_get_nbobjs_by_type(topology->hwloc, HWLOC_OBJ_PACKAGE);

	return count > 0 ? (unsigned)count : 1; /* where none is known, all cores are in one */
}

unsigned topology_numa_nodes(const struct topology *topology)
{
	hwloc_obj_t node = NULL;
	unsigned count = 0;

	for (;;) {
		node = hwloc_get_next_obj_by_type(topology->hwloc, HWLOC_OBJ_NUMANODE, node);
		if (node == NULL)
			break;
		count += !hwloc_bitmap_iszero(node->cpuset);
	}
	return count > 0 ? count : 1;
}

/* What both bindings check first. The set to bind to, or NULL with the error. */
static hwloc_bitmap_t binding_of(const struct topology *topology, const unsigned *cpus,
	unsigned count, struct error *error)
{
	/* hwloc would say that it has bound, and do nothing */
	if (!hwloc_topology_is_thissystem(topology->hwloc)) {
		error_set(error, "nothing can be bound on a topology that is not this machine's");
		return NULL;
	}
	if (count == 0) {
		error_set(error, "no CPU to bind to, give at least one");
		return NULL;
	}
	if (topology_check(topology, cpus, count, error) < 0)
		return NULL;
	return bitmap_of(cpus, count, error);
}

/* Whether the binding that was read into `actual` is the wanted one. */
static int compare_binding(hwloc_const_bitmap_t wanted, hwloc_const_bitmap_t actual,
	const char *whose, struct error *error)
{
	char wanted_text[128], actual_text[128];

	if (hwloc_bitmap_isequal(wanted, actual))
		return 0;
	list_cpus(wanted_text, sizeof(wanted_text), wanted);
	list_cpus(actual_text, sizeof(actual_text), actual);
	return error_set(error,
		"%s was bound to CPUs %s but reads back CPUs %s: is its CPU set being changed?",
		whose, wanted_text, actual_text);
}

static int refuse_binding(hwloc_const_bitmap_t wanted, const char *whose, int cause,
	struct error *error)
{
	char text[128];

	list_cpus(text, sizeof(text), wanted);
	return error_set(error, "%s cannot be bound to CPUs %s: %s", whose, text,
		limits_error(cause));
}

int topology_bind(const struct topology *topology, const unsigned *cpus, unsigned count,
	struct error *error)
{
	const int flags = HWLOC_CPUBIND_THREAD | HWLOC_CPUBIND_STRICT;
	hwloc_bitmap_t wanted = binding_of(topology, cpus, count, error), actual;
	int result = -1;

	if (wanted == NULL)
		return -1;
	actual = bitmap_of(NULL, 0, error);
	if (actual == NULL)
		goto free_wanted;
	if (hwloc_set_cpubind(topology->hwloc, wanted, flags) < 0 ||
		hwloc_get_cpubind(topology->hwloc, actual, flags) < 0)
		refuse_binding(wanted, "this thread", errno, error);
	else
		result = compare_binding(wanted, actual, "this thread", error);
	hwloc_bitmap_free(actual);

free_wanted:
	hwloc_bitmap_free(wanted);
	return result;
}

int topology_bind_process(const struct topology *topology, pid_t pid, const unsigned *cpus,
	unsigned count, struct error *error)
{
	hwloc_bitmap_t wanted = binding_of(topology, cpus, count, error), actual;
	char whose[48];
	int result = -1;

	if (wanted == NULL)
		return -1;
	actual = bitmap_of(NULL, 0, error);
	if (actual == NULL)
		goto free_wanted;
	snprintf(whose, sizeof(whose), "process %ld", (long)pid);
	if (hwloc_set_proc_cpubind(topology->hwloc, pid, wanted, HWLOC_CPUBIND_PROCESS) < 0 ||
		hwloc_get_proc_cpubind(topology->hwloc, pid, actual,
			HWLOC_CPUBIND_PROCESS | HWLOC_CPUBIND_STRICT) < 0)
		refuse_binding(wanted, whose, errno, error);
	else
		result = compare_binding(wanted, actual, whose, error);
	hwloc_bitmap_free(actual);

free_wanted:
	hwloc_bitmap_free(wanted);
	return result;
}
