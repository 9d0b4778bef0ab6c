/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which CPUs the workers get: the policies of pinning and what is left over; see topology.h.
 */
#include "config.h"

#include "support/topology_inside.h"

#include <stdio.h>
#include <string.h>

#include "support/text.h"

static const struct {
	const char *name;
	enum pin_policy policy;
} policies[] = {
	{"cores", PIN_CORES},
	{"compact", PIN_COMPACT},
	{"scatter", PIN_SCATTER},
	{"none", PIN_NONE},
};

#define POLICY_COUNT (sizeof(policies) / sizeof(policies[0]))

int pin_parse(struct pin *pin, const char *text, struct error *error)
{
	const char *names[POLICY_COUNT + 1] = {NULL};
	const char *nearest;
	int count;

	memset(pin, 0, sizeof(*pin));
	for (size_t i = 0; i < POLICY_COUNT; i++) {
		names[i] = policies[i].name;
		if (strcmp(text, names[i]) == 0) {
			pin->policy = policies[i].policy;
			return 0;
		}
	}
	count = text_parse_cpus(text, pin->list, PIN_LIST_LIMIT);
	if (count > 0) {
		pin->policy = PIN_LIST;
		pin->count = (unsigned)count;
		return 0;
	}
	nearest = text_nearest(text, names);
	return error_set(error,
		"pinning \"%.100s\": %s%s%sgive cores, compact, scatter, none or CPUs such as "
		"0,2-3",
		text, nearest != NULL ? "did you mean \"" : "", nearest != NULL ? nearest : "",
		nearest != NULL ? "\"? " : "");
}

char *pin_format(const struct pin *pin, char *buffer, size_t size)
{
	if (pin->policy == PIN_LIST)
		return text_format_cpus(buffer, size, pin->list, pin->count);
	for (size_t i = 0; i < POLICY_COUNT; i++)
		if (policies[i].policy == pin->policy)
			snprintf(buffer, size, "%s", policies[i].name);
	return buffer;
}

static bool contains(const unsigned *cpus, unsigned count, unsigned cpu)
{
	for (unsigned i = 0; i < count; i++)
		if (cpus[i] == cpu)
			return true;
	return false;
}

int topology_check(const struct topology *topology, const unsigned *cpus, unsigned count,
	struct error *error)
{
	for (unsigned i = 0; i < count; i++)
		if (!contains(topology->cpus, topology->cpu_count, cpus[i]))
			return error_set(error,
				"CPU %u may not be used by this process, only CPUs %s", cpus[i],
				topology->usable);
	return 0;
}

unsigned topology_limit(const struct topology *topology, const struct pin *pin)
{
	switch (pin->policy) {
	case PIN_COMPACT:
		return topology->cpu_count;
	case PIN_LIST:
		return pin->count;
	default:
		return topology->core_count;
	}
}

/* The first CPU of each core, then the second of each that has one, and so on. */
static void place_by_core(const struct topology *topology, bool scatter, unsigned count,
	unsigned *cpus)
{
	unsigned placed = 0;

	for (unsigned sibling = 0; placed < count; sibling++) {
		for (unsigned i = 0; i < topology->core_count && placed < count; i++) {
			const struct core *core =
				&topology->cores[scatter ? topology->scattered[i].core : i];

			if (sibling < core->count)
				cpus[placed++] = topology->cpus[core->first + sibling];
		}
	}
}

static int place_list(const struct topology *topology, const struct pin *pin, unsigned count,
	unsigned *cpus, struct error *error)
{
	char list[256];

	if (topology_check(topology, pin->list, pin->count, error) < 0)
		return -1;
	if (count > pin->count)
		return error_set(error,
			"%u cores requested, but the list of CPUs has only %u "
			"(%s)",
			count, pin->count,
			text_format_cpus(list, sizeof(list), pin->list, pin->count));
	memcpy(cpus, pin->list, count * sizeof(*cpus));
	return 0;
}

int topology_place(const struct topology *topology, const struct pin *pin, unsigned count,
	unsigned *cpus, struct error *error)
{
	if (count == 0)
		return error_set(error, "0 cores requested; give at least 1");
	if (pin->policy == PIN_LIST)
		return place_list(topology, pin, count, cpus, error);
	if (count > topology->cpu_count)
		return error_set(error,
			"%u cores requested, but this process may use only %u "
			"(CPUs %s)",
			count, topology->cpu_count, topology->usable);
	if (pin->policy == PIN_COMPACT)
		memcpy(cpus, topology->cpus, count * sizeof(*cpus));
	else
		place_by_core(topology, pin->policy == PIN_SCATTER, count, cpus);
	return 0;
}

unsigned topology_others(const struct topology *topology, const unsigned *cpus, unsigned count,
	bool whole_cores, unsigned *rest)
{
	unsigned found = 0;

	for (unsigned i = 0; i < topology->core_count; i++) {
		const unsigned *own = &topology->cpus[topology->cores[i].first];
		unsigned before = found, size = topology->cores[i].count;

		for (unsigned j = 0; j < size; j++)
			if (!contains(cpus, count, own[j]))
				rest[found++] = own[j];
		if (whole_cores && found - before < size)
			found = before;
	}
	return found;
}
