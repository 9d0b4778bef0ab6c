/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must be unchanged to resume a run; see resume_check.h. */
#include "config.h"

#include "bench/run/resume_check.h"
#include "results/record/record_json.h"
#include "support/text.h"

#include <stdlib.h>
#include <string.h>

/* Members that identify a machine, without figures that change by themselves. */
static const char *const machine_members[] = {"hostname", "architecture", "cpu_model", "cores",
	"cpus", "packages", "numa_nodes", "kernel", NULL};

static const char *const tool_members[] = {"version", "commit", "compiler", "flags", NULL};

/* "WHAT was OLD and is NEW" */
static int refuse(const char *what, const json_t *old, const json_t *new, struct error *error)
{
	char *was = json_dumps(old, JSON_ENCODE_ANY | JSON_COMPACT);
	char *is = json_dumps(new, JSON_ENCODE_ANY | JSON_COMPACT);

	error_set(error, "%s was %.200s and is now %.200s", what, was != NULL ? was : "not known",
		is != NULL ? is : "not known");
	free(was);
	free(is);
	return -1;
}

/* Compares a member of two objects; an absent one counts as null. */
static int check_member(const json_t *old, const json_t *new, const char *object, const char *name,
	struct error *error)
{
	const json_t *was = json_object_get(old, name), *is = json_object_get(new, name);
	char what[128];

	if (was == NULL)
		was = json_null();
	if (is == NULL)
		is = json_null();
	if (json_equal(was, is))
		return 0;
	snprintf(what, sizeof(what), "%s%s%s", object, object[0] != '\0' ? ": " : "", name);
	return refuse(what, was, is, error);
}

static int check_members(const json_t *old, const json_t *new, const char *object,
	const char *const *names, struct error *error)
{
	for (; *names != NULL; names++)
		if (check_member(json_object_get(old, object), json_object_get(new, object), object,
			    *names, error) < 0)
			return -1;
	return 0;
}

/* Compares all settings that either side has. */
static int check_settings(json_t *old, json_t *new, struct error *error)
{
	const char *name;
	json_t *value;

	json_object_foreach(old, name, value) {
		if (check_member(old, new, "settings", name, error) < 0)
			return -1;
	}
	json_object_foreach(new, name, value) {
		if (check_member(old, new, "settings", name, error) < 0)
			return -1;
	}
	return 0;
}

static int check_case(json_t *old, json_t *new, struct error *error)
{
	const char *name;
	json_t *value;

	if (check_member(old, new, "a case", "id", error) < 0)
		return -1;
	json_object_foreach(new, name, value) {
		if (check_member(old, new, json_string_value(json_object_get(new, "id")), name,
			    error) < 0)
			return -1;
	}
	return 0;
}

static int check_cases(const json_t *old, const json_t *new, struct error *error)
{
	size_t was = json_array_size(old), is = json_array_size(new);

	for (size_t i = 0; i < was && i < is; i++)
		if (check_case(json_array_get(old, i), json_array_get(new, i), error) < 0)
			return -1;
	return was == is
		? 0
		: error_set(error, "it had %zu case%s and now has %zu", was, text_plural(was), is);
}

/* The plugin with this path, or NULL. */
static const json_t *find_plugin(const json_t *plugins, const char *path)
{
	for (size_t i = 0; i < json_array_size(plugins); i++) {
		const json_t *plugin = json_array_get(plugins, i);

		if (strcmp(json_string_value(json_object_get(plugin, "path")), path) == 0)
			return plugin;
	}
	return NULL;
}

/* Checks that all `plugins` are among `others`, unchanged. */
static int check_plugins(const json_t *plugins, const json_t *others, const char *missing,
	struct error *error)
{
	for (size_t i = 0; i < json_array_size(plugins); i++) {
		const json_t *plugin = json_array_get(plugins, i), *other;
		const char *path = json_string_value(json_object_get(plugin, "path"));

		other = find_plugin(others, path);
		if (other == NULL)
			return error_set(error, "the plugin %s is %s", path, missing);
		if (!json_equal((json_t *)plugin, (json_t *)other))
			return error_set(error, "the plugin %s has changed since", path);
	}
	return 0;
}

int resume_check_plugins(const json_t *begun, const json_t *now, struct error *error)
{
	if (check_plugins(now, begun, "named by its arguments and not in its list of plugins",
		    error) < 0)
		return -1;
	return check_plugins(begun, now, "in its list of plugins and not named by its arguments",
		error);
}

int resume_check(const json_t *begun, const struct result *now, struct error *error)
{
	json_t *made = result_to_json(now);
	int status = -1;

	if (made == NULL)
		return error_set(error, "no memory");
	if (check_members(begun, made, "tool", tool_members, error) == 0 &&
		check_members(begun, made, "machine", machine_members, error) == 0 &&
		check_member(begun, made, "", "suite", error) == 0 &&
		check_member(begun, made, "", "seed", error) == 0 &&
		check_settings(json_object_get(begun, "settings"),
			json_object_get(made, "settings"), error) == 0)
		status = check_cases(json_object_get(begun, "cases"),
			json_object_get(made, "cases"), error);
	json_decref(made);
	return status;
}
