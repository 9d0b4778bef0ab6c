/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A workload's description as JSON and back; see plugin_description.h. Bounds of parameters are
 * texts, because JSON has no infinity.
 */
#include "config.h"

#include "bench/plugin/plugin_description.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "results/record/json_value.h"

#define BOUND_SIZE 40

static json_t *parameter_to_json(const struct parameter *parameter)
{
	char smallest[BOUND_SIZE], largest[BOUND_SIZE];

	snprintf(smallest, sizeof(smallest), "%.17g", parameter->smallest);
	snprintf(largest, sizeof(largest), "%.17g", parameter->largest);
	return json_pack("{s:s, s:i, s:s*, s:s, s:s, s:s, s:s, s:b, s:s*, s:o}", "name",
		parameter->name, "kind", (int)parameter->kind, "unit", parameter->unit, "standard",
		parameter->standard, "smallest", smallest, "largest", largest, "help",
		parameter->help, "option", parameter->option, "applies", parameter->applies,
		"choices",
		json_value_texts(parameter->kind >= PARAMETER_CHOICE ? parameter->choices : NULL));
}

static json_t *parameters_to_json(const struct parameter *table)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < parameter_count(table); i++)
		if (json_array_append_new(list, parameter_to_json(&table[i])) < 0) {
			json_decref(list);
			return NULL;
		}
	return list;
}

json_t *plugin_description_to_json(const struct workload *workload, struct error *error)
{
	json_t *json = json_pack("{s:s, s:s, s:s*, s:I, s:i, s:o}", "name", workload->name,
		"summary", workload->summary, "scales", workload->scales, "task_size",
		(json_int_t)workload->task_size, "partners", (int)workload->partners, "parameters",
		parameters_to_json(workload->parameters));

	if (json == NULL)
		error_set(error, "workload %s: a text of it is not UTF-8", workload->name);
	return json;
}

static enum step never_step(struct task *task, struct work *work)
{
	(void)task;
	(void)work;
	return STEP_FAILED;
}

static uint64_t never_expected(const struct work *work, uint64_t index)
{
	(void)work;
	return ~index;
}

static void never_cost(const struct work *work, struct cost *cost)
{
	(void)work;
	cost->cpu_ns = -1;
}

/* NULL without memory. */
static const char **read_choices(const json_t *list)
{
	const char **choices = calloc(json_array_size(list) + 1, sizeof(*choices));

	for (size_t i = 0; choices != NULL && i < json_array_size(list); i++)
		choices[i] = json_string_value(json_array_get(list, i));
	return choices;
}

static int read_parameter(struct plugin_description *description, size_t number, json_t *json,
	struct error *error)
{
	struct parameter *parameter = &description->parameters[number];
	const char *smallest, *largest;
	json_t *choices;
	int kind, option;

	if (json_unpack(json, "{s:s, s:i, s?s, s:s, s:s, s:s, s:s, s:b, s?s, s:o}", "name",
		    &parameter->name, "kind", &kind, "unit", &parameter->unit, "standard",
		    &parameter->standard, "smallest", &smallest, "largest", &largest, "help",
		    &parameter->help, "option", &option, "applies", &parameter->applies, "choices",
		    &choices) < 0 ||
		kind < 0 || kind > PARAMETER_TEXT)
		return error_set(error, "its description has no parameter %zu", number);
	parameter->kind = (enum parameter_kind)kind;
	parameter->option = option;
	parameter->smallest = strtod(smallest, NULL);
	parameter->largest = strtod(largest, NULL);
	if (parameter->kind < PARAMETER_CHOICE)
		return 0;
	description->choices[number] = read_choices(choices);
	if (description->choices[number] == NULL)
		return error_set(error, "no memory");
	/* A text parameter without choices accepts any text. */
	if (parameter->kind == PARAMETER_CHOICE || json_array_size(choices) > 0)
		parameter->choices = description->choices[number];
	return 0;
}

int plugin_description_open(struct plugin_description *description, json_t *json,
	struct error *error)
{
	struct workload *workload = &description->workload;
	json_int_t task_size;
	json_t *parameters;
	int partners;

	*description = (struct plugin_description){.json = json_incref(json)};
	*workload = (struct workload){
		.interface = WORKLOAD_INTERFACE,
		.parameters = description->parameters,
		.step = never_step,
		.expected = never_expected,
		.cost = never_cost,
	};
	if (json_unpack(json, "{s:s, s:s, s?s, s:I, s:i, s:o}", "name", &workload->name, "summary",
		    &workload->summary, "scales", &workload->scales, "task_size", &task_size,
		    "partners", &partners, "parameters", &parameters) < 0 ||
		json_array_size(parameters) > PARAMETER_LIMIT) {
		error_set(error, "its description is not valid");
		goto close_description;
	}
	workload->task_size = (size_t)task_size;
	workload->partners = (unsigned)partners;
	for (size_t i = 0; i < json_array_size(parameters); i++)
		if (read_parameter(description, i, json_array_get(parameters, i), error) < 0)
			goto close_description;
	return 0;

close_description:
	plugin_description_close(description);
	return -1;
}

void plugin_description_close(struct plugin_description *description)
{
	for (size_t i = 0; i < PARAMETER_LIMIT; i++)
		free(description->choices[i]);
	json_decref(description->json);
	*description = (struct plugin_description){0};
}
