/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of a result as members; see settings_members.h. */
#include "config.h"

#include "results/record/settings_members.h"

static const struct member members[] = {
	{.name = "blocks",
		.kind = MEMBER_WHOLE,
		.smallest = 1,
		.description =
			"How often each case was to be measured, each time in a fresh process; at most "
			"where precision is there."},
	{.name = "precision",
		.kind = MEMBER_REAL,
		.optional = true,
		.description =
			"The run was to go on until half the width of the interval of tasks_per_second "
			"was at most this share of its median, for every case. Absent where the number "
			"of blocks was fixed."},
	{.name = "budget_ns",
		.kind = MEMBER_REAL,
		.nullable = true,
		.optional = true,
		.description =
			"Where precision is there: after which time no block was to begin; null: after "
			"any."},
	{.name = "looks",
		.kind = MEMBER_NUMBERS,
		.optional = true,
		.description =
			"Where precision is there: after how many blocks the run was to look whether it "
			"is reached. The error of the intervals is split among all looks."},
	{.name = "spent_ns",
		.kind = MEMBER_WHOLE,
		.optional = true,
		.description = "Where precision is there: time taken by all blocks."},
	{.name = "stopped",
		.kind = MEMBER_TEXT,
		.optional = true,
		.description =
			"Why the run ended: precision: every case had it · budget: it was spent, or "
			"would have been before the next look · blocks: there was no further look. "
			"Absent where the run was interrupted."},
	{.name = "stopped_look",
		.kind = MEMBER_SMALL,
		.optional = true,
		.description = "The last look that was made, from 1; 0: none was."},
	{.name = "samples",
		.kind = MEMBER_WHOLE,
		.smallest = 1,
		.description = "Timed batches of a case in each block."},
	{.name = "sample_minimum_ns",
		.kind = MEMBER_REAL,
		.optional = true,
		.description = "How long a batch was to last at least."},
	{.name = "tasks",
		.kind = MEMBER_WHOLE,
		.nullable = true,
		.optional = true,
		.description =
			"Of a batch; null: as many as sample_minimum_ns took. Absent in older results."},
	{.name = "pin",
		.kind = MEMBER_TEXT,
		.description =
			"Where workers ran: cores, compact, scatter, none or a list of CPUs."},
	{.name = "limit_ns",
		.kind = MEMBER_REAL,
		.nullable = true,
		.optional = true,
		.description =
			"When a case in a block was taken to hang; 0 or null: from its estimate."},
	{.name = "iterations_per_second",
		.kind = MEMBER_REAL,
		.nullable = true,
		.optional = true,
		.description =
			"Of the calibrated computing loop on one core; null where nothing needed it."},
	{.name = "twice_the_work",
		.kind = MEMBER_OBJECT,
		.optional = true,
		.description =
			"How many times as long a task with twice the work took, by workload with its "
			"parameters; 1.8 to 2.2 is as it must be."},
	{.name = NULL},
};

const struct member_table settings_members = {
	.name = "settings",
	.description = "How it was measured, the same for all cases. Further members are allowed.",
	.members = members,
	.open = true,
};
