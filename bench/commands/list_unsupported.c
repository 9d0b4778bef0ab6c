/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a runner cannot do; see list_unsupported.h. */
#include "config.h"

#include "bench/commands/list_unsupported.h"

#include "support/parameter.h"
#include "support/text.h"
#include "workloads/registry.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define CHANGES_LIMIT 128 /* of one runner */
#define TOGETHER 2        /* changes that are tried together */

/* One parameter of a runner, set to a value that is not its default. */
struct change {
	const struct parameter *parameter;
	const char *choice; /* NULL: the largest value */
};

#define VALUE_SIZE (TEXT_NUMBER_SIZE + PARAMETER_NAME_LIMIT)

/* Changes that are tried together. */
struct attempt {
	const struct runner *runner;
	const struct change *changes[TOGETHER];
	unsigned count;
};

static const char *format_value(const struct change *change, char buffer[VALUE_SIZE])
{
	const struct parameter *parameter = change->parameter;

	if (change->choice != NULL)
		return change->choice;
	snprintf(buffer, VALUE_SIZE, "%.0f%s", parameter->largest,
		parameter->kind == PARAMETER_DURATION ? "ns" : "");
	return buffer;
}

static unsigned find_changes(const struct runner *runner, struct change *changes)
{
	unsigned count = 0;

	for (unsigned i = 0; i < parameter_count(runner->parameters); i++) {
		const struct parameter *parameter = &runner->parameters[i];

		if (parameter->kind == PARAMETER_TEXT || count == CHANGES_LIMIT)
			continue;
		if (parameter->kind != PARAMETER_CHOICE) {
			changes[count++] = (struct change){.parameter = parameter};
			continue;
		}
		for (const char *const *choice = parameter->choices;
			*choice != NULL && count < CHANGES_LIMIT; choice++) {
			if (strcmp(*choice, parameter->standard) == 0)
				continue;
			changes[count++] = (struct change){parameter, *choice};
		}
	}
	return count;
}

static bool is_supported(const struct attempt *attempt, const struct workload *workload,
	struct error *reason)
{
	struct parameters of_runner, of_workload;
	char value[VALUE_SIZE];
	unsigned needs;

	if (parameters_init(&of_runner, attempt->runner->parameters, reason) < 0 ||
		parameters_init(&of_workload, workload->parameters, reason) < 0)
		return false;
	for (unsigned i = 0; i < attempt->count; i++)
		if (parameters_set(&of_runner, attempt->changes[i]->parameter->name,
			    format_value(attempt->changes[i], value), reason) < 0)
			return false;
	if (workload_needs(workload, &of_workload, &needs, reason) < 0)
		return false;
	return runner_supports(attempt->runner, &of_runner, workload, needs,
		       attempt->runner->axes & AXIS_CONCURRENCY ? UINT_MAX : 1, reason) == 0;
}

/* Whether a subset of the changes is already unsupported: then that subset is reported instead. */
static bool is_told(const struct attempt *attempt, const struct workload *workload)
{
	struct error reason = {0};
	struct attempt fewer = {.runner = attempt->runner};

	if (attempt->count == 0)
		return false;
	if (!is_supported(&fewer, workload, &reason))
		return true;
	for (unsigned i = 0; i < attempt->count && attempt->count > 1; i++) {
		fewer = (struct attempt){attempt->runner, {attempt->changes[i]}, 1};
		if (!is_supported(&fewer, workload, &reason))
			return true;
	}
	return false;
}

/* "queue=stealing,chunk=3". Returns buffer. */
static char *format_changes(const struct attempt *attempt, char *buffer, size_t size)
{
	char value[VALUE_SIZE];
	size_t used = 0;

	buffer[0] = '\0';
	for (unsigned i = 0; i < attempt->count && used < size; i++)
		used += (size_t)snprintf(buffer + used, size - used, "%s%s=%s", i > 0 ? "," : "",
			attempt->changes[i]->parameter->name,
			format_value(attempt->changes[i], value));
	return buffer;
}

/* Reports each workload that the attempt does not support; if it supports none, only the attempt.
 */
static void try_changes(const struct attempt *attempt,
	void (*tell)(void *context, const char *what, const char *reason), void *context)
{
	char changes[256], what[512];
	struct error reason = {0};
	bool runs_any = attempt->count == 0;

	format_changes(attempt, changes, sizeof(changes));
	for (size_t i = 0; workload_table[i] != NULL && !runs_any; i++)
		runs_any = is_supported(attempt, workload_table[i], &(struct error){0});
	for (size_t i = 0; workload_table[i] != NULL; i++) {
		reason = (struct error){0};
		if (is_told(attempt, workload_table[i]) ||
			is_supported(attempt, workload_table[i], &reason))
			continue;
		snprintf(what, sizeof(what), "%s%s%s", runs_any ? workload_table[i]->name : "",
			runs_any && attempt->count > 0 ? " with " : "", changes);
		tell(context, what, reason.text);
		if (!runs_any)
			return;
	}
}

void list_unsupported(const struct runner *runner,
	void (*tell)(void *context, const char *what, const char *reason), void *context)
{
	struct change changes[CHANGES_LIMIT];
	unsigned count = find_changes(runner, changes);

	try_changes(&(struct attempt){.runner = runner}, tell, context);
	for (unsigned i = 0; i < count; i++) {
		try_changes(&(struct attempt){runner, {&changes[i]}, 1}, tell, context);
		for (unsigned j = i + 1; j < count; j++)
			if (changes[i].parameter != changes[j].parameter)
				try_changes(&(struct attempt){runner, {&changes[i], &changes[j]},
						    2},
					tell, context);
	}
}

bool list_no_arrivals(const struct runner *runner, struct error *reason)
{
	struct parameters parameters;

	return parameters_init(&parameters, runner->parameters, reason) < 0 ||
		runner_supports_arrivals(runner, &parameters, reason) < 0;
}
