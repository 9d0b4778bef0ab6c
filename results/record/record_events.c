/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resumptions and other runs as JSON; see record_events.h. */
#include "config.h"

#include "results/record/record_events.h"

#include <string.h>

#include "results/record/block_json.h"
#include "results/record/members.h"

static const struct member other_run_members[] = {
	{.name = "pid", .kind = MEMBER_WHOLE, .smallest = 1},
	{.name = "folder", .kind = MEMBER_TEXT, .description = "Where its result goes."},
	{.name = "cpus",
		.kind = MEMBER_NUMBERS,
		.schema = "cpus",
		.description = "That its cases use."},
	{.name = "seen", .kind = MEMBER_TEXT, .description = "When it was first seen."},
	{.name = "user",
		.kind = MEMBER_WHOLE,
		.optional = true,
		.description =
			"The number of the user whom its file belongs to. Absent where that is this run's own."},
	{.name = NULL},
};

const struct member_table other_run_table = {
	.name = "other_run",
	.members = other_run_members,
};

static const struct member unfinished_members[] = {
	{.name = "case", .kind = MEMBER_TEXT, .description = "Its id."},
	{.name = "block", .kind = MEMBER_WHOLE, .description = "Which one, from 0."},
	{.name = "tasks",
		.kind = MEMBER_WHOLE,
		.smallest = 1,
		.description = "Of each of the samples."},
	{.name = "samples",
		.kind = MEMBER_OTHER,
		.schema =
			"\"type\": \"array\", \"minItems\": 1, \"items\": {\"$ref\": \"#/$defs/sample\"}"},
	{.name = NULL},
};

const struct member_table unfinished_table = {
	.name = "unfinished",
	.members = unfinished_members,
};

int record_events_write(json_t *object, const struct result *result)
{
	if (result->resumed != NULL && json_object_set(object, "resumed", result->resumed) < 0)
		return -1;
	if (result->other_runs != NULL &&
		json_object_set(object, "other_runs", result->other_runs) < 0)
		return -1;
	if (result->unfinished != NULL &&
		json_object_set(object, "unfinished", result->unfinished) < 0)
		return -1;
	return 0;
}

int record_events_check_other_run(const json_t *entry, struct error *error)
{
	return members_read(entry, other_run_members, NULL, false, error);
}

int record_events_check_unfinished(const json_t *entry, struct error *error)
{
	const json_t *samples = json_object_get(entry, "samples");

	if (members_read(entry, unfinished_members, NULL, false, error) < 0)
		return -1;
	if (!json_is_array(samples) || json_array_size(samples) == 0)
		return error_set(error, "samples must be an array that is not empty");
	for (size_t i = 0; i < json_array_size(samples); i++) {
		struct sample sample = {0};

		if (sample_from_json(&sample, json_array_get(samples, i), error) < 0)
			return error_prefix(error, "samples[%zu]", i);
	}
	return 0;
}

/* The samples of a block of a case; 0 if the result does not have the block. */
static size_t count_samples(const struct result *result, const char *id, uint64_t number)
{
	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_record *record = &result->cases[i];

		for (size_t j = 0; j < record->block_count && strcmp(record->id, id) == 0; j++)
			if (record->blocks[j].block == number)
				return record->blocks[j].sample_count;
	}
	return 0;
}

bool record_events_has_samples(const struct result *result, const json_t *entry)
{
	for (size_t i = 0; i < json_array_size(result->unfinished); i++)
		if (json_equal(json_array_get(result->unfinished, i), entry))
			return true;
	return count_samples(result, json_string_value(json_object_get(entry, "case")),
		       (uint64_t)json_integer_value(json_object_get(entry, "block"))) >=
		json_array_size(json_object_get(entry, "samples"));
}

static int check_time(const json_t *entry, struct error *error)
{
	return json_is_string(entry) ? 0 : error_set(error, "must be text");
}

/* Reads an array, which may be absent, into *array if every entry passes the check. */
static int read_array(json_t **array, const json_t *object, const char *name,
	int (*check)(const json_t *entry, struct error *error), struct error *error)
{
	json_t *json = json_object_get(object, name);

	if (json == NULL)
		return 0;
	if (!json_is_array(json) || json_array_size(json) == 0)
		return error_set(error, "%s must be an array that is not empty", name);
	for (size_t i = 0; i < json_array_size(json); i++)
		if (check(json_array_get(json, i), error) < 0)
			return error_prefix(error, "%s[%zu]", name, i);
	*array = json_incref(json);
	return 0;
}

int record_events_read(struct result *result, const json_t *object, struct error *error)
{
	if (read_array(&result->resumed, object, "resumed", check_time, error) < 0)
		return -1;
	if (read_array(&result->other_runs, object, "other_runs", record_events_check_other_run,
		    error) < 0)
		return -1;
	return read_array(&result->unfinished, object, "unfinished", record_events_check_unfinished,
		error);
}

int record_events_add(json_t **array, json_t *entry)
{
	if (*array == NULL)
		*array = json_array();
	return json_array_append_new(*array, entry);
}
