/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One block as JSON and back: what a case process answers, and what a case of a result holds.
 *
 * A block that is not ok writes null for what it did not get to know; an ok one knows everything,
 * and a 0 in it is a measured one.
 */
#include "config.h"

#include "results/record/block_json.h"

#include <stdlib.h>

#include "results/record/members.h"
#include "results/record/memory_record.h"
#include "results/record/observed.h"

#define WHOLE(type, field, ...) \
	{ \
		.name = #field, .kind = MEMBER_WHOLE, .offset = offsetof(struct type, field), \
		__VA_ARGS__ \
	}

static const struct member latency_members[] = {
	WHOLE(latency, p50),
	WHOLE(latency, p90),
	WHOLE(latency, p99),
	WHOLE(latency, p99_9),
	WHOLE(latency, max),
	{.name = NULL},
};

static const struct member sample_members[] = {
	WHOLE(sample, elapsed_ns, .smallest = 1),
	WHOLE(sample, user_ns),
	WHOLE(sample, system_ns),
	WHOLE(sample, voluntary_switches),
	WHOLE(sample, involuntary_switches),
	{.name = "latency_ns", .kind = MEMBER_OTHER},
	{.name = "peak_concurrency", .kind = MEMBER_OTHER},
	{.name = "mean_concurrency", .kind = MEMBER_OTHER, .optional = true},
	{.name = "clock_share", .kind = MEMBER_OTHER, .optional = true},
	{.name = "latency_uncorrected_ns", .kind = MEMBER_OTHER, .optional = true},
	{.name = "schedule_ns", .kind = MEMBER_OTHER, .optional = true},
	{.name = "peak_arrived", .kind = MEMBER_OTHER, .optional = true},
	{.name = "observations", .kind = MEMBER_OTHER, .optional = true},
	{.name = "evidence", .kind = MEMBER_OTHER, .optional = true},
	{.name = NULL},
};

/* Of a batch whose tasks arrived: all of them or none. */
static const struct member arrived_members[] = {
	WHOLE(sample, schedule_ns),
	WHOLE(sample, peak_arrived, .smallest = 1),
	{.name = NULL},
};

static const struct member peak_members[] = {
	WHOLE(sample, peak_concurrency, .smallest = 1),
	{.name = NULL},
};

/* Written where they are known. */
static const struct member known_members[] = {
	{.name = "mean_concurrency",
		.kind = MEMBER_REAL,
		.offset = offsetof(struct sample, mean_concurrency),
		.optional = true},
	{.name = "clock_share",
		.kind = MEMBER_REAL,
		.offset = offsetof(struct sample, clock_share),
		.optional = true},
	{.name = NULL},
};

static const struct member server_members[] = {
	{.name = "shared", .kind = MEMBER_FLAG, .offset = offsetof(struct block, server_shared)},
	{.name = "cpus",
		.kind = MEMBER_NUMBERS,
		.offset = offsetof(struct block, server_cpus),
		.count_offset = offsetof(struct block, server_cpus_count)},
	{.name = NULL},
};

static const struct member block_members[] = {
	WHOLE(block, block),
	WHOLE(block, order),
	WHOLE(block, pid, .smallest = 1, .nullable = true),
	{.name = "environment_bytes", .kind = MEMBER_OTHER, .optional = true},
	{.name = "status", .kind = MEMBER_STATUS, .offset = offsetof(struct block, status)},
	{.name = "reason",
		.kind = MEMBER_TEXT,
		.offset = offsetof(struct block, reason),
		.nullable = true},
	WHOLE(block, tasks, .smallest = 1, .nullable = true),
	WHOLE(block, startup_ns, .nullable = true),
	WHOLE(block, teardown_ns, .nullable = true),
	WHOLE(block, workers, .nullable = true),
	{.name = "cpus_seen",
		.kind = MEMBER_NUMBERS,
		.offset = offsetof(struct block, cpus_seen),
		.count_offset = offsetof(struct block, cpus_seen_count)},
	{.name = "server", .kind = MEMBER_OTHER},
	{.name = "canaries", .kind = MEMBER_OTHER, .optional = true},
	{.name = "disturbed", .kind = MEMBER_OTHER, .optional = true},
	{.name = "samples", .kind = MEMBER_OTHER},
	{.name = "memory", .kind = MEMBER_OTHER, .optional = true},
	{.name = NULL},
};

/* Only where it is known. */
static const struct member environment_members[] = {
	WHOLE(block, environment_bytes, .smallest = 1, .optional = true),
	{.name = NULL},
};

static int write_arrived(json_t *json, const struct sample *sample)
{
	if (!sample->arrived)
		return 0;
	if (members_write(json, arrived_members, sample, false) != 0)
		return -1;
	return json_object_set_new(json, "latency_uncorrected_ns",
		members_object(latency_members, &sample->latency_uncorrected, false));
}

static int write_known(json_t *json, const struct sample *sample)
{
	for (const struct member *member = known_members; member->name != NULL; member++) {
		double value =
			*(const double *)(const void *)((const char *)sample + member->offset);

		if (value > 0 && json_object_set_new(json, member->name, json_real(value)) != 0)
			return -1;
	}
	return 0;
}

json_t *sample_to_json(const struct sample *sample)
{
	json_t *json = members_object(sample_members, sample, false);

	if (json == NULL)
		return NULL;
	if (observed_write(json, sample->observed, sample->observed_count) != 0 ||
		write_known(json, sample) != 0 || write_arrived(json, sample) != 0 ||
		(sample->has_evidence &&
			json_object_set_new(json, "evidence",
				evidence_to_json(&sample->evidence)) != 0)) {
		json_decref(json);
		return NULL;
	}
	if (!sample->stamped) {
		if (json_object_set_new(json, "latency_ns", json_null()) == 0 &&
			json_object_set_new(json, "peak_concurrency", json_null()) == 0)
			return json;
	} else if (json_object_set_new(json, "latency_ns",
			   members_object(latency_members, &sample->latency, false)) == 0 &&
		members_write(json, peak_members, sample, false) == 0) {
		return json;
	}
	json_decref(json);
	return NULL;
}

static int read_arrived(struct sample *sample, const json_t *json, struct error *error)
{
	const json_t *latency = json_object_get(json, "latency_uncorrected_ns");
	const bool schedule = json_object_get(json, "schedule_ns") != NULL;
	const bool peak = json_object_get(json, "peak_arrived") != NULL;

	if (schedule != peak || schedule != (latency != NULL))
		return error_set(error,
			"latency_uncorrected_ns, schedule_ns and peak_arrived must all be there or none");
	if (latency == NULL)
		return 0;
	if (!sample->stamped)
		return error_set(error, "latency_ns must be known where latency_uncorrected_ns is");
	sample->arrived = true;
	if (members_read(latency, latency_members, &sample->latency_uncorrected, false, error) != 0)
		return error_prefix(error, "latency_uncorrected_ns");
	return members_read(json, arrived_members, sample, true, error);
}

int sample_from_json(struct sample *sample, const json_t *json, struct error *error)
{
	const json_t *latency = json_object_get(json, "latency_ns");
	const json_t *peak = json_object_get(json, "peak_concurrency");
	const json_t *evidence = json_object_get(json, "evidence");

	if (members_read(json, sample_members, sample, false, error) != 0 ||
		members_read(json, known_members, sample, true, error) != 0 ||
		observed_read(json, sample->observed, &sample->observed_count, error) != 0)
		return -1;
	sample->has_evidence = evidence != NULL;
	if (evidence != NULL && evidence_from_json(&sample->evidence, evidence, error) != 0)
		return error_prefix(error, "evidence");
	if (json_is_null(latency) != json_is_null(peak))
		return error_set(error,
			"latency_ns and peak_concurrency must both be known or both be null");
	if (json_is_null(latency))
		return read_arrived(sample, json, error);
	sample->stamped = true;
	if (members_read(latency, latency_members, &sample->latency, false, error) != 0)
		return error_prefix(error, "latency_ns");
	if (members_read(json, peak_members, sample, true, error) != 0)
		return -1;
	return read_arrived(sample, json, error);
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

/* Both where canaries were taken, so that old results stay as they are. 0 or -1. */
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
	json_t *server;

	if (json == NULL)
		return NULL;
	server = block->has_server ? members_object(server_members, block, false) : json_null();
	if ((block->environment_bytes == 0 ||
		    members_write(json, environment_members, block, false) == 0) &&
		json_object_set_new(json, "server", server) == 0 &&
		write_canaries(json, block) == 0 &&
		json_object_set_new(json, "samples", samples_to_json(block)) == 0 &&
		memory_record_write(json, &block->memory) == 0)
		return json;
	json_decref(json);
	return NULL;
}

/* What an ok block must know, and whether a reason is given exactly where there is one to give. */
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
	const json_t *server = json_object_get(json, "server");

	if (members_read(json, block_members, block, false, error) != 0 ||
		members_read(json, environment_members, block, true, error) != 0)
		return -1;
	if (!json_is_null(server)) {
		block->has_server = true;
		if (members_read(server, server_members, block, false, error) != 0)
			return error_prefix(error, "server");
	}
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
