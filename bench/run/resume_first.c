/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the first line of a journal; see resume_first.h. */
#include "config.h"

#include "bench/run/resume_first.h"

#include <string.h>

#include "bench/run/run_journal.h"
#include "results/record/members.h"
#include "results/record/record.h"
#include "results/record/record_json.h"

static const struct member first_members[] = {
	{.name = "journal", .kind = MEMBER_SMALL},
	{.name = "directory", .kind = MEMBER_TEXT},
	{.name = "arguments", .kind = MEMBER_OTHER},
	{.name = "plugins", .kind = MEMBER_OTHER},
	{.name = "result", .kind = MEMBER_OBJECT},
	{.name = NULL},
};

static const struct member plugin_members[] = {
	{.name = "path", .kind = MEMBER_TEXT},
	{.name = "checksum", .kind = MEMBER_TEXT},
	{.name = NULL},
};

static int check_version(const json_t *line, struct error *error)
{
	const json_t *version = json_object_get(line, "journal");

	if (!json_is_integer(version) || json_integer_value(version) == RUN_JOURNAL_VERSION)
		return 0;
	return error_set(error, "it has version %lld; this program reads version %d",
		(long long)json_integer_value(version), RUN_JOURNAL_VERSION);
}

static int check_arguments(const json_t *arguments, struct error *error)
{
	if (!json_is_array(arguments) || json_array_size(arguments) == 0)
		return error_set(error, "arguments must be an array of texts, at least one");
	for (size_t i = 0; i < json_array_size(arguments); i++)
		if (!json_is_string(json_array_get(arguments, i)))
			return error_set(error, "arguments[%zu] must be text", i);
	return 0;
}

static int check_plugins(const json_t *plugins, struct error *error)
{
	if (!json_is_array(plugins))
		return error_set(error, "plugins must be an array");
	for (size_t i = 0; i < json_array_size(plugins); i++)
		if (members_read(json_array_get(plugins, i), plugin_members, NULL, false, error) <
			0)
			return error_prefix(error, "plugins[%zu]", i);
	return 0;
}

/* As strictly as when reading any result. */
static int check_result(struct resume_first *first, struct error *error)
{
	struct result result;

	if (result_from_json(&result, first->result, error) < 0)
		return error_prefix(error, "result");
	first->seed = result.seed;
	result_clear(&result);
	return 0;
}

static int check_members(struct resume_first *first, json_t *line, struct error *error)
{
	if (members_read(line, first_members, NULL, false, error) < 0)
		return -1;
	*first = (struct resume_first){
		.directory = json_string_value(json_object_get(line, "directory")),
		.arguments = json_object_get(line, "arguments"),
		.plugins = json_object_get(line, "plugins"),
		.result = json_object_get(line, "result"),
	};
	if (first->directory[0] != '/')
		return error_set(error, "directory must be an absolute path");
	if (check_arguments(first->arguments, error) < 0 ||
		check_plugins(first->plugins, error) < 0 || check_result(first, error) < 0)
		return -1;
	first->started = json_string_value(json_object_get(first->result, "started"));
	return 0;
}

int resume_first_read(struct resume_first *first, json_t *line, struct error *error)
{
	struct error cause = {0};

	if (check_version(line, &cause) < 0)
		return error_set(error, "1: %s", cause.text);
	if (check_members(first, line, &cause) < 0)
		return error_set(error, "1: this is not the journal of a run: %s", cause.text);
	return 0;
}
