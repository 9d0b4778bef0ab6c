/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plugins and suites as JSON, from the same tables that their checks use. */
#include "config.h"

#include "bench/commands/list_json.h"

#include "bench/commands/list_unsupported.h"
#include "results/record/json_value.h"
#include "support/parameter.h"
#include "workloads/registry.h"

static const char *kind_name(enum parameter_kind kind)
{
	static const char *const names[] = {
		[PARAMETER_INTEGER] = "integer",
		[PARAMETER_NUMBER] = "number",
		[PARAMETER_DURATION] = "duration",
		[PARAMETER_BYTES] = "bytes",
		[PARAMETER_CHOICE] = "choice",
		[PARAMETER_TEXT] = "text",
	};

	return names[kind];
}

/* Smallest and largest are in the unit of the key: nanoseconds, bytes. */
static json_t *parameter_json(const struct parameter *parameter)
{
	char key[PARAMETER_TEXT_SIZE];
	json_t *object = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "name", parameter->name, "key",
		parameter_key(parameter, key, sizeof(key)), "kind", kind_name(parameter->kind),
		"unit", parameter->unit != NULL ? parameter->unit : "", "default",
		parameter->standard, "help", parameter->help);

	if (parameter->applies != NULL)
		json_object_set_new(object, "applies", json_string(parameter->applies));
	if (parameter->kind == PARAMETER_CHOICE) {
		json_object_set_new(object, "choices", json_value_texts(parameter->choices));
	} else if (parameter->kind != PARAMETER_TEXT) {
		json_object_set_new(object, "smallest", json_real(parameter->smallest));
		json_object_set_new(object, "largest", json_real(parameter->largest));
	}
	return object;
}

static json_t *parameters_json(const struct parameter *table)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < parameter_count(table); i++)
		json_array_append_new(list, parameter_json(&table[i]));
	return list;
}

json_t *list_json_workloads(void)
{
	const struct workload *workload;
	json_t *list = json_array();

	for (size_t i = 0; (workload = workload_at(i)) != NULL; i++)
		json_array_append_new(list,
			json_pack("{s:s, s:s, s:s?, s:o}", "name", workload->name, "summary",
				workload->summary, "plugin", workload_plugin(workload),
				"parameters", parameters_json(workload->parameters)));
	return list;
}

static json_t *axes_json(unsigned axes)
{
	json_t *list = json_array();

	if (axes & AXIS_CORES)
		json_array_append_new(list, json_string("cores"));
	if (axes & AXIS_CONCURRENCY)
		json_array_append_new(list, json_string("concurrency"));
	return list;
}

static void note_unsupported(void *object, const char *what, const char *reason)
{
	json_object_set_new(object, what, json_string(reason));
}

/* The reason why it supports no rate, or null. */
static json_t *no_arrivals_json(const struct runner *runner)
{
	struct error reason = {0};

	return list_no_arrivals(runner, &reason) ? json_string(reason.text) : json_null();
}

static json_t *unsupported_json(const struct runner *runner)
{
	json_t *object = json_object();

	list_unsupported(runner, note_unsupported, object);
	return object;
}

json_t *list_json_runners(void)
{
	json_t *list = json_array();

	for (const struct runner *const *entry = runner_table; *entry != NULL; entry++)
		json_array_append_new(list,
			json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o}", "name", (*entry)->name,
				"summary", (*entry)->summary, "model", model_name((*entry)->model),
				"axes", axes_json((*entry)->axes), "parameters",
				parameters_json((*entry)->parameters), "unsupported",
				unsupported_json(*entry), "no_rate", no_arrivals_json(*entry)));
	return list;
}

json_t *list_json_suite(const struct suite *suite, const char *path)
{
	return json_pack("{s:s, s:s, s:s}", "name", suite->name, "summary", suite->summary, "path",
		path);
}
