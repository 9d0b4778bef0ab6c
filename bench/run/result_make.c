/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan, the program and the machine as the frame of a result; see result_make.h. */
#include "config.h"

#include "bench/run/result_make.h"

#include "bench/program/build_info.h"
#include "bench/machine/machine.h"
#include "results/record/json_value.h"
#include "results/summary/precision.h"
#include "results/summary/summary.h"
#include "support/parameter_applies.h"
#include "support/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

char *result_time(void)
{
	char text[32];
	struct tm calendar;
	time_t now = time(NULL);

	gmtime_r(&now, &calendar);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &calendar);
	return strdup(text);
}

static json_t *parameters_to_json(const struct parameters *parameters)
{
	json_t *json = json_object();

	for (unsigned i = 0; i < parameter_count(parameters->table); i++) {
		const struct parameter *parameter = &parameters->table[i];
		const struct parameter_value *value = &parameters->values[i];
		bool text =
			parameter->kind == PARAMETER_TEXT || parameter->kind == PARAMETER_CHOICE;
		char key[64];

		if (!parameters_apply(parameters, i))
			continue;
		json_object_set_new(json, parameter_key(parameter, key, sizeof(key)),
			text ? json_string(value->text) : json_value_number(value->number));
	}
	return json;
}

static int make_case(struct case_record *record, const struct plan_case *entry,
	const struct plan *plan, const struct topology *topology, struct error *error)
{
	*record = (struct case_record){
		.id = strdup(entry->id),
		.workload = strdup(entry->workload->name),
		.workload_text = parameters_format_new(entry->workload_parameters),
		.workload_parameters = parameters_to_json(entry->workload_parameters),
		.runner = strdup(entry->runner->name),
		.runner_text = parameters_format_new(entry->runner_parameters),
		.runner_parameters = parameters_to_json(entry->runner_parameters),
		.model = strdup(model_name(entry->runner->model)),
		.cores = entry->cores,
		.concurrency = entry->concurrency,
		.arrivals = entry->arrivals,
		.groups = calloc(entry->groups_count + 1, sizeof(*record->groups)),
		.groups_count = entry->groups_count,
		.cpus = calloc(entry->cores, sizeof(*record->cpus)),
		.cpus_count = entry->cores,
		.stamped = entry->stamped,
		.blocks = calloc(plan->settings.blocks, sizeof(*record->blocks)),
	};
	if (record->id == NULL || record->workload == NULL || record->workload_text == NULL ||
		record->runner == NULL || record->runner_text == NULL || record->model == NULL ||
		record->groups == NULL || record->cpus == NULL || record->blocks == NULL ||
		record->workload_parameters == NULL || record->runner_parameters == NULL)
		return error_set(error, "no memory for the record of %s", entry->id);
	for (size_t i = 0; i < entry->groups_count; i++)
		record->groups[i] = entry->groups[i];
	if (case_record_summarise(record, error) < 0)
		return -1;
	return topology_place(topology, &plan->settings.pin, entry->cores, record->cpus, error);
}

static int make_runners(struct result *result, struct error *error)
{
	size_t count = 0;

	while (runner_table[count] != NULL)
		count++;
	result->runners = calloc(count, sizeof(*result->runners));
	if (result->runners == NULL)
		return error_set(error, "no memory for the runners");
	for (; result->runner_count < count; result->runner_count++) {
		struct runner_record *record = &result->runners[result->runner_count];

		record->name = strdup(runner_table[result->runner_count]->name);
		record->model = strdup(model_name(runner_table[result->runner_count]->model));
	}
	return 0;
}

static int make_groups(struct result *result, const struct plan *plan, struct error *error)
{
	result->groups = calloc(plan->groups_count + 1, sizeof(*result->groups));
	if (result->groups == NULL)
		return error_set(error, "no memory for the groups");
	for (; result->groups_count < plan->groups_count; result->groups_count++) {
		char *text = strdup(plan->groups[result->groups_count]);

		if (text == NULL)
			return error_set(error, "no memory for the groups");
		result->groups[result->groups_count] = text;
	}
	return 0;
}

/* Those that were asked for, and what follows from them. */
static json_t *make_settings(const struct settings *settings)
{
	json_t *json = settings_to_json(settings), *looks;

	if (json == NULL || json_object_set_new(json, "iterations_per_second", json_null()) < 0)
		goto free_json;
	if (settings->precision <= 0)
		return json;
	looks = json_array();
	for (size_t i = 0; i < PRECISION_LOOKS; i++)
		json_array_append_new(looks, json_integer((json_int_t)precision_looks[i]));
	if (json_object_set_new(json, "looks", looks) == 0)
		return json;

free_json:
	json_decref(json);
	return NULL;
}

int result_make(struct result *result, const struct plan *plan, const struct topology *topology,
	struct error *error)
{
	*result = (struct result){
		.tool = json_pack("{s:s, s:s, s:s, s:s, s:s}", "name", PACKAGE_NAME, "version",
			PACKAGE_VERSION, "commit", build_commit, "compiler", build_compiler,
			"flags", build_flags),
		.suite = strdup(plan->suite),
		.seed = plan->settings.seed,
		.started = result_time(),
		.machine = machine_describe(topology),
		.settings = make_settings(&plan->settings),
		.cases = calloc(plan->case_count, sizeof(*result->cases)),
	};
	if (result->tool == NULL || result->suite == NULL || result->started == NULL ||
		result->machine == NULL || result->settings == NULL || result->cases == NULL)
		return error_set(error, "no memory for the result");
	if (make_groups(result, plan, error) < 0 || make_runners(result, error) < 0)
		return -1;
	for (; result->case_count < plan->case_count; result->case_count++)
		if (make_case(&result->cases[result->case_count], &plan->cases[result->case_count],
			    plan, topology, error) < 0)
			return -1;
	return 0;
}
