/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads suite files. One function for each kind of object in the file, from the inside out; each
 * gets the place of the object, so that every error gives its position (json_reader.h).
 */
#include "config.h"

#include "bench/suite/suite.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "bench/suite/axis.h"
#include "bench/suite/json_reader.h"
#include "bench/suite/rate.h"
#include "bench/suite/settings.h"
#include "bench/suite/suite_variants.h"
#include "support/parameter_pool.h"
#include "support/text.h"
#include "workloads/registry.h"

#define SUITE_NAME_LIMIT 64

static int append_runner(struct suite_runner **runners, size_t *count, const struct runner *runner,
	const struct parameters *parameters, struct error *error)
{
	struct suite_runner *more = realloc(*runners, (*count + 1) * sizeof(*more));

	if (more == NULL)
		return error_set(error, "no memory");
	more[*count] = (struct suite_runner){runner, parameters};
	*runners = more;
	++*count;
	return 0;
}

int suite_add_runner(struct suite_runner **runners, size_t *count, const char *name,
	struct error *error)
{
	const struct runner *named = NULL;
	const struct parameters *parameters;

	if (name != NULL) {
		named = runner_find(name, error);
		if (named == NULL)
			return -1;
	}
	for (const struct runner *const *entry = runner_table; *entry != NULL; entry++) {
		if (named != NULL && *entry != named)
			continue;
		parameters = parameter_pool_make((*entry)->parameters, "", error);
		if (parameters == NULL ||
			append_runner(runners, count, *entry, parameters, error) != 0)
			return -1;
	}
	return 0;
}

/* {"name": "async", "parameters": {…}} */
static int read_runner_object(const struct json_reader *reader, const struct json_place *place,
	const json_t *value, struct suite_case *into)
{
	static const char *const keys[] = {"name", "parameters", NULL};
	struct json_place name_place = {.parent = place, .key = "name"};
	struct error cause = {0};
	struct variants variants;
	const struct runner *runner;
	const char *name;
	int status = 0;

	if (json_reader_object(reader, place, value, keys) != 0)
		return -1;
	name = json_reader_string(reader, &name_place, json_object_get(value, "name"));
	if (name == NULL)
		return -1;
	runner = runner_find(name, &cause);
	if (runner == NULL)
		return json_reader_refuse(reader, &name_place, "%s", cause.text);
	if (suite_variants_read(reader, place, json_object_get(value, "parameters"),
		    runner->parameters, &variants) != 0)
		return -1;
	for (size_t i = 0; i < variants.count && status == 0; i++)
		status = append_runner(&into->runners, &into->runner_count, runner,
			variants.sets[i], reader->error);
	free(variants.sets);
	return status;
}

static int read_runner(const struct json_reader *reader, const struct json_place *place,
	const json_t *value, struct suite_case *into)
{
	struct error cause = {0};

	if (json_is_object(value))
		return read_runner_object(reader, place, value, into);
	if (!json_is_string(value))
		return json_reader_refuse(reader, place,
			"must be the name of a runner or {\"name\": …, \"parameters\": {…}}");
	if (suite_add_runner(&into->runners, &into->runner_count, json_string_value(value),
		    &cause) != 0)
		return json_reader_refuse(reader, place, "%s", cause.text);
	return 0;
}

static int read_runners(const struct json_reader *reader, const struct json_place *parent,
	const json_t *value, struct suite_case *into)
{
	struct json_place place = {.parent = parent, .key = "runners"};

	if (value == NULL)
		return suite_add_runner(&into->runners, &into->runner_count, NULL, reader->error);
	if (!json_is_array(value))
		return read_runner(reader, &place, value, into);
	if (json_reader_array(reader, &place, value) != 0)
		return -1;
	for (size_t i = 0; i < json_array_size(value); i++) {
		struct json_place entry = {.parent = &place, .index = i};

		if (read_runner(reader, &entry, json_array_get(value, i), into) != 0)
			return -1;
	}
	return 0;
}

/* Adds an entry to a list, from text. */
typedef int add_entry(void *list, const char *text, struct error *error);

static int add_cores(void *list, const char *text, struct error *error)
{
	return axis_add(list, AXIS_CORES, text, error);
}

static int add_concurrency(void *list, const char *text, struct error *error)
{
	return axis_add(list, AXIS_CONCURRENCY, text, error);
}

static int add_rate(void *list, const char *text, struct error *error)
{
	return rate_add(list, text, error);
}

static int read_entry(const struct json_reader *reader, const struct json_place *place,
	const json_t *value, add_entry *add, void *list)
{
	char buffer[TEXT_NUMBER_SIZE];
	const char *text = json_reader_text(reader, place, value, buffer, sizeof(buffer));
	struct error cause = {0};

	if (text == NULL)
		return -1;
	if (add(list, text, &cause) != 0)
		return json_reader_refuse(reader, place, "%s", cause.text);
	return 0;
}

/* Reads one entry or a list of them; if absent, `standard`, unless that is NULL. */
static int read_list(const struct json_reader *reader, const struct json_place *parent,
	const char *key, const json_t *object, const char *standard, add_entry *add, void *list)
{
	struct json_place place = {.parent = parent, .key = key};
	const json_t *value = json_object_get(object, key);

	if (value == NULL)
		return standard != NULL ? add(list, standard, reader->error) : 0;
	if (!json_is_array(value))
		return read_entry(reader, &place, value, add, list);
	if (json_reader_array(reader, &place, value) != 0)
		return -1;
	for (size_t i = 0; i < json_array_size(value); i++) {
		struct json_place entry = {.parent = &place, .index = i};

		if (read_entry(reader, &entry, json_array_get(value, i), add, list) != 0)
			return -1;
	}
	return 0;
}

static int read_group(const struct json_reader *reader, const struct json_place *parent,
	const json_t *value, struct suite_case *into)
{
	struct json_place place = {.parent = parent, .key = "group"};
	const char *group;

	if (value == NULL)
		return 0;
	group = json_reader_string(reader, &place, value);
	if (group == NULL)
		return -1;
	if (group[0] == '\0')
		return json_reader_refuse(reader, &place, "is empty; say what the cases show");
	into->group = strdup(group);
	return into->group != NULL ? 0 : error_set(reader->error, "no memory");
}

/* Reads into a zeroed case, which the caller clears even after an error. */
static int read_case(const struct json_reader *reader, const struct json_place *place,
	const json_t *value, struct suite_case *into)
{
	static const char *const keys[] = {
		"group", "workload", "parameters", "runners", "cores", "concurrency", "rate", NULL};
	struct json_place workload_place = {.parent = place, .key = "workload"};
	struct error cause = {0};
	struct variants variants;
	const char *name;

	if (json_reader_object(reader, place, value, keys) != 0)
		return -1;
	if (read_group(reader, place, json_object_get(value, "group"), into) != 0)
		return -1;
	if (json_object_get(value, "workload") == NULL)
		return json_reader_refuse(reader, place, "has no \"workload\"");
	name = json_reader_string(reader, &workload_place, json_object_get(value, "workload"));
	if (name == NULL)
		return -1;
	into->workload = workload_find(name, &cause);
	if (into->workload == NULL)
		return json_reader_refuse(reader, &workload_place, "%s", cause.text);
	if (suite_variants_read(reader, place, json_object_get(value, "parameters"),
		    into->workload->parameters, &variants) != 0)
		return -1;
	into->variants = variants.sets;
	into->variant_count = variants.count;
	if (read_runners(reader, place, json_object_get(value, "runners"), into) != 0 ||
		read_list(reader, place, "cores", value, "1", add_cores, &into->cores) != 0 ||
		read_list(reader, place, "concurrency", value, "1", add_concurrency,
			&into->concurrency) != 0 ||
		read_list(reader, place, "rate", value, NULL, add_rate, &into->rates) != 0)
		return -1;
	return 0;
}

static int read_cases(const struct json_reader *reader, const struct json_place *root,
	struct suite *suite)
{
	struct json_place place = {.parent = root, .key = "cases"};
	const json_t *list = json_object_get(reader->root, "cases");

	if (list == NULL)
		return json_reader_refuse(reader, root, "has no \"cases\"");
	if (json_reader_array(reader, &place, list) != 0)
		return -1;
	suite->cases = calloc(json_array_size(list), sizeof(*suite->cases));
	if (suite->cases == NULL)
		return error_set(reader->error, "no memory");
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct json_place entry = {.parent = &place, .index = i};

		suite->case_count++;
		if (read_case(reader, &entry, json_array_get(list, i), &suite->cases[i]) != 0)
			return -1;
	}
	return 0;
}

/* As text: a number only as "0" or "1", since 0 is the default of "tasks". NULL: not given. */
static const char *setting_given(const void *context, const char *name)
{
	const json_t *value = json_object_get(context, name);

	if (value == NULL || json_is_string(value))
		return json_string_value(value);
	return json_number_value(value) != 0 ? "1" : "0";
}

static int read_settings(const struct json_reader *reader, const struct json_place *root,
	struct settings *settings)
{
	struct json_place place = {.parent = root, .key = "settings"};
	json_t *object = json_object_get(reader->root, "settings");
	char buffer[TEXT_NUMBER_SIZE];
	const char *names[SETTINGS_MOST + 1] = {0};
	const struct setting *rival;
	const char *key;
	json_t *value;

	settings_init(settings);
	for (size_t i = 0; settings_table[i].member != NULL; i++)
		names[i] = settings_table[i].parameter->name;
	if (object != NULL && json_reader_object(reader, &place, object, names) != 0)
		return -1;
	json_object_foreach(object, key, value) {
		struct json_place entry = {.parent = &place, .key = key};
		const char *text = json_reader_text(reader, &entry, value, buffer, sizeof(buffer));
		struct error cause = {0};

		if (text == NULL)
			return -1;
		if (settings_set(settings, key, text, &cause) != 0)
			return json_reader_refuse(reader, &entry, "%s", cause.text);
	}
	rival = settings_find_rival(setting_given, object);
	if (rival != NULL)
		return json_reader_refuse(reader, &place,
			"has \"%s\" and \"%s\": %s determines %s; remove one of them",
			rival->replaces, rival->parameter->name, rival->parameter->name,
			rival->decides);
	return 0;
}

static int read_name(const struct json_reader *reader, const struct json_place *root,
	struct suite *suite)
{
	struct json_place place = {.parent = root, .key = "name"};
	const json_t *value = json_object_get(reader->root, "name");
	const char *name;
	size_t length;

	if (value == NULL)
		return json_reader_refuse(reader, root, "has no \"name\"");
	name = json_reader_string(reader, &place, value);
	if (name == NULL)
		return -1;
	/* It becomes part of a folder's name. */
	length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
	if (length == 0 || name[length] != '\0' || length > SUITE_NAME_LIMIT || name[0] == '.')
		return json_reader_refuse(reader, &place,
			"'%s' is not a name: use at most %d letters, digits, '.', '_', '-'", name,
			SUITE_NAME_LIMIT);
	suite->name = strdup(name);
	return suite->name != NULL ? 0 : error_set(reader->error, "no memory");
}

static int read_summary(const struct json_reader *reader, const struct json_place *root,
	struct suite *suite)
{
	struct json_place place = {.parent = root, .key = "summary"};
	const json_t *value = json_object_get(reader->root, "summary");
	const char *summary = value != NULL ? json_reader_string(reader, &place, value) : "";

	if (summary == NULL)
		return -1;
	suite->summary = strdup(summary);
	return suite->summary != NULL ? 0 : error_set(reader->error, "no memory");
}

int suite_read(struct suite *suite, const char *path, struct error *error)
{
	static const char *const keys[] = {"name", "summary", "settings", "cases", NULL};
	struct json_place root = {0};
	struct json_reader reader;
	int status = -1;

	*suite = (struct suite){0};
	if (json_reader_open(&reader, path, error) != 0)
		return -1;
	if (json_reader_object(&reader, &root, reader.root, keys) == 0 &&
		read_name(&reader, &root, suite) == 0 && read_summary(&reader, &root, suite) == 0 &&
		read_settings(&reader, &root, &suite->settings) == 0)
		status = read_cases(&reader, &root, suite);
	json_reader_close(&reader);
	if (status != 0)
		suite_clear(suite);
	return status;
}

void suite_clear(struct suite *suite)
{
	for (size_t i = 0; i < suite->case_count; i++) {
		struct suite_case *entry = &suite->cases[i];

		free(entry->group);
		free(entry->variants);
		free(entry->runners);
		axis_clear(&entry->cores);
		axis_clear(&entry->concurrency);
		rate_clear(&entry->rates);
	}
	free(suite->cases);
	free(suite->name);
	free(suite->summary);
	*suite = (struct suite){0};
}
