/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The member `machine` by a table of its own; see machine_members.h. */
#include "config.h"

#include "results/record/machine_members.h"

#include <string.h>

#include "results/record/members.h"

#define REQUIRED(json_name, member_kind, ...) \
	{ \
		.name = json_name, .kind = member_kind, __VA_ARGS__ \
	}
#define KNOWN(json_name, member_kind, ...) \
	REQUIRED(json_name, member_kind, .nullable = true, .optional = true, __VA_ARGS__)
/* A limit: a number, or none. */
#define LIMIT(json_name, ...) \
	REQUIRED(json_name, MEMBER_OTHER, .optional = true, .schema = "limit", __VA_ARGS__)

static const struct member machine_members[] = {
	REQUIRED("hostname", MEMBER_TEXT, .nullable = true),
	REQUIRED("cpu_model", MEMBER_TEXT, .nullable = true),
	REQUIRED("cores", MEMBER_SMALL, .smallest = 1, .description = "Physical cores."),
	REQUIRED("cpus", MEMBER_SMALL, .smallest = 1, .description = "Logical processors."),
	KNOWN("packages", MEMBER_SMALL, .smallest = 1,
		.description = "Processor packages (sockets)."),
	KNOWN("numa_nodes", MEMBER_SMALL, .smallest = 1),
	KNOWN("memory_bytes", MEMBER_WHOLE, .smallest = 1, .description = "Physical memory."),
	KNOWN("kernel", MEMBER_TEXT, .description = "Name and release."),
	KNOWN("architecture", MEMBER_TEXT, .description = "As the kernel names it: \"x86_64\"."),
	KNOWN("libc", MEMBER_TEXT, .description = "The C library and its version."),
	KNOWN("cpu_vendor", MEMBER_TEXT,
		.description = "Of the first processor that the kernel lists, as the next four."),
	KNOWN("cpu_family", MEMBER_WHOLE, .description = "Its family."),
	KNOWN("cpu_model_number", MEMBER_WHOLE,
		.description = "Its model as a number; on Arm its part."),
	KNOWN("cpu_stepping", MEMBER_WHOLE, .description = "Its stepping; on Arm its revision."),
	KNOWN("cpu_microcode", MEMBER_TEXT, .description = "Its microcode."),
	KNOWN("governor", MEMBER_TEXT,
		.description =
			"What sets the frequency; where processors differ, each once: \"performance, powersave\"."),
	KNOWN("frequency_driver", MEMBER_TEXT, .description = "Of cpufreq."),
	KNOWN("energy_preference", MEMBER_TEXT,
		.description = "What the hardware is told to prefer: \"balance_power\"."),
	KNOWN("lowest_frequency_hz", MEMBER_WHOLE, .description = "That cpufreq allows."),
	KNOWN("highest_frequency_hz", MEMBER_WHOLE, .description = "Likewise."),
	KNOWN("boost", MEMBER_FLAG,
		.description = "Whether frequencies above the nominal one are allowed."),
	KNOWN("smt", MEMBER_FLAG, .description = "Whether several threads a core are in use."),
	KNOWN("memory_available_bytes", MEMBER_WHOLE, .description = "When the run began."),
	KNOWN("swap_bytes", MEMBER_WHOLE, .description = "Size of the swap space."),
	KNOWN("huge_pages", MEMBER_TEXT,
		.description = "Transparent ones: \"always\", \"madvise\" or \"never\"."),
	KNOWN("address_randomisation", MEMBER_WHOLE, .largest = 2,
		.description = "0: none, 1: without the heap, 2: all."),
	KNOWN("isolated_cpus", MEMBER_TEXT,
		.description =
			"That the scheduler leaves alone, as \"2-3\"; empty where there are none."),
	KNOWN("tickless_cpus", MEMBER_TEXT,
		.description = "Without a timer tick (nohz_full), likewise."),
	KNOWN("mitigations", MEMBER_OBJECT,
		.description = "What the kernel says of each hardware vulnerability."),
	KNOWN("virtual_machine", MEMBER_FLAG, .description = "Whether the processor is virtual."),
	KNOWN("hypervisor", MEMBER_TEXT,
		.description = "Of a virtual machine: its name or its maker's."),
	KNOWN("container", MEMBER_TEXT,
		.description = "\"docker\", \"podman\", …; \"none\" in a whole system."),
	KNOWN("cgroup_version", MEMBER_WHOLE, .smallest = 1, .largest = 2,
		.description = "Of the control group that rations processor time."),
	KNOWN("cgroup_cpus", MEMBER_TEXT, .description = "Which CPUs."),
	KNOWN("clock_source", MEMBER_TEXT, .description = "That the kernel uses."),
	KNOWN("clock_sources", MEMBER_TEXT, .description = "That it could use."),
	KNOWN("libraries", MEMBER_OBJECT,
		.description = "Versions of the libraries in use, and of gnuplot."),
	LIMIT("cgroup_quota_cores", .description = "How many cores the control group may use."),
	LIMIT("cgroup_memory_bytes", .description = "How much memory; the least of its groups'."),
	LIMIT("cgroup_memory_available_bytes",
		.description =
			"How much of that was left when the run began, page cache given back."),
	LIMIT("cgroup_swap_bytes", .description = "How much swap."),
	LIMIT("cgroup_process_limit", .description = "How many threads and processes."),
	LIMIT("process_limit", .description = "Threads and processes of this user."),
	LIMIT("file_limit", .description = "Descriptors of this process."),
	LIMIT("thread_limit", .description = "Threads of the whole system."),
	LIMIT("pid_limit", .description = "Largest process number."),
	REQUIRED("caches", MEMBER_OTHER, .optional = true,
		.schema = "\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/cache\"}",
		.description = "Of the usable processors, near ones first."),
	{.name = NULL},
};

const struct member_table machine_table = {
	.name = "machine",
	.description =
		"What was measured on: what the program may use of it. Further members are allowed; what this machine cannot tell is null or absent.",
	.members = machine_members,
	.open = true,
};

static const struct member cache_members[] = {
	REQUIRED("level", MEMBER_SMALL, .smallest = 1),
	REQUIRED("kind", MEMBER_TEXT, .description = "data, instructions or unified."),
	REQUIRED("bytes", MEMBER_WHOLE),
	REQUIRED("count", MEMBER_SMALL, .smallest = 1, .description = "How many there are."),
	REQUIRED("cpus", MEMBER_SMALL, .smallest = 1,
		.description = "Logical processors that share one."),
	{.name = NULL},
};

const struct member_table cache_table = {
	.name = "cache",
	.members = cache_members,
};

static int check_limit(const json_t *machine, const char *name, struct error *error)
{
	const json_t *limit = json_object_get(machine, name);

	if (limit == NULL || json_is_null(limit) ||
		(json_is_number(limit) && json_number_value(limit) >= 0) ||
		(json_is_string(limit) && strcmp(json_string_value(limit), "unlimited") == 0))
		return 0;
	return error_set(error, "%s must be a number from 0, \"unlimited\" or null", name);
}

static int check_caches(const json_t *machine, struct error *error)
{
	const json_t *caches = json_object_get(machine, "caches");

	if (caches == NULL)
		return 0;
	if (!json_is_array(caches))
		return error_set(error, "caches must be an array");
	for (size_t i = 0; i < json_array_size(caches); i++)
		if (members_read(json_array_get(caches, i), cache_members, NULL, false, error) != 0)
			return error_prefix(error, "caches[%zu]", i);
	return 0;
}

int machine_members_check(const json_t *machine, struct error *error)
{
	if (members_read(machine, machine_members, NULL, true, error) != 0)
		return -1;
	for (const struct member *member = machine_members; member->name != NULL; member++)
		if (member->schema != NULL && strcmp(member->schema, "limit") == 0 &&
			check_limit(machine, member->name, error) != 0)
			return -1;
	return check_caches(machine, error);
}
