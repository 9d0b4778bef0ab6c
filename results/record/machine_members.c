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

static const struct member machine_members[] = {
	REQUIRED("hostname", MEMBER_TEXT, .nullable = true),
	REQUIRED("cpu_model", MEMBER_TEXT, .nullable = true),
	REQUIRED("cores", MEMBER_SMALL, .smallest = 1),
	REQUIRED("cpus", MEMBER_SMALL, .smallest = 1),
	KNOWN("packages", MEMBER_SMALL, .smallest = 1),
	KNOWN("numa_nodes", MEMBER_SMALL, .smallest = 1),
	KNOWN("memory_bytes", MEMBER_WHOLE, .smallest = 1),
	KNOWN("kernel", MEMBER_TEXT),
	KNOWN("architecture", MEMBER_TEXT),
	KNOWN("libc", MEMBER_TEXT),
	KNOWN("cpu_vendor", MEMBER_TEXT),
	KNOWN("cpu_family", MEMBER_WHOLE),
	KNOWN("cpu_model_number", MEMBER_WHOLE),
	KNOWN("cpu_stepping", MEMBER_WHOLE),
	KNOWN("cpu_microcode", MEMBER_TEXT),
	KNOWN("governor", MEMBER_TEXT),
	KNOWN("frequency_driver", MEMBER_TEXT),
	KNOWN("energy_preference", MEMBER_TEXT),
	KNOWN("lowest_frequency_hz", MEMBER_WHOLE),
	KNOWN("highest_frequency_hz", MEMBER_WHOLE),
	KNOWN("boost", MEMBER_FLAG),
	KNOWN("smt", MEMBER_FLAG),
	KNOWN("memory_available_bytes", MEMBER_WHOLE),
	KNOWN("swap_bytes", MEMBER_WHOLE),
	KNOWN("huge_pages", MEMBER_TEXT),
	KNOWN("address_randomisation", MEMBER_WHOLE, .largest = 2),
	KNOWN("isolated_cpus", MEMBER_TEXT),
	KNOWN("tickless_cpus", MEMBER_TEXT),
	KNOWN("mitigations", MEMBER_OBJECT),
	KNOWN("virtual_machine", MEMBER_FLAG),
	KNOWN("hypervisor", MEMBER_TEXT),
	KNOWN("container", MEMBER_TEXT),
	KNOWN("cgroup_version", MEMBER_WHOLE, .smallest = 1, .largest = 2),
	KNOWN("cgroup_cpus", MEMBER_TEXT),
	KNOWN("clock_source", MEMBER_TEXT),
	KNOWN("clock_sources", MEMBER_TEXT),
	KNOWN("libraries", MEMBER_OBJECT),
	{.name = NULL},
};

/* Numbers of which there may be no limit. */
static const char *const limits[] = {"cgroup_quota_cores", "cgroup_memory_bytes",
	"cgroup_memory_available_bytes", "cgroup_swap_bytes", "cgroup_process_limit",
	"process_limit", "file_limit", "thread_limit", "pid_limit"};

static int check_limit(const json_t *machine, const char *name, struct error *error)
{
	const json_t *limit = json_object_get(machine, name);

	if (limit == NULL || json_is_null(limit) ||
		(json_is_number(limit) && json_number_value(limit) >= 0) ||
		(json_is_string(limit) && strcmp(json_string_value(limit), "unlimited") == 0))
		return 0;
	return error_set(error, "%s must be a number from 0, \"unlimited\" or null", name);
}

static const struct member cache_members[] = {
	REQUIRED("level", MEMBER_SMALL, .smallest = 1),
	REQUIRED("kind", MEMBER_TEXT),
	REQUIRED("bytes", MEMBER_WHOLE),
	REQUIRED("count", MEMBER_SMALL, .smallest = 1),
	REQUIRED("cpus", MEMBER_SMALL, .smallest = 1),
	{.name = NULL},
};

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
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		if (check_limit(machine, limits[i], error) != 0)
			return -1;
	return check_caches(machine, error);
}
