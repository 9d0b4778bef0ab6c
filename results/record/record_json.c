/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cases and the whole result as JSON and back, by the tables below; result.schema.json says the
 * same. Blocks are in block_json.c, files in record_file.c.
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
#include "results/record/settings_members.h"
#include "results/record/summary_members.h"
#include "results/statistics/shuffle.h"

#define MEMBER(type, json_name, member_kind, field, ...) \
	{ \
		.name = json_name, .kind = member_kind, .offset = offsetof(struct type, field), \
		__VA_ARGS__ \
	}
#define OTHER(json_name) \
	{ \
		.name = json_name, .kind = MEMBER_OTHER \
	}
#define END \
	{ \
		.name = NULL \
	}

static const struct member workload_members[] = {
	MEMBER(case_record, "name", MEMBER_TEXT, workload),
	MEMBER(case_record, "text", MEMBER_TEXT, workload_text),
	MEMBER(case_record, "parameters", MEMBER_OBJECT, workload_parameters),
	END,
};

static const struct member case_runner_members[] = {
	MEMBER(case_record, "name", MEMBER_TEXT, runner),
	MEMBER(case_record, "text", MEMBER_TEXT, runner_text),
	MEMBER(case_record, "parameters", MEMBER_OBJECT, runner_parameters),
	MEMBER(case_record, "model", MEMBER_TEXT, model),
	END,
};

static const struct member case_members[] = {
	MEMBER(case_record, "id", MEMBER_TEXT, id),
	OTHER("workload"),
	OTHER("runner"),
	MEMBER(case_record, "cores", MEMBER_SMALL, cores, .smallest = 1),
	MEMBER(case_record, "concurrency", MEMBER_SMALL, concurrency, .smallest = 1),
	{.name = "arrivals", .kind = MEMBER_OTHER, .optional = true},
	{.name = "rate_per_second", .kind = MEMBER_OTHER, .optional = true},
	MEMBER(case_record, "tasks", MEMBER_WHOLE, tasks, .smallest = 1, .nullable = true),
	MEMBER(case_record, "cpus", MEMBER_NUMBERS, cpus,
		.count_offset = offsetof(struct case_record, cpus_count)),
	MEMBER(case_record, "groups", MEMBER_NUMBERS, groups,
		.count_offset = offsetof(struct case_record, groups_count), .optional = true),
	MEMBER(case_record, "stamped", MEMBER_FLAG, stamped),
	MEMBER(case_record, "status", MEMBER_STATUS, status),
	MEMBER(case_record, "reason", MEMBER_TEXT, reason, .nullable = true),
	OTHER("blocks"),
	OTHER("summary"),
	END,
};

static const struct member runner_members[] = {
	MEMBER(runner_record, "name", MEMBER_TEXT, name),
	MEMBER(runner_record, "model", MEMBER_TEXT, model),
	END,
};

static const struct member result_members[] = {
	OTHER("schema"),
	MEMBER(result, "tool", MEMBER_OBJECT, tool),
	MEMBER(result, "suite", MEMBER_TEXT, suite),
	MEMBER(result, "seed", MEMBER_WHOLE, seed, .largest = SEED_LARGEST),
	MEMBER(result, "started", MEMBER_TEXT, started),
	MEMBER(result, "finished", MEMBER_TEXT, finished, .nullable = true),
	MEMBER(result, "interrupted", MEMBER_FLAG, interrupted),
	{.name = "resumed", .kind = MEMBER_OTHER, .optional = true},
	{.name = "other_runs", .kind = MEMBER_OTHER, .optional = true},
	{.name = "unfinished", .kind = MEMBER_OTHER, .optional = true},
	MEMBER(result, "machine", MEMBER_OBJECT, machine),
	MEMBER(result, "settings", MEMBER_OBJECT, settings),
	MEMBER(result, "groups", MEMBER_TEXTS, groups,
		.count_offset = offsetof(struct result, groups_count), .optional = true),
	OTHER("runners"),
	OTHER("cases"),
	END,
};

/* Objects that the record keeps as they are: only checked. */
#define KEPT(json_name, member_kind, ...) \
	{ \
		.name = json_name, .kind = member_kind, __VA_ARGS__ \
	}

static const struct member tool_members[] = {
	KEPT("name", MEMBER_TEXT),
	KEPT("version", MEMBER_TEXT),
	KEPT("commit", MEMBER_TEXT, .nullable = true, .optional = true),
	KEPT("compiler", MEMBER_TEXT, .nullable = true, .optional = true),
	KEPT("flags", MEMBER_TEXT, .nullable = true, .optional = true),
	END,
};

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
	json_t *json = members_object(case_members, record, true);

	if (json == NULL)
		return NULL;
	if (arrived_write_case(json, record) == 0 &&
		json_object_set_new(json, "workload",
			members_object(workload_members, record, true)) == 0 &&
		json_object_set_new(json, "runner",
			members_object(case_runner_members, record, true)) == 0 &&
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
			    members_object(runner_members, &result->runners[i], true)) != 0) {
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
		members_write(json, result_members, result, true) == 0 &&
		record_events_write(json, result) == 0 &&
		json_object_set_new(json, "runners", runners_to_json(result)) == 0 &&
		json_object_set_new(json, "cases", cases_to_json(result)) == 0)
		return json;
	json_decref(json);
	return NULL;
}

/* What lies in an interval is in order. */
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
	if (members_read(json, case_members, record, false, error) != 0 ||
		arrived_read_case(record, json, error) != 0)
		return -1;
	if (members_read(json_object_get(json, "workload"), workload_members, record, false,
		    error) != 0)
		return error_prefix(error, "workload");
	if (members_read(json_object_get(json, "runner"), case_runner_members, record, false,
		    error) != 0)
		return error_prefix(error, "runner");
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
			    runner_members, &result->runners[i], false, error) != 0)
			return error_prefix(error, "runners[%zu]", i);
	return 0;
}

static int read_result(struct result *result, const json_t *json, struct error *error)
{
	const json_t *schema = json_object_get(json, "schema");

	if (!json_is_object(json) || !json_is_integer(schema))
		return error_set(error, "is no result of breakeven: it has no \"schema\"");
	if (json_integer_value(schema) != RESULT_SCHEMA)
		return error_set(error, "has schema %lld, this program reads schema %d",
			(long long)json_integer_value(schema), RESULT_SCHEMA);
	if (members_read(json, result_members, result, false, error) != 0)
		return -1;
	if (record_events_read(result, json, error) != 0)
		return -1;
	if (members_read(result->tool, tool_members, NULL, false, error) != 0)
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
