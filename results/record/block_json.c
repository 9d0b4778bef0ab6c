/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One block as JSON and back: the answer of a case process, and an entry of a case in a result.
 *
 * In a block that is not ok, unknown members are null. In an ok block everything is known, and a 0
 * was measured.
 */
#include "config.h"

#include "results/record/block_json.h"

#include <stdlib.h>

#include "results/record/members.h"
#include "results/record/memory_record.h"
#include "results/record/observed.h"

#define MEMBER(type, member_kind, field, ...) \
	{ \
		.name = #field, .kind = member_kind, .offset = offsetof(struct type, field), \
		__VA_ARGS__ \
	}
#define WHOLE(type, field, ...) MEMBER(type, MEMBER_WHOLE, field, __VA_ARGS__)
#define END \
	{ \
		.name = NULL \
	}

#define PERCENTILE(field) WHOLE(latency, field, .schema = "nanoseconds")

static const struct member latency_members[] = {
	PERCENTILE(p50),
	PERCENTILE(p90),
	PERCENTILE(p99),
	PERCENTILE(p99_9),
	PERCENTILE(max),
	END,
};

const struct member_table latency_table = {
	.name = "latency",
	.description = "Of the tasks of one batch, to the end of each, in nanoseconds.",
	.members = latency_members,
};

/* Known if the tasks have stamps; if they arrived at a rate. */
#define STAMPED .known_at = offsetof(struct sample, stamped), .nullable = true
#define ARRIVED .known_at = offsetof(struct sample, arrived), .optional = true

static const struct member sample_members[] = {
	WHOLE(sample, elapsed_ns, .smallest = 1,
		.description =
			"From just before the first task could begin until the last had ended."),
	WHOLE(sample, user_ns,
		.description =
			"Processor time of all threads and processes of the case, in user mode."),
	WHOLE(sample, system_ns, .description = "Likewise, in the kernel."),
	WHOLE(sample, voluntary_switches,
		.description = "Context switches because something waited."),
	WHOLE(sample, involuntary_switches,
		.description = "Context switches because the kernel gave the core to another."),
	{.name = "latency_ns",
		.kind = MEMBER_STRUCT,
		.offset = offsetof(struct sample, latency),
		.table = &latency_table,
		STAMPED,
		.description =
			"From being taken in flight, or from being due where tasks arrive at a rate; null where tasks are too short to be stamped one by one."},
	WHOLE(sample, peak_concurrency, .smallest = 1, STAMPED,
		.description =
			"Tasks in flight at most, from their stamps; null where there are none."),
	MEMBER(sample, MEMBER_REAL, mean_concurrency, .optional = true,
		.description =
			"Likewise on average between the ramps: from when as many had begun as may be in flight until the last began; absent where that is not known."),
	MEMBER(sample, MEMBER_REAL, clock_share, .optional = true,
		.description =
			"Of the time that its cores had, about how much went into reading the clock; absent where that is not known."),
	{.name = "latency_uncorrected_ns",
		.kind = MEMBER_STRUCT,
		.offset = offsetof(struct sample, latency_uncorrected),
		.table = &latency_table,
		ARRIVED,
		.description =
			"Only where tasks arrive at a rate: from being taken in flight, however late that was. latency_ns is then from when each was due."},
	WHOLE(sample, schedule_ns, ARRIVED,
		.description =
			"Likewise: from the begin of the batch until the last task was due."),
	WHOLE(sample, peak_arrived, .smallest = 1, ARRIVED,
		.description =
			"Likewise: tasks that were due and had not ended, at most. Those above the case's concurrency had to wait for a place."),
	{.name = "observations", .kind = MEMBER_OTHER, .optional = true, .schema = "observations"},
	MEMBER(sample, MEMBER_STRUCT, evidence, .table = &evidence_table,
		.known_at = offsetof(struct sample, has_evidence), .optional = true),
	END,
};

const struct member_table sample_table = {
	.name = "sample",
	.description = "One timed batch.",
	.members = sample_members,
};

static const struct member server_members[] = {
	{.name = "shared",
		.kind = MEMBER_FLAG,
		.offset = offsetof(struct block, server_shared),
		.description = "Whether it had to share CPUs with the workers."},
	{.name = "cpus",
		.kind = MEMBER_NUMBERS,
		.offset = offsetof(struct block, server_cpus),
		.count_offset = offsetof(struct block, server_cpus_count),
		.schema = "cpus"},
	END,
};

const struct member_table server_table = {
	.name = "server",
	.members = server_members,
};

static const struct member block_members[] = {
	WHOLE(block, block, .description = "Which block, from 0."),
	WHOLE(block, order, .description = "Its place in the order of the run, from 0."),
	WHOLE(block, pid, .smallest = 1, .nullable = true,
		.description = "Of the process; null where none was started."),
	WHOLE(block, environment_bytes, .smallest = 1, .optional = true,
		.description =
			"Length of the variable that was added to its environment, drawn from the seed so that things lie elsewhere in every block."),
	MEMBER(block, MEMBER_STATUS, status),
	MEMBER(block, MEMBER_TEXT, reason, .nullable = true, .schema = "reason"),
	WHOLE(block, tasks, .smallest = 1, .nullable = true,
		.description = "Of each of its batches."),
	WHOLE(block, startup_ns, .nullable = true,
		.description = "Creating what lasts beyond one batch: a pool, a loop."),
	WHOLE(block, teardown_ns, .nullable = true, .description = "Undoing that."),
	WHOLE(block, workers, .nullable = true,
		.description =
			"Threads, processes or loops created, at start-up or in the last batch."),
	MEMBER(block, MEMBER_NUMBERS, cpus_seen,
		.count_offset = offsetof(struct block, cpus_seen_count), .schema = "cpus",
		.description =
			"Where tasks really ended, ascending; empty where that is not known."),
	{.name = "server", /* whose members are the block's own */
		.kind = MEMBER_STRUCT,
		.table = &server_table,
		.known_at = offsetof(struct block, has_server),
		.nullable = true,
		.description =
			"Where the built-in server ran that answered this block; null where there was none."},
	{.name = "canaries", .kind = MEMBER_OTHER, .optional = true, .schema = "canaries"},
	{.name = "disturbed",
		.kind = MEMBER_OTHER,
		.optional = true,
		.schema = "disturbed",
		.description =
			"That the machine was not as in the other blocks: the canary that shifted farthest beyond its noise, and by how much of its median over the run. Such a block is not used in the summary, unless that says so."},
	{.name = "samples",
		.kind = MEMBER_OTHER,
		.schema = "\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/sample\"}"},
	{.name = "memory", .kind = MEMBER_OTHER, .optional = true, .schema = "memory"},
	END,
};

const struct member_table block_table = {
	.name = "block",
	.description = "A case once, in a fresh process.",
	.members = block_members,
};

json_t *sample_to_json(const struct sample *sample)
{
	json_t *json = members_object(sample_members, sample, false);

	if (json == NULL || observed_write(json, sample->observed, sample->observed_count) == 0)
		return json;
	json_decref(json);
	return NULL;
}

int sample_from_json(struct sample *sample, const json_t *json, struct error *error)
{
	if (members_read(json, sample_members, sample, false, error) != 0 ||
		observed_read(json, sample->observed, &sample->observed_count, error) != 0)
		return -1;
	if (sample->arrived && !sample->stamped)
		return error_set(error, "latency_ns must be known where latency_uncorrected_ns is");
	return 0;
}

static json_t *samples_to_json(const struct block *block)
{
	json_t *array = json_array();

	for (size_t i = 0; array != NULL && i < block->sample_count; i++)
		if (json_array_append_new(array, sample_to_json(&block->samples[i])) != 0) {
			json_decref(array);
			return NULL;
		}
	return array;
}

/* Writes both if canaries were taken, so that old results stay unchanged. 0 or -1. */
static int write_canaries(json_t *json, const struct block *block)
{
	if (!block->has_canaries)
		return 0;
	if (json_object_set_new(json, "canaries", canaries_to_json(&block->canaries)) != 0)
		return -1;
	return json_object_set_new(json, "disturbed", disturbance_to_json(&block->disturbed));
}

static int read_canaries(struct block *block, const json_t *json, struct error *error)
{
	const json_t *canaries = json_object_get(json, "canaries");
	const json_t *disturbed = json_object_get(json, "disturbed");

	block->has_canaries = canaries != NULL;
	if (canaries != NULL && canaries_from_json(&block->canaries, canaries, error) != 0)
		return error_prefix(error, "canaries");
	if (disturbed == NULL)
		return 0;
	if (canaries == NULL)
		return error_set(error, "disturbed is known only where canaries are");
	if (disturbance_from_json(&block->disturbed, disturbed, error) != 0)
		return error_prefix(error, "disturbed");
	return 0;
}

json_t *block_to_json(const struct block *block)
{
	json_t *json = members_object(block_members, block, block->status != STATUS_OK);

	if (json == NULL)
		return NULL;
	if (write_canaries(json, block) == 0 &&
		json_object_set_new(json, "samples", samples_to_json(block)) == 0 &&
		memory_record_write(json, &block->memory) == 0)
		return json;
	json_decref(json);
	return NULL;
}

/* Checks that an ok block has all it needs, and that exactly a block not ok has a reason. */
static int check_block(const struct block *block, struct error *error)
{
	if ((block->status == STATUS_OK) != (block->reason == NULL))
		return error_set(error,
			block->reason == NULL ? "reason must be text where status is not \"ok\""
					      : "reason must be null where status is \"ok\"");
	if (block->status != STATUS_OK)
		return 0;
	if (block->pid == 0 || block->tasks == 0)
		return error_set(error, "pid and tasks must be known where status is \"ok\"");
	if (block->sample_count == 0)
		return error_set(error, "samples must not be empty where status is \"ok\"");
	return 0;
}

static int read_samples(struct block *block, const json_t *json, struct error *error)
{
	void *samples;

	if (members_array(json, "samples", sizeof(struct sample), &samples, &block->sample_count,
		    error) != 0)
		return -1;
	block->samples = samples;
	for (size_t i = 0; i < block->sample_count; i++)
		if (sample_from_json(&block->samples[i],
			    json_array_get(json_object_get(json, "samples"), i), error) != 0)
			return error_prefix(error, "samples[%zu]", i);
	return 0;
}

static int read_block(struct block *block, const json_t *json, struct error *error)
{
	if (members_read(json, block_members, block, false, error) != 0)
		return -1;
	if (read_canaries(block, json, error) != 0 || read_samples(block, json, error) != 0 ||
		memory_record_read(json, &block->memory, error) != 0)
		return -1;
	return check_block(block, error);
}

int block_from_json(struct block *block, const json_t *json, struct error *error)
{
	*block = (struct block){0};
	if (read_block(block, json, error) == 0)
		return 0;
	block_clear(block);
	return -1;
}
