/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a run's journal, and a result from them; see run_journal.h. */
#include "config.h"

#include "bench/run/run_journal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/plan/options.h"
#include "bench/run/run_folder.h"
#include "results/record/block_json.h"
#include "results/summary/precision.h"
#include "results/record/record_events.h"
#include "results/record/record_json.h"
#include "support/checksum.h"
#include "support/limits.h"
#include "support/utf8.h"

/* Explains why JSON refused a text: it is not UTF-8, or memory is out. Always -1. */
static int refuse_text(const char *what, const char *text, struct error *error)
{
	return utf8_is_valid(text) ? error_set(error, "no memory for the journal")
				   : error_set(error, "%s is not UTF-8: %s; rename it", what, text);
}

static json_t *plugin_entry(const char *path, struct error *error)
{
	char digits[17];
	uint64_t sum;

	if (checksum_file(&sum, path, error) < 0)
		return NULL;
	snprintf(digits, sizeof(digits), "%016" PRIx64, sum);
	return json_pack("{s:s, s:s}", "path", path, "checksum", digits);
}

static bool has_plugin(const json_t *plugins, const char *path)
{
	for (size_t i = 0; i < json_array_size(plugins); i++)
		if (strcmp(json_string_value(json_object_get(json_array_get(plugins, i), "path")),
			    path) == 0)
			return true;
	return false;
}

static int add_plugin(const char *file, void *context, struct error *error)
{
	json_t *plugins = context;
	char *whole = realpath(file, NULL);
	int status = 0;

	if (whole == NULL)
		return error_set(error, "cannot load '%s': %s", file, limits_error(errno));
	if (!has_plugin(plugins, whole) &&
		json_array_append_new(plugins, plugin_entry(whole, error)) < 0)
		status = refuse_text("the name of the plugin", whole, error);
	free(whole);
	return status;
}

json_t *run_journal_plugins(int argc, char **argv, struct error *error)
{
	json_t *plugins = json_array();

	if (plugins == NULL)
		error_set(error, "no memory");
	else if (options_plugins(argc, argv, add_plugin, plugins, error) == 0)
		return plugins;
	json_decref(plugins);
	return NULL;
}

/* JSON text must be UTF-8, and a run that cannot be recorded cannot be resumed. */
static json_t *list_arguments(int argc, char **argv, struct error *error)
{
	json_t *arguments = json_array();

	for (int i = 0; i < argc; i++)
		if (json_array_append_new(arguments, json_string(argv[i])) < 0) {
			refuse_text("an argument", argv[i], error);
			json_decref(arguments);
			return NULL;
		}
	return arguments;
}

json_t *run_journal_first(int argc, char **argv, const struct result *result, struct error *error)
{
	json_t *arguments = list_arguments(argc, argv, error);
	json_t *plugins = run_journal_plugins(argc, argv, error);
	char *folder = run_folder_working(error);
	json_t *first = NULL;

	if (folder != NULL && arguments != NULL && plugins != NULL)
		first = json_pack("{s:i, s:s, s:O, s:O, s:o}", "journal", RUN_JOURNAL_VERSION,
			"directory", folder, "arguments", arguments, "plugins", plugins, "result",
			result_to_json(result));
	if (first == NULL && folder != NULL)
		refuse_text("the name of the working folder", folder, error);
	json_decref(arguments);
	json_decref(plugins);
	free(folder);
	return first;
}

int run_journal_block(struct journal *journal, const char *id, const struct block *block,
	struct error *error)
{
	return journal_append(journal,
		json_pack("{s:s, s:o}", "case", id, "block", block_to_json(block)), error);
}

int run_journal_event(struct journal *journal, const char *name, json_t *value, struct error *error)
{
	return journal_append(journal, json_pack("{s:o}", name, value), error);
}

/* A result that is refilled, and the indexes of its cases by id. */
struct replay {
	struct result *result;
	json_t *places;
	bool files;
};

static json_t *index_cases(const struct result *result)
{
	json_t *places = json_object();

	for (size_t i = 0; i < result->case_count; i++)
		json_object_set_new(places, result->cases[i].id, json_integer((json_int_t)i));
	return places;
}

static int replay_block(struct replay *replay, const json_t *line, const json_t *id,
	struct error *error)
{
	const json_t *place = json_object_get(replay->places, json_string_value(id));
	uint64_t blocks =
		(uint64_t)json_integer_value(json_object_get(replay->result->settings, "blocks"));
	struct case_record *record;
	struct block block;

	if (place == NULL)
		return error_set(error, "a block of a case that is not in the run");
	record = &replay->result->cases[json_integer_value(place)];
	if (block_from_json(&block, json_object_get(line, "block"), error) < 0)
		return error_prefix(error, "block");
	if (block.block >= blocks ||
		(record->block_count > 0 &&
			record->blocks[record->block_count - 1].block >= block.block)) {
		error_set(error, "block %" PRIu64 " of %s appears twice or in the wrong place",
			block.block, record->id);
		block_clear(&block);
		return -1;
	}
	if (record->tasks == 0 && block.status == STATUS_OK)
		record->tasks = block.tasks;
	record->blocks[record->block_count++] = block;
	return 0;
}

/* Ratios by the name of a workload. */
static bool are_ratios(json_t *value)
{
	const char *name;
	json_t *ratio;

	json_object_foreach(value, name, ratio) {
		if (!json_is_number(ratio) || json_number_value(ratio) <= 0)
			return false;
	}
	return json_is_object(value);
}

static int replay_event(struct replay *replay, const char *name, json_t *value, struct error *error)
{
	struct result *result = replay->result;

	if (strcmp(name, "iterations_per_second") == 0 && json_integer_value(value) > 0)
		return json_object_set(result->settings, name, value);
	if (strcmp(name, "twice_the_work") == 0 && are_ratios(value))
		return json_object_set(result->settings, name, value);
	if (strcmp(name, "files") == 0 && json_is_boolean(value)) {
		replay->files = json_is_true(value);
		return 0;
	}
	if (strcmp(name, "spent_ns") == 0 && json_integer_value(value) > 0)
		return json_object_set(result->settings, name, value);
	if (strcmp(name, "stopped") == 0)
		return precision_set_stopped(result, value, error);
	if (strcmp(name, "other_run") == 0)
		return record_events_check_other_run(value, error) < 0
			? -1
			: record_events_add(&result->other_runs, json_incref(value));
	if (strcmp(name, "unfinished") == 0)
		return record_events_check_unfinished(value, error) < 0
			? -1
			: record_events_add(&result->unfinished, json_incref(value));
	if (strcmp(name, "resumed") == 0 && json_is_string(value))
		return record_events_add(&result->resumed, json_incref(value));
	if (strcmp(name, "finished") == 0 && json_is_string(value)) {
		result->finished = strdup(json_string_value(value));
		return result->finished != NULL ? 0 : -1;
	}
	return error_set(error, "\"%s\" is unknown, or its value is impossible", name);
}

static int replay_line(struct replay *replay, json_t *line, struct error *error)
{
	const json_t *id = json_object_get(line, "case");
	void *member = json_object_iter(line);

	if (replay->result->finished != NULL)
		return error_set(error, "the run finished before this line");
	if (json_is_string(id) && json_object_size(line) == 2)
		return replay_block(replay, line, id, error);
	if (json_object_size(line) != 1)
		return error_set(error, "this is not a line of a run's journal");
	return replay_event(replay, json_object_iter_key(member), json_object_iter_value(member),
		error);
}

int run_journal_replay(const json_t *lines, struct result *result, bool *files, struct error *error)
{
	struct replay replay = {.result = result, .places = index_cases(result)};
	int status = 0;

	for (size_t i = 1; i < json_array_size(lines) && status == 0; i++) {
		status = replay_line(&replay, json_array_get(lines, i), error);
		if (status < 0) {
			error_set(error, "no memory");
			error_prefix(error, "%zu", i + 1);
		}
	}
	json_decref(replay.places);
	*files = replay.files;
	return status;
}
