/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cases and the whole result as JSON and back, by the tables of result_members.c, from which
 * result.schema.json is generated, too. Blocks are in block_json.c, files in record_file.c.
 */
#include "config.h"

#include "results/record/record_json.h"

#include <stdlib.h>
#include <string.h>

#include "results/record/arrived_json.h"
#include "results/record/block_json.h"
#include "results/record/machine_members.h"
#include "results/record/members.h"
#include "results/record/memory_record.h"
#include "results/record/observed.h"
#include "results/record/record_check.h"
#include "results/record/record_events.h"
#include "results/record/result_members.h"
#include "results/record/settings_members.h"
#include "results/record/summary_members.h"

static json_t *summary_to_json(const struct summary *summary)
{
	json_t *json;

	if (summary->blocks == 0)
		return json_null();
	json = members_object(summary_table.members, summary, true);
	if (json == NULL)
		return NULL;
	if (observed_write(json, summary->observed, summary->observed_count) == 0 &&
		memory_record_write_summary(json, &summary->memory) == 0)
		return json;
	json_decref(json);
	return NULL;
}

static json_t *blocks_to_json(const struct case_record *record)
{
	json_t *array = json_array();

	for (size_t i = 0; array != NULL && i < record->block_count; i++)
		if (json_array_append_new(array, block_to_json(&record->blocks[i])) != 0) {
			json_decref(array);
			return NULL;
		}
	return array;
}

static json_t *case_to_json(const struct case_record *record)
{
	json_t *json = members_object(case_table.members, record, true);

	if (json == NULL)
		return NULL;
	if (arrived_write_case(json, record) == 0 &&
		json_object_set_new(json, "blocks", blocks_to_json(record)) == 0 &&
		json_object_set_new(json, "summary", summary_to_json(&record->summary)) == 0)
		return json;
	json_decref(json);
	return NULL;
}

static json_t *runners_to_json(const struct result *result)
{
	json_t *array = json_array();

	for (size_t i = 0; array != NULL && i < result->runner_count; i++)
		if (json_array_append_new(array,
			    members_object(result_runner_table.members, &result->runners[i],
				    true)) != 0) {
			json_decref(array);
			return NULL;
		}
	return array;
}

static json_t *cases_to_json(const struct result *result)
{
	json_t *array = json_array();

	for (size_t i = 0; array != NULL && i < result->case_count; i++)
		if (json_array_append_new(array, case_to_json(&result->cases[i])) != 0) {
			json_decref(array);
			return NULL;
		}
	return array;
}

json_t *result_to_json(const struct result *result)
{
	json_t *json = json_object();

	if (json != NULL && json_object_set_new(json, "schema", json_integer(RESULT_SCHEMA)) == 0 &&
		members_write(json, result_table.members, result, true) == 0 &&
		record_events_write(json, result) == 0 &&
		json_object_set_new(json, "runners", runners_to_json(result)) == 0 &&
		json_object_set_new(json, "cases", cases_to_json(result)) == 0)
		return json;
	json_decref(json);
	return NULL;
}

/* Checks that each median lies between the ends of its interval. */
static int check_estimates(const struct summary *summary, struct error *error)
{
	for (const struct member *member = summary_table.members; member->name != NULL; member++) {
		const struct estimate *estimate =
			(const void *)((const char *)summary + member->offset);

		if (member->table == &estimate_table &&
			(estimate->low > estimate->median || estimate->median > estimate->high))
			return error_set(error, "%s: median must lie between low and high",
				member->name);
	}
	return 0;
}

static int read_summary(struct summary *summary, const json_t *json, struct error *error)
{
	if (json_is_null(json))
		return 0;
	if (members_read(json, summary_table.members, summary, false, error) != 0 ||
		check_estimates(summary, error) != 0 ||
		observed_read(json, summary->observed, &summary->observed_count, error) != 0)
		return -1;
	return memory_record_read_summary(json, &summary->memory, error);
}

static int read_blocks(struct case_record *record, const json_t *json, struct error *error)
{
	void *blocks;

	if (members_array(json, "blocks", sizeof(struct block), &blocks, &record->block_count,
		    error) != 0)
		return -1;
	record->blocks = blocks;
	for (size_t i = 0; i < record->block_count; i++)
		if (block_from_json(&record->blocks[i],
			    json_array_get(json_object_get(json, "blocks"), i), error) != 0)
			return error_prefix(error, "blocks[%zu]", i);
	return 0;
}

static int read_case(struct case_record *record, const json_t *json, struct error *error)
{
	if (members_read(json, case_table.members, record, false, error) != 0 ||
		arrived_read_case(record, json, error) != 0)
		return -1;
	if ((record->status == STATUS_OK) != (record->reason == NULL))
		return error_set(error,
			record->reason == NULL ? "reason must be text where status is not \"ok\""
					       : "reason must be null where status is \"ok\"");
	if (read_blocks(record, json, error) != 0)
		return -1;
	if (read_summary(&record->summary, json_object_get(json, "summary"), error) != 0)
		return error_prefix(error, "summary");
	if (record->summary.blocks > 0 && record->summary.arrived != case_record_has_rate(record))
		return error_set(error,
			"summary: latency_uncorrected_p50_ns and latency_uncorrected_p99_ns must be there "
			"exactly where the case has a rate");
	return 0;
}

static int check_groups(const struct result *result, const struct case_record *record,
	struct error *error)
{
	for (size_t i = 0; i < record->groups_count; i++)
		if (record->groups[i] >= result->groups_count)
			return error_set(error, "groups: there is no group %u, the result has %zu",
				record->groups[i], result->groups_count);
	return 0;
}

int result_read_case(struct result *result, size_t index, const json_t *json, struct error *error)
{
	struct case_record *record = &result->cases[index];

	if (read_case(record, json, error) == 0 && check_groups(result, record, error) == 0)
		return 0;
	return error_prefix(error, "cases[%zu]", index);
}

static int read_cases(struct result *result, const json_t *json, struct error *error)
{
	void *cases;

	if (members_array(json, "cases", sizeof(struct case_record), &cases, &result->case_count,
		    error) != 0)
		return -1;
	result->cases = cases;
	for (size_t i = 0; i < result->case_count; i++)
		if (result_read_case(result, i, json_array_get(json_object_get(json, "cases"), i),
			    error) != 0)
			return -1;
	return 0;
}

static int read_runners(struct result *result, const json_t *json, struct error *error)
{
	void *runners;

	if (members_array(json, "runners", sizeof(struct runner_record), &runners,
		    &result->runner_count, error) != 0)
		return -1;
	result->runners = runners;
	for (size_t i = 0; i < result->runner_count; i++)
		if (members_read(json_array_get(json_object_get(json, "runners"), i),
			    result_runner_table.members, &result->runners[i], false, error) != 0)
			return error_prefix(error, "runners[%zu]", i);
	return 0;
}

static int read_result(struct result *result, const json_t *json, struct error *error)
{
	const json_t *schema = json_object_get(json, "schema");

	if (!json_is_object(json) || !json_is_integer(schema))
		return error_set(error, "is not a result of breakeven: it has no \"schema\"");
	if (json_integer_value(schema) != RESULT_SCHEMA)
		return error_set(error, "has schema %lld, this program reads schema %d",
			(long long)json_integer_value(schema), RESULT_SCHEMA);
	if (members_read(json, result_table.members, result, false, error) != 0)
		return -1;
	if (record_events_read(result, json, error) != 0)
		return -1;
	if (members_read(result->tool, result_tool_table.members, NULL, false, error) != 0)
		return error_prefix(error, "tool");
	if (machine_members_check(result->machine, error) != 0)
		return error_prefix(error, "machine");
	if (members_read(result->settings, settings_members.members, NULL, true, error) != 0)
		return error_prefix(error, "settings");
	if (read_runners(result, json, error) != 0)
		return -1;
	if (read_cases(result, json, error) != 0)
		return -1;
	return record_check(result, error);
}

int result_from_json(struct result *result, const json_t *json, struct error *error)
{
	*result = (struct result){0};
	if (read_result(result, json, error) == 0)
		return 0;
	result_clear(result);
	return -1;
}
