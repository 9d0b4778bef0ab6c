/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding and checking workloads; see workload.h. */
#include "config.h"

#include "workloads/workload.h"

#include "support/text.h"

#include <string.h>

#define NAMES_LIMIT 64

const struct workload *workload_find(const char *name, struct error *error)
{
	const char *names[NAMES_LIMIT + 1] = {0}, *nearest;

	for (unsigned i = 0; workload_table[i] != NULL; i++) {
		if (strcmp(workload_table[i]->name, name) == 0)
			return workload_table[i];
		if (i < NAMES_LIMIT)
			names[i] = workload_table[i]->name;
	}
	nearest = text_nearest(name, names);
	if (nearest != NULL)
		error_set(error, "unknown workload '%s'; did you mean '%s'?", name, nearest);
	else
		error_set(error, "unknown workload '%s' (see breakeven list workloads)", name);
	return NULL;
}

static int missing(const struct workload *workload, const char *what, struct error *error)
{
	return error_set(error, "workload %s has no %s", workload->name, what);
}

int workload_validate(const struct workload *workload, struct error *error)
{
	struct parameters parameters;

	if (workload->interface != WORKLOAD_INTERFACE)
		return error_set(error,
			"a workload was made for interface %u, this program has interface %u",
			workload->interface, WORKLOAD_INTERFACE);
	if (workload->name == NULL || workload->name[0] == '\0')
		return error_set(error, "a workload has no name");
	if (workload->summary == NULL || workload->summary[0] == '\0')
		return missing(workload, "summary", error);
	if (workload->step == NULL)
		return missing(workload, "step()", error);
	if (workload->expected == NULL)
		return missing(workload, "expected()", error);
	if (workload->cost == NULL)
		return missing(workload, "cost()", error);
	if (workload->task_size < sizeof(struct task))
		return error_set(error,
			"workload %s has a task of %zu bytes, smaller than struct task (%zu)",
			workload->name, workload->task_size, sizeof(struct task));
	if (parameters_init(&parameters, workload->parameters, error) < 0)
		return error_prefix(error, "workload %s", workload->name);
	return 0;
}

int workload_validate_all(struct error *error)
{
	for (unsigned i = 0; workload_table[i] != NULL; i++) {
		if (workload_validate(workload_table[i], error) < 0)
			return -1;
		for (unsigned j = 0; j < i; j++)
			if (strcmp(workload_table[i]->name, workload_table[j]->name) == 0)
				return error_set(error, "two workloads are named %s",
					workload_table[i]->name);
	}
	return 0;
}
