/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row for each member of a result and of its cases; see result_members.h. */
#include "config.h"

#include "results/record/result_members.h"

#include "results/record/record.h"
#include "results/statistics/shuffle.h"

#define MEMBER(type, json_name, member_kind, field, ...) \
	{ \
		.name = json_name, .kind = member_kind, .offset = offsetof(struct type, field), \
		__VA_ARGS__ \
	}
/* An object whose members are of the same struct. */
#define INSIDE(json_name, members, ...) \
	{ \
		.name = json_name, .kind = MEMBER_STRUCT, .table = members, __VA_ARGS__ \
	}
#define OTHER(json_name, ...) \
	{ \
		.name = json_name, .kind = MEMBER_OTHER, __VA_ARGS__ \
	}
/* A member of an object that the record keeps unchanged: only checked. */
#define KEPT(json_name, member_kind, ...) \
	{ \
		.name = json_name, .kind = member_kind, __VA_ARGS__ \
	}
#define END \
	{ \
		.name = NULL \
	}

/* The schema of a member, by the name of its type. */
#define REFERENCE(name) "\"$ref\": \"#/$defs/" name "\""
#define ARRAY_OF(name) "\"type\": \"array\", \"items\": {" REFERENCE(name) "}"
#define OR_NULL(name) "\"anyOf\": [{" REFERENCE(name) "}, {\"type\": \"null\"}]"
#define SOME(schema) "\"type\": \"array\", \"minItems\": 1, \"items\": {" schema "}"
#define QUOTED(number) #number
#define NUMBER(number) QUOTED(number)

static const struct member case_workload_members[] = {
	MEMBER(case_record, "name", MEMBER_TEXT, workload),
	MEMBER(case_record, "text", MEMBER_TEXT, workload_text, .schema = "text"),
	MEMBER(case_record, "parameters", MEMBER_OBJECT, workload_parameters,
		.schema = "parameters"),
	END,
};

const struct member_table case_workload_table = {
	.name = "case_workload",
	.members = case_workload_members,
};

static const struct member case_runner_members[] = {
	MEMBER(case_record, "name", MEMBER_TEXT, runner),
	MEMBER(case_record, "text", MEMBER_TEXT, runner_text, .schema = "text"),
	MEMBER(case_record, "parameters", MEMBER_OBJECT, runner_parameters, .schema = "parameters"),
	MEMBER(case_record, "model", MEMBER_TEXT, model, .schema = "model"),
	END,
};

const struct member_table case_runner_table = {
	.name = "case_runner",
	.members = case_runner_members,
};

static const struct member case_members[] = {
	MEMBER(case_record, "id", MEMBER_TEXT, id,
		.description =
			"The same for the same case in every result: \"cpu-sum{iterations=100000}/thread-pool/cores=2/concurrency=2\"."),
	INSIDE("workload", &case_workload_table),
	INSIDE("runner", &case_runner_table),
	MEMBER(case_record, "cores", MEMBER_SMALL, cores, .smallest = 1,
		.description = "How many cores the workers may use: parallelism."),
	MEMBER(case_record, "concurrency", MEMBER_SMALL, concurrency, .smallest = 1,
		.description = "How many tasks are in flight at most."),
	OTHER("arrivals", .optional = true, .schema = "\"enum\": [\"fixed\", \"poisson\"]",
		.description =
			"How tasks arrive, whether or not earlier ones have ended: with equal gaps, or with exponential ones. Absent in a closed batch, where each begins as soon as it can."),
	OTHER("rate_per_second", .optional = true,
		.schema = "\"type\": \"number\", \"exclusiveMinimum\": 0",
		.description = "At which they arrive; absent likewise."),
	MEMBER(case_record, "tasks", MEMBER_WHOLE, tasks, .smallest = 1, .nullable = true,
		.description = "Of a batch; null where no block has settled it."),
	MEMBER(case_record, "cpus", MEMBER_NUMBERS, cpus,
		.count_offset = offsetof(struct case_record, cpus_count), .schema = "cpus",
		.description = "One for each core."),
	MEMBER(case_record, "groups", MEMBER_NUMBERS, groups,
		.count_offset = offsetof(struct case_record, groups_count), .optional = true,
		.description =
			"Which of the result's groups it belongs to, from 0; absent where to none."),
	MEMBER(case_record, "stamped", MEMBER_FLAG, stamped,
		.description = "Whether its tasks are long enough to be timed one by one."),
	MEMBER(case_record, "status", MEMBER_STATUS, status,
		.description = "Of the first of its blocks that is not ok, else ok."),
	MEMBER(case_record, "reason", MEMBER_TEXT, reason, .nullable = true, .schema = "reason"),
	OTHER("blocks", .schema = ARRAY_OF("block")),
	OTHER("summary", .nullable = true, .schema = OR_NULL("summary"),
		.description = "null where no block is ok."),
	END,
};

const struct member_table case_table = {
	.name = "case",
	.description =
		"One point of the matrix: workload and parameters × runner and parameters × cores × concurrency.",
	.members = case_members,
};

static const struct member result_runner_members[] = {
	MEMBER(runner_record, "name", MEMBER_TEXT, name),
	MEMBER(runner_record, "model", MEMBER_TEXT, model, .schema = "model"),
	END,
};

const struct member_table result_runner_table = {
	.name = "runner",
	.members = result_runner_members,
};

static const struct member result_tool_members[] = {
	KEPT("name", MEMBER_TEXT),
	KEPT("version", MEMBER_TEXT),
	KEPT("commit", MEMBER_TEXT, .nullable = true, .optional = true,
		.description = "Of its source; null where it was not built from a repository."),
	KEPT("compiler", MEMBER_TEXT, .nullable = true, .optional = true),
	KEPT("flags", MEMBER_TEXT, .nullable = true, .optional = true,
		.description = "Given to the compiler."),
	END,
};

const struct member_table result_tool_table = {
	.name = "tool",
	.description = "The program that measured.",
	.members = result_tool_members,
};

static const struct member result_members[] = {
	OTHER("schema", .schema = "\"const\": " NUMBER(RESULT_SCHEMA),
		.description = "The version of this format."),
	MEMBER(result, "tool", MEMBER_OBJECT, tool, .schema = "tool"),
	MEMBER(result, "suite", MEMBER_TEXT, suite, .description = "The name of the set of cases."),
	MEMBER(result, "seed", MEMBER_WHOLE, seed, .largest = SEED_LARGEST,
		.description = "From which the order of the cases in each block is drawn."),
	MEMBER(result, "started", MEMBER_TEXT, started,
		.description = "Date and time in UTC, \"2026-11-22T15:20:02Z\"."),
	MEMBER(result, "finished", MEMBER_TEXT, finished, .nullable = true,
		.description = "Likewise; null in a result that was written before the end."),
	MEMBER(result, "interrupted", MEMBER_FLAG, interrupted,
		.description = "Whether the run was ended before all blocks were measured."),
	OTHER("resumed", .optional = true, .schema = SOME("\"type\": \"string\""),
		.description =
			"When the run was gone on with after it had been ended before its time, each as started. Absent where it never was."),
	OTHER("other_runs", .optional = true, .schema = SOME(REFERENCE("other_run")),
		.description =
			"Runs of this program that were seen to use the same CPUs at the same time. Absent where there was none."),
	OTHER("unfinished", .optional = true, .schema = SOME(REFERENCE("unfinished")),
		.description =
			"Samples of cases that did not come to the end of a block, because the run or the case was ended. They count for nothing. Absent where there are none."),
	MEMBER(result, "machine", MEMBER_OBJECT, machine, .schema = "machine"),
	MEMBER(result, "settings", MEMBER_OBJECT, settings, .schema = "settings"),
	MEMBER(result, "groups", MEMBER_TEXTS, groups,
		.count_offset = offsetof(struct result, groups_count), .optional = true,
		.description =
			"What cases were put together for, in the suite's words and order: a claim that they decide. Absent where the suite has no groups."),
	OTHER("runners", .schema = ARRAY_OF("runner"),
		.description =
			"All runners of the program, in the order that gives them their colours in charts."),
	OTHER("cases", .schema = ARRAY_OF("case")),
	END,
};

const struct member_table result_table = {
	.name = "result",
	.description =
		"What was planned, what was measured and what it comes to. Members whose names end in _ns are nanoseconds, in _bytes bytes. A figure that is not known is null, never 0.",
	.members = result_members,
};
