/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Multiplies out groups of cases, in the order they were asked for. An axis that a runner does not
 * have is 1 whatever the lists say; cases that the machine cannot run are omitted with a reason.
 */
#include "config.h"

#include "bench/plan/plan_add.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/plugin/ask.h"
#include "bench/plan/plan_estimate.h"
#include "bench/plan/plan_memory.h"
#include "bench/plan/plan_scaling.h"

#define PLAN_CASE_LIMIT 10000

/* Room for one more: doubles whenever the count is a power of two. */
static void *grow(void *array, size_t count, size_t size)
{
	if ((count & (count - 1)) != 0)
		return array;
	return realloc(array, (count > 0 ? 2 * count : 1) * size);
}

/* Formats the id, of any length. NULL: no memory. */
static char *format_id(const struct plan_case *entry)
{
	const bool has_rate = entry->arrivals.rate_per_second > 0;
	char *workload = parameters_format_new(entry->workload_parameters);
	char *runner = parameters_format_new(entry->runner_parameters);
	char rate[RATE_TEXT_SIZE], *id = NULL;

	if (workload != NULL && runner != NULL &&
		asprintf(&id, "%s%s/%s%s/cores=%u/concurrency=%u%s%s", entry->workload->name,
			workload, entry->runner->name, runner, entry->cores, entry->concurrency,
			has_rate ? "/rate=" : "",
			has_rate ? rate_format(&entry->arrivals, rate, sizeof(rate)) : "") < 0)
		id = NULL;
	free(workload);
	free(runner);
	return id;
}

/* Notes that the case belongs to the group with this number. -1 without memory. */
static int join_group(struct plan_case *entry, unsigned number)
{
	unsigned *groups;
	size_t place = entry->groups_count;

	while (place > 0 && entry->groups[place - 1] > number)
		place--;
	if (place > 0 && entry->groups[place - 1] == number)
		return 0;
	groups = reallocarray(entry->groups, entry->groups_count + 1, sizeof(*groups));
	if (groups == NULL)
		return -1;
	entry->groups = groups;
	memmove(groups + place + 1, groups + place,
		(entry->groups_count++ - place) * sizeof(*groups));
	groups[place] = number;
	return 0;
}

/* Finds the number of the group with this text, or adds the group. -1 without memory. */
static int find_group(struct plan *plan, const char *text, unsigned *number)
{
	char **groups = grow(plan->groups, plan->groups_count, sizeof(*groups));
	size_t found;
	int is_new;

	if (groups == NULL)
		return -1;
	plan->groups = groups;
	is_new = numbering_add_text(&plan->group_numbers, text, &found);
	*number = (unsigned)found;
	if (is_new <= 0)
		return is_new;
	groups[found] = strdup(text);
	if (groups[found] == NULL)
		return -1;
	plan->groups_count++;
	return 0;
}

/* Whether the machine has what the case asks for, and its runner can execute its workload. 0, or -1
 * with the reason. */
static int exists(const struct plan *plan, const struct plan_case *entry, unsigned limit,
	struct error *reason)
{
	char pin[256];

	if (entry->cores > limit)
		return error_set(reason,
			"%u cores requested, but this process may use only %u "
			"(pin: %s)",
			entry->cores, limit, pin_format(&plan->settings.pin, pin, sizeof(pin)));
	if (entry->concurrency < entry->cores)
		return error_set(reason, "%u cores need at least %u tasks in flight", entry->cores,
			entry->cores);
	if (plan->memory != NULL && plan_memory_holds(plan->memory, entry, reason) < 0)
		return -1;
	if (runner_supports(entry->runner, entry->runner_parameters, entry->workload, entry->needs,
		    entry->concurrency, reason) < 0)
		return -1;
	return entry->arrivals.rate_per_second > 0
		? runner_supports_arrivals(entry->runner, entry->runner_parameters, reason)
		: 0;
}

/* Whether the plan omits the case, with the reason. Sets *failed if its workload could not be asked
 * for `needs` and `cost`; otherwise sets these. */
static bool is_left_out(const struct plan *plan, struct plan_case *entry, unsigned limit,
	struct error *reason, bool *failed)
{
	*failed = ask_needs(entry->workload, entry->workload_parameters, &entry->needs, reason) < 0;
	if (*failed || exists(plan, entry, limit, reason) < 0)
		return true;
	*failed = plan_estimate_cost(entry, entry->concurrency, &entry->cost, reason) < 0;
	return *failed;
}

/* take_omission() and take_case() take over what they are given; -1 without memory. */
static int take_omission(struct plan *plan, const struct plan_omission *omission)
{
	struct plan_omission *omissions =
		grow(plan->omissions, plan->omission_count, sizeof(*omissions));
	size_t number;

	if (omissions == NULL)
		return -1;
	plan->omissions = omissions;
	if (numbering_add_text(&plan->omission_numbers, omission->id, &number) < 0)
		return -1;
	omissions[plan->omission_count++] = *omission;
	return 0;
}

static int take_case(struct plan *plan, const struct plan_case *entry)
{
	struct plan_case *cases = grow(plan->cases, plan->case_count, sizeof(*cases)), *taken;
	const struct {
		const struct workload *workload;
		const struct parameters *parameters;
	} work = {entry->workload, entry->workload_parameters};
	size_t number;

	if (cases == NULL)
		return -1;
	plan->cases = cases;
	taken = &cases[plan->case_count];
	*taken = *entry;
	if (numbering_add(&plan->work_numbers, &work, sizeof(work), &taken->work) < 0 ||
		numbering_add_text(&plan->case_numbers, entry->id, &number) < 0)
		return -1;
	plan->case_count++;
	return 0;
}

/* Adds a combination that is new to the plan, as a case or as an omission; takes over its id and
 * reason. */
static int take_combination(struct plan *plan, const struct plan_case *entry,
	const struct plan_omission *omission, struct error *error)
{
	if (plan->case_count + plan->omission_count >= PLAN_CASE_LIMIT)
		return error_set(error, "more than %d cases; split them into several runs",
			PLAN_CASE_LIMIT);
	if ((omission->reason != NULL ? take_omission(plan, omission) : take_case(plan, entry)) !=
		0)
		return error_set(error, "no memory");
	return 0;
}

/* Adds one combination to the cases or the omissions, and a case to the group with this number
 * (NULL: none). `entry` is complete except for its id. */
static int add_combination(struct plan *plan, struct plan_case *entry, const unsigned *group,
	unsigned limit, struct error *error)
{
	struct error reason = {0};
	struct plan_omission omission = {.id = format_id(entry)};
	bool left_out = is_left_out(plan, entry, limit, &reason, &omission.failed), known, joined;
	size_t number = plan->case_count;

	entry->id = omission.id;
	if (ask_check(error) < 0)
		goto free_texts;
	if (left_out)
		omission.reason = strdup(reason.text);
	if (entry->id == NULL || (left_out && omission.reason == NULL)) {
		error_set(error, "no memory");
		goto free_texts;
	}
	known = numbering_find_text(left_out ? &plan->omission_numbers : &plan->case_numbers,
		entry->id, &number);
	if (!known && take_combination(plan, entry, &omission, error) != 0)
		goto free_texts;
	joined = left_out || group == NULL || join_group(&plan->cases[number], *group) == 0;
	if (known) {
		free(entry->id);
		free(omission.reason);
	}
	return joined ? 0 : error_set(error, "no memory");

free_texts:
	free(entry->id);
	free(omission.reason);
	return -1;
}

static unsigned resolve(long number, unsigned cores, unsigned limit)
{
	if (number == AXIS_MAXIMUM)
		return limit;
	return number == AXIS_AS_CORES ? cores : (unsigned)number;
}

/* Adds the case once for each rate, or as a closed batch if there is no rate. */
static int add_rates(struct plan *plan, const struct rate_list *rates, struct plan_case *entry,
	const unsigned *group, unsigned limit, struct error *error)
{
	static struct arrivals closed[1];
	static const struct rate_list only_closed = {closed, 1};
	const struct rate_list *list = rates->count > 0 ? rates : &only_closed;

	for (size_t i = 0; i < list->count; i++) {
		entry->arrivals = list->rates[i];
		if (add_combination(plan, entry, group, limit, error) != 0)
			return -1;
	}
	return 0;
}

/* Adds every combination of the two axes for a case whose plugins and parameters are set. */
static int add_axes(struct plan *plan, const struct plan_group *group, const unsigned *number,
	struct plan_case *entry, unsigned limit, struct error *error)
{
	static long one[] = {1};
	static const struct axis_list only_one = {one, 1};
	unsigned axes = group->runner->axes;
	const struct axis_list *cores = axes & AXIS_CORES ? &group->cores : &only_one;
	const struct axis_list *concurrency =
		axes & AXIS_CONCURRENCY ? &group->concurrency : &only_one;

	for (size_t i = 0; i < cores->count; i++) {
		entry->cores = resolve(cores->numbers[i], 1, limit);
		for (size_t j = 0; j < concurrency->count; j++) {
			entry->concurrency = resolve(concurrency->numbers[j], entry->cores, limit);
			if (add_rates(plan, &group->rates, entry, number, limit, error) != 0)
				return -1;
		}
	}
	return 0;
}

int plan_add(struct plan *plan, const struct plan_group *group, const struct topology *topology,
	struct error *error)
{
	unsigned limit = topology_limit(topology, &plan->settings.pin);
	struct plan_case entry = {
		.workload = group->workload,
		.runner = group->runner,
		.runner_parameters = group->runner_parameters,
	};
	unsigned number = 0;

	if (group->text != NULL && find_group(plan, group->text, &number) != 0)
		return error_set(error, "no memory");
	for (size_t i = 0; i < group->workload_variants; i++) {
		entry.workload_parameters = group->workload_parameters[i];
		if (add_axes(plan, group, group->text != NULL ? &number : NULL, &entry, limit,
			    error) != 0)
			return -1;
	}
	return 0;
}

void plan_finish(struct plan *plan)
{
	plan->estimate_ns = 0;
	for (size_t i = 0; i < plan->case_count; i++) {
		plan_estimate_case(&plan->cases[i], &plan->settings);
		plan->estimate_ns += plan->cases[i].estimate_ns * plan->settings.blocks;
	}
	plan->estimate_ns += plan_scaling_estimate_ns(plan);
}
