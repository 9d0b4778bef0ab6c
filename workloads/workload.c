/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checking workloads; see registry.h. */
#include "config.h"

#include "workloads/registry.h"

#include <stdbool.h>
#include <string.h>

/* Names stand on command lines and in the identities of cases, so they are plain. */
static bool is_plain(const char *name)
{
	return name[0] != '\0' && strlen(name) <= PARAMETER_NAME_LIMIT &&
		name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_")] == '\0';
}

static int missing(const struct workload *workload, const char *what, struct error *error)
{
	return error_set(error, "workload %s has no %s", workload->name, what);
}

static int validate_scales(const struct workload *workload, struct error *error)
{
	const struct parameter *parameter = workload->parameters;

	if (workload->scales == NULL)
		return 0;
	for (unsigned i = 0; i < parameter_count(workload->parameters); i++, parameter++)
		if (strcmp(parameter->name, workload->scales) == 0 &&
			(parameter->kind == PARAMETER_INTEGER ||
				parameter->kind == PARAMETER_NUMBER ||
				parameter->kind == PARAMETER_DURATION))
			return 0;
	return error_set(error,
		"workload %s: '%s', which scales the work, is none of its parameters that are a whole "
		"number, a number or a duration",
		workload->name, workload->scales);
}

int workload_validate(const struct workload *workload, struct error *error)
{
	struct parameters parameters;

	if (workload->interface != WORKLOAD_INTERFACE)
		return error_set(error,
			"a workload was made for interface %u of plugins, this program has %u",
			workload->interface, WORKLOAD_INTERFACE);
	if (workload->name == NULL)
		return error_set(error, "a workload has no name");
	if (!is_plain(workload->name))
		return error_set(error,
			"a workload's name is 1 to %d of a-z, 0-9, \"-\" and \"_\", not '%s'",
			PARAMETER_NAME_LIMIT, workload->name);
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
	if (workload->partners > PARTNERS_LIMIT)
		return error_set(error,
			"workload %s has groups of %u tasks that wait for each other, at most %d may",
			workload->name, workload->partners, PARTNERS_LIMIT);
	if (parameters_init(&parameters, workload->parameters, error) < 0)
		return error_prefix(error, "workload %s", workload->name);
	return validate_scales(workload, error);
}
