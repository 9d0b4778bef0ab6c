/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checking workloads; see registry.h. */
#include "config.h"

#include "workloads/registry.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define ALL_NEEDS \
	(WORKLOAD_NEEDS_CALIBRATION | WORKLOAD_NEEDS_SERVER | WORKLOAD_NEEDS_FOLDER | \
		WORKLOAD_NEEDS_FORK)

/* Names are used on command lines and in the identities of cases, so they are plain. */
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
	if (workload->task_size > TASK_SIZE_LIMIT)
		return error_set(error, "workload %s has a task of %zu bytes, at most %zu may be",
			workload->name, workload->task_size, TASK_SIZE_LIMIT);
	if (workload->partners > PARTNERS_LIMIT)
		return error_set(error,
			"workload %s has groups of %u tasks that wait for each other, at most %d may",
			workload->name, workload->partners, PARTNERS_LIMIT);
	if (parameters_init(&parameters, workload->parameters, error) < 0)
		return error_prefix(error, "workload %s", workload->name);
	return validate_scales(workload, error);
}

int workload_needs(const struct workload *workload, const struct parameters *parameters,
	unsigned *needs, struct error *error)
{
	*needs = workload->needs != NULL ? workload->needs(parameters) : 0;
	if (parameters_check_asked(error) < 0)
		return -1;
	if ((*needs & ~(unsigned)ALL_NEEDS) == 0)
		return 0;
	return error_set(error, "its needs() returned %#x; %#x is unknown", *needs,
		*needs & ~(unsigned)ALL_NEEDS);
}

static int check_cost(const char *member, double nanoseconds, struct error *error)
{
	if (isfinite(nanoseconds) && nanoseconds >= 0)
		return 0;
	return error_set(error, "its cost() set %s to %g, which is not a valid time", member,
		nanoseconds);
}

int workload_cost(const struct work *work, struct cost *cost, struct error *error)
{
	*cost = (struct cost){0};
	work->workload->cost(work, cost);
	if (parameters_check_asked(error) < 0 || check_cost("cpu_ns", cost->cpu_ns, error) < 0 ||
		check_cost("wait_ns", cost->wait_ns, error) < 0 ||
		check_cost("fastest_cpu_ns", cost->fastest_cpu_ns, error) < 0)
		return -1;
	return check_cost("fastest_wait_ns", cost->fastest_wait_ns, error);
}

/* Reports why an open() or prepare() returned this, from `cause`. 0 or -1. */
static int conclude(const char *hook, int returned, const struct error *cause, struct error *error)
{
	if (returned == 0)
		return 0;
	if (cause->text[0] != '\0')
		return error_set(error, "%s", cause->text);
	return error_set(error, "its %s() returned %d and gave no reason", hook, returned);
}

int workload_open(struct work *work, struct error *error)
{
	struct error cause = {0};

	return work->workload->open == NULL
		? 0
		: conclude("open", work->workload->open(work, &cause), &cause, error);
}

int workload_prepare(struct work *work, uint64_t tasks, struct error *error)
{
	struct error cause = {0};

	return work->workload->prepare == NULL
		? 0
		: conclude("prepare", work->workload->prepare(work, tasks, &cause), &cause, error);
}
