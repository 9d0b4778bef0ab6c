/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding and checking runners; see runner.h. */
#include "config.h"

#include "runners/runner.h"

#include "support/text.h"
#include "workloads/workload.h"

#include <string.h>

#define NAMES_LIMIT 64

const char *model_name(enum model model)
{
	static const char *const names[] = {
		[MODEL_SERIAL] = "serial",
		[MODEL_THREADS] = "threads",
		[MODEL_PROCESSES] = "processes",
		[MODEL_ASYNC] = "async",
		[MODEL_HYBRID] = "hybrid",
	};

	return names[model];
}

const struct runner *runner_find(const char *name, struct error *error)
{
	const char *names[NAMES_LIMIT + 1] = {0}, *nearest;

	for (unsigned i = 0; runner_table[i] != NULL; i++) {
		if (strcmp(runner_table[i]->name, name) == 0)
			return runner_table[i];
		if (i < NAMES_LIMIT)
			names[i] = runner_table[i]->name;
	}
	nearest = text_nearest(name, names);
	if (nearest != NULL)
		error_set(error, "unknown runner '%s'; did you mean '%s'?", name, nearest);
	else
		error_set(error, "unknown runner '%s' (see breakeven list runners)", name);
	return NULL;
}

int runner_supports(const struct runner *runner, const struct parameters *runner_parameters,
	const struct workload *workload, unsigned needs, unsigned concurrency, struct error *reason)
{
	if (concurrency < workload->partners)
		return error_set(reason, "its tasks wait for each other in groups of %u",
			workload->partners);
	return runner->supports != NULL
		? runner->supports(runner_parameters, workload, needs, reason)
		: 0;
}

int runner_supports_arrivals(const struct runner *runner,
	const struct parameters *runner_parameters, struct error *reason)
{
	return runner->supports_arrivals != NULL
		? runner->supports_arrivals(runner_parameters, reason)
		: 0;
}

int runner_validate(const struct runner *runner, struct error *error)
{
	struct parameters parameters;

	if (runner->name == NULL || runner->name[0] == '\0')
		return error_set(error, "a runner has no name");
	if (runner->summary == NULL || runner->summary[0] == '\0')
		return error_set(error, "runner %s has no summary", runner->name);
	if (runner->run == NULL)
		return error_set(error, "runner %s has no run()", runner->name);
	if (runner->model > MODEL_HYBRID)
		return error_set(error, "runner %s has no model that is known", runner->name);
	if ((runner->axes & ~(unsigned)(AXIS_CORES | AXIS_CONCURRENCY)) != 0)
		return error_set(error, "runner %s has an axis that is not known", runner->name);
	if ((runner->axes & AXIS_CORES) && !(runner->axes & AXIS_CONCURRENCY))
		return error_set(error, "runner %s uses several cores with one task in flight",
			runner->name);
	if (runner->workers > CREW_WORKER_ONE)
		return error_set(error, "runner %s has no number of workers that is known",
			runner->name);
	if (((runner->axes & AXIS_CORES) != 0) != (runner->workers != CREW_WORKER_ONE))
		return error_set(error,
			"runner %s must have one worker exactly where it uses one core",
			runner->name);
	if (parameters_init(&parameters, runner->parameters, error) < 0)
		return error_prefix(error, "runner %s", runner->name);
	return 0;
}

int runner_validate_all(struct error *error)
{
	for (unsigned i = 0; runner_table[i] != NULL; i++) {
		if (runner_validate(runner_table[i], error) < 0)
			return -1;
		for (unsigned j = 0; j < i; j++)
			if (strcmp(runner_table[i]->name, runner_table[j]->name) == 0)
				return error_set(error, "two runners are named %s",
					runner_table[i]->name);
	}
	return 0;
}
