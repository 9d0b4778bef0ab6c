/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory of a case; see memory_record.h. */
#include "config.h"

#include "results/record/memory_record.h"

#include <stdlib.h>

#include "results/record/members.h"
#include "results/statistics/estimate.h"
#include "support/whole.h"

#define WHOLE(type, field, ...) \
	{ \
		.name = #field, .kind = MEMBER_WHOLE, .offset = offsetof(struct type, field), \
		__VA_ARGS__ \
	}

static const struct member memory_members[] = {
	WHOLE(memory, readings, .smallest = 1, .description = "How often it was read."),
	WHOLE(memory, peak_bytes, .smallest = 1, .description = "The highest reading."),
	WHOLE(memory, growth_bytes,
		.description =
			"From before the runner was started to the peak, of memory that no file backs."),
	WHOLE(memory, in_flight, .smallest = 1, .nullable = true,
		.description =
			"Tasks in flight at most, or workers waiting for them where these were more; where each task may have a process of its own, those there were at the peak. null where none was seen."),
	WHOLE(memory, bytes_per_task, .smallest = 1, .nullable = true,
		.description =
			"The growth for each of several in flight, what the runner takes once included; null where there was one or none."),
	{.name = NULL},
};

const struct member_table memory_table = {
	.name = "memory",
	.description =
		"What all processes of the case took together in one more batch, which was watched for it and not timed: proportional set sizes, without what the harness keeps for its own accounts. Absent where it was not watched or the kernel does not say.",
	.members = memory_members,
};

static const struct member summary_members[] = {
	WHOLE(memory_summary, peak_bytes, .smallest = 1),
	WHOLE(memory_summary, bytes_per_task, .smallest = 1, .nullable = true),
	{.name = NULL},
};

const struct member_table memory_summary_table = {
	.name = "memory_summary",
	.description = "Medians over the blocks that know it; absent where none does.",
	.members = summary_members,
};

static int write_members(json_t *object, const struct member *table, const void *data)
{
	return json_object_set_new(object, "memory", members_object(table, data, true));
}

static int read_members(const json_t *object, const struct member *table, void *data,
	struct error *error)
{
	const json_t *json = json_object_get(object, "memory");

	if (json == NULL || members_read(json, table, data, false, error) == 0)
		return 0;
	return error_prefix(error, "memory");
}

int memory_record_write(json_t *object, const struct memory *memory)
{
	return memory->readings > 0 ? write_members(object, memory_members, memory) : 0;
}

int memory_record_read(const json_t *object, struct memory *memory, struct error *error)
{
	return read_members(object, memory_members, memory, error);
}

int memory_record_write_summary(json_t *object, const struct memory_summary *summary)
{
	return summary->peak_bytes > 0 ? write_members(object, summary_members, summary) : 0;
}

int memory_record_read_summary(const json_t *object, struct memory_summary *summary,
	struct error *error)
{
	return read_members(object, summary_members, summary, error);
}

/* The median over blocks of one figure of a block's memory, 0 where none is known. */
static uint64_t median(const struct case_record *record, size_t figure, double *values)
{
	size_t count = 0;

	for (size_t i = 0; i < record->block_count; i++) {
		const struct block *block = &record->blocks[i];
		const void *at = (const char *)&block->memory + figure;

		if (block->status == STATUS_OK && *(const uint64_t *)at > 0)
			values[count++] = (double)*(const uint64_t *)at;
	}
	return count > 0 ? whole_within(estimate_median(values, count), INT64_MAX) : 0;
}

int memory_record_summarise(struct case_record *record, struct error *error)
{
	struct memory_summary *summary = &record->summary.memory;
	double *values = calloc(record->block_count + 1, sizeof(*values));

	if (values == NULL)
		return error_set(error, "%s: out of memory", record->id);
	summary->peak_bytes = median(record, offsetof(struct memory, peak_bytes), values);
	summary->bytes_per_task = median(record, offsetof(struct memory, bytes_per_task), values);
	free(values);
	return 0;
}
