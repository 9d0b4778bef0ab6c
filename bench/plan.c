/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plan: groups of cases multiplied out, in the order they were asked for. What a runner has no
 * axis for is 1 whatever the lists say; what the machine cannot do is left out with its reason.
 */
#include "config.h"

#include "bench/plan.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/ask.h"
#include "bench/doubling.h"
#include "bench/plan_estimate.h"
#include "results/statistics/shuffle.h"

#define PLAN_CASE_LIMIT 10000

/* Long enough for two plugins with every parameter at its longest. */
#define ID_SIZE (2 * PARAMETER_LIMIT * (PARAMETER_TEXT_SIZE + 64) + 256)

int plan_init(struct plan *plan, const char *suite, const struct settings *settings)
{
	*plan = (struct plan){.suite = strdup(suite), .settings = *settings};
	return plan->suite != NULL ? 0 : -1;
}

void plan_clear(struct plan *plan)
{
	for (size_t i = 0; i < plan->case_count; i++) {
		free(plan->cases[i].id);
		free(plan->cases[i].groups);
	}
	for (size_t i = 0; i < plan->omission_count; i++) {
		free(plan->omissions[i].id);
		free(plan->omissions[i].reason);
	}
	for (size_t i = 0; i < plan->groups_count; i++)
		free(plan->groups[i]);
	free(plan->groups);
	free(plan->cases);
	free(plan->omissions);
	free(plan->suite);
	*plan = (struct plan){0};
}

/* Room for one more: doubles whenever the count is a power of two. */
static void *grow(void *array, size_t count, size_t size)
{
	if ((count & (count - 1)) != 0)
		return array;
	return realloc(array, (count > 0 ? 2 * count : 1) * size);
}

static char *format_id(const struct plan_case *entry)
{
	size_t used, half = ID_SIZE / 2;
	char *id = malloc(ID_SIZE), *shorter;
	char rate[RATE_TEXT_SIZE];

	if (id == NULL)
		return NULL;
	used = (size_t)snprintf(id, half, "%s", entry->workload->name);
	parameters_format(&entry->workload_parameters, id + used, half - used);
	used = strlen(id);
	used += (size_t)snprintf(id + used, ID_SIZE - used, "/%s", entry->runner->name);
	parameters_format(&entry->runner_parameters, id + used, ID_SIZE - used);
	used = strlen(id);
	snprintf(id + used, ID_SIZE - used, "/cores=%u/concurrency=%u", entry->cores,
		entry->concurrency);
	used = strlen(id);
	if (entry->arrivals.rate_per_second > 0)
		snprintf(id + used, ID_SIZE - used, "/rate=%s",
			rate_format(&entry->arrivals, rate, sizeof(rate)));
	shorter = realloc(id, strlen(id) + 1);
	return shorter != NULL ? shorter : id;
}

/* The case that the plan has already, or NULL. */
static struct plan_case *find_case(const struct plan *plan, const struct plan_case *entry)
{
	for (size_t i = 0; i < plan->case_count; i++) {
		struct plan_case *other = &plan->cases[i];

		if (other->cores == entry->cores && other->concurrency == entry->concurrency &&
			other->workload == entry->workload && other->runner == entry->runner &&
			strcmp(other->id, entry->id) == 0)
			return other;
	}
	return NULL;
}

/* Notes that the case belongs to the group with this number. -1 without memory. */
static int join_group(struct plan_case *entry, unsigned number)
{
	unsigned *groups;

	for (size_t i = 0; i < entry->groups_count; i++)
		if (entry->groups[i] == number)
			return 0;
	groups = reallocarray(entry->groups, entry->groups_count + 1, sizeof(*groups));
	if (groups == NULL)
		return -1;
	entry->groups = groups;
	groups[entry->groups_count++] = number;
	return 0;
}

/* The number of the group with this text, which is new where there is none. -1 without memory. */
static int find_group(struct plan *plan, const char *text, unsigned *number)
{
	char **groups;

	for (*number = 0; *number < plan->groups_count; ++*number)
		if (strcmp(plan->groups[*number], text) == 0)
			return 0;
	groups = reallocarray(plan->groups, plan->groups_count + 1, sizeof(*groups));
	if (groups == NULL)
		return -1;
	plan->groups = groups;
	groups[*number] = strdup(text);
	if (groups[*number] == NULL)
		return -1;
	plan->groups_count++;
	return 0;
}

static bool has_omission(const struct plan *plan, const char *id)
{
	for (size_t i = 0; i < plan->omission_count; i++)
		if (strcmp(plan->omissions[i].id, id) == 0)
			return true;
	return false;
}

/* Whether the machine has what the case asks for, and its runner can execute its workload. 0, or -1
 * with the reason. */
static int exists(const struct plan *plan, const struct plan_case *entry, unsigned limit,
	struct error *reason)
{
	char pin[256];

	if (entry->cores > limit)
		return error_set(reason, "%u cores asked for, this process may use %u (pin: %s)",
			entry->cores, limit, pin_format(&plan->settings.pin, pin, sizeof(pin)));
	if (entry->concurrency < entry->cores)
		return error_set(reason, "%u cores need at least %u tasks in flight", entry->cores,
			entry->cores);
	if (runner_supports(entry->runner, &entry->runner_parameters, entry->workload, entry->needs,
		    entry->concurrency, reason) < 0)
		return -1;
	return entry->arrivals.rate_per_second > 0
		? runner_supports_arrivals(entry->runner, &entry->runner_parameters, reason)
		: 0;
}

/* Whether the plan leaves the case out, and why; *failed: because its workload could not be asked
 * for `needs` and `cost`, which are set otherwise. */
static bool is_left_out(const struct plan *plan, struct plan_case *entry, unsigned limit,
	struct error *reason, bool *failed)
{
	*failed =
		ask_needs(entry->workload, &entry->workload_parameters, &entry->needs, reason) < 0;
	if (*failed || exists(plan, entry, limit, reason) < 0)
		return true;
	*failed = plan_estimate_cost(entry, entry->concurrency, &entry->cost, reason) < 0;
	return *failed;
}

/* Both take over what they are given; -1 without memory. */
static int take_omission(struct plan *plan, const struct plan_omission *omission)
{
	struct plan_omission *omissions =
		grow(plan->omissions, plan->omission_count, sizeof(*omissions));

	if (omissions == NULL)
		return -1;
	plan->omissions = omissions;
	omissions[plan->omission_count++] = *omission;
	return 0;
}

static int take_case(struct plan *plan, const struct plan_case *entry)
{
	struct plan_case *cases = grow(plan->cases, plan->case_count, sizeof(*cases));

	if (cases == NULL)
		return -1;
	plan->cases = cases;
	cases[plan->case_count++] = *entry;
	return 0;
}

/* Takes over the id and, where it is left out, the omission of a combination that the plan does not
 * have. */
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

/* One combination: into the cases or the omissions, and the case into the group with this number
 * (NULL: none). `entry` is complete but for its id. */
static int add_combination(struct plan *plan, struct plan_case *entry, const unsigned *group,
	unsigned limit, struct error *error)
{
	struct plan_case *known = NULL;
	struct error reason = {0};
	struct plan_omission omission = {.id = format_id(entry)};
	bool left_out = is_left_out(plan, entry, limit, &reason, &omission.failed), is_new;

	entry->id = omission.id;
	if (left_out)
		omission.reason = strdup(reason.text);
	if (entry->id == NULL || (left_out && omission.reason == NULL)) {
		error_set(error, "no memory");
		goto free_texts;
	}
	if (!left_out)
		known = find_case(plan, entry);
	is_new = known == NULL && (!left_out || !has_omission(plan, entry->id));
	if (is_new && take_combination(plan, entry, &omission, error) != 0)
		goto free_texts;
	if (is_new && !left_out)
		known = &plan->cases[plan->case_count - 1];
	if (!is_new) {
		free(entry->id);
		free(omission.reason);
	}
	if (known == NULL || group == NULL || join_group(known, *group) == 0)
		return 0;
	return error_set(error, "no memory");

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

/* Once for each rate, or as a closed batch where there is none. */
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

/* Every combination of the two axes for a case whose plugins and parameters are set. */
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
	plan->estimate_ns += doubling_estimate_ns(plan);
}

void plan_order(const struct plan *plan, unsigned block, size_t *order)
{
	const size_t count = plan->case_count;

	shuffle_order(plan->settings.seed, block / 2, order, count);
	for (size_t i = 0; block % 2 == 1 && i < count / 2; i++) {
		size_t other = order[count - 1 - i];

		order[count - 1 - i] = order[i];
		order[i] = other;
	}
}
