/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cases that check how work scales; see plan_scaling.h. */
#include "config.h"

#include "bench/plan/plan_scaling.h"

#include <math.h>
#include <string.h>

#include "bench/plan/plan_estimate.h"
#include "support/parameter_pool.h"
#include "support/text.h"
#include "support/whole.h"

#define CPU_LEAST_NS 100e3 /* of a task that only computes: the runner's cost is below 1 % */
#define WAIT_LEAST_NS 2e6  /* of a task that waits: late timers are below 1 %, too */
#define MOST_NS 10e6       /* of a task: longer ones are halved */
#define GIVE_UP_NS 100e6   /* of a task that cannot be halved */
#define ALL_NS 10e6        /* of all samples, approximately */
#define SAMPLES_LEAST 3
#define SAMPLES_MOST 25
#define PROCESS_NS 25e6 /* with almost no memory */

double plan_scaling_task_ns(const struct plan_case *entry)
{
	return entry->cost.cpu_ns + entry->cost.wait_ns;
}

static bool is_long_enough(const struct plan_case *entry)
{
	return plan_scaling_task_ns(entry) >=
		(entry->cost.wait_ns > 0 ? WAIT_LEAST_NS : CPU_LEAST_NS);
}

static const struct parameter *scale_of(const struct workload *workload)
{
	const struct parameter *parameter = workload->parameters;

	while (strcmp(parameter->name, workload->scales) != 0)
		parameter++;
	return parameter;
}

/* Sets the parameter that scales, and the cost. False if the value is out of range or the workload
 * cannot tell the cost; in the latter case with the error. */
static bool set_scale(struct plan_case *entry, double value, struct error *error)
{
	const struct parameter *parameter = scale_of(entry->workload);
	char text[TEXT_NUMBER_SIZE];
	struct parameters changed;

	if (parameter->kind != PARAMETER_NUMBER)
		value = floor(value);
	if (parameter->kind == PARAMETER_DURATION)
		text_format_duration(text, sizeof(text), value);
	else
		text_format_number(text, sizeof(text), value);
	changed = *entry->workload_parameters;
	if (parameters_set(&changed, parameter->name, text, &(struct error){0}) < 0)
		return false;
	entry->workload_parameters = parameter_pool_keep(&changed, error);
	return entry->workload_parameters != NULL &&
		plan_estimate_cost(entry, 1, &entry->cost, error) == 0;
}

static double scale(const struct plan_case *entry)
{
	return parameters_number(entry->workload_parameters, entry->workload->scales);
}

/* Sets the value for `single`. False if there is none, or the cost does not grow with it. */
static bool settle_scale(struct plan_case *single, struct error *error)
{
	double value = scale(single), before_ns;

	if (value == 0 && !set_scale(single, value = 1, error))
		return false;
	while (!is_long_enough(single)) {
		before_ns = plan_scaling_task_ns(single);
		if (!set_scale(single, value *= 2, error) ||
			plan_scaling_task_ns(single) < 1.2 * before_ns)
			return false;
	}
	while (plan_scaling_task_ns(single) > MOST_NS) {
		before_ns = plan_scaling_task_ns(single);
		if (!set_scale(single, value / 2, error) || !is_long_enough(single) ||
			plan_scaling_task_ns(single) > before_ns / 1.2)
			return set_scale(single, value, error);
		value = scale(single);
	}
	return true;
}

/* Makes both cases. Whether there is anything to try. */
static bool make_cases(struct scaling_pair *pair, const struct plan_case *entry,
	struct error *error)
{
	struct plan_case *single = &pair->single;
	struct error reason = {0};

	*pair = (struct scaling_pair){.single = *entry};
	single->runner = runner_find("serial", &reason);
	single->cores = single->concurrency = 1;
	single->stamped = false;
	if (single->runner == NULL)
		return false;
	single->runner_parameters = parameter_pool_make(single->runner->parameters, "", &reason);
	if (single->runner_parameters == NULL ||
		runner_supports(single->runner, single->runner_parameters, entry->workload,
			entry->needs, 1, &reason) < 0 ||
		plan_estimate_cost(single, 1, &single->cost, error) < 0 ||
		!settle_scale(single, error))
		return false;
	pair->twice = *single;
	return set_scale(&pair->twice, 2 * scale(single), error) &&
		plan_scaling_task_ns(single) <= GIVE_UP_NS &&
		plan_scaling_task_ns(&pair->twice) >=
		PLAN_SCALING_LEAST * plan_scaling_task_ns(single);
}

int plan_scaling_pair(struct scaling_pair *pair, const struct plan_case *entry, struct error *error)
{
	double samples;

	if (entry->workload->scales == NULL)
		return 0;
	if (!make_cases(pair, entry, error))
		return error->text[0] != '\0' ? -1 : 0;
	samples = ALL_NS / plan_scaling_task_ns(&pair->single);
	pair->samples = (unsigned)whole_within(fmax(samples, SAMPLES_LEAST), SAMPLES_MOST);
	return 1;
}

double plan_scaling_estimate_ns(const struct plan *plan)
{
	double sum_ns = 0;
	size_t works = 0; /* so far */

	for (size_t i = 0; i < plan->case_count; i++) {
		struct error ignored = {0}; /* reported when it is tried */
		struct scaling_pair pair;

		if (plan->cases[i].work < works)
			continue;
		works++;
		if (plan_scaling_pair(&pair, &plan->cases[i], &ignored) <= 0)
			continue;
		sum_ns += 2 * PROCESS_NS +
			(pair.samples + 1) *
				(plan_scaling_task_ns(&pair.single) +
					plan_scaling_task_ns(&pair.twice));
	}
	return sum_ns;
}
