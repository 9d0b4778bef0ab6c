/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results made by hand for tests of what is computed and said from them. */
#ifndef BREAKEVEN_TESTS_MADE_MADE_RESULT_H
#define BREAKEVEN_TESTS_MADE_MADE_RESULT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "results/record/record.h"
#include "results/record/record_file.h"
#include "results/summary/summary.h"

#define MADE_LIMIT 64

/* One case: `blocks` of one sample, their rates from rate × (1 - spread) to rate × (1 + spread). */
struct made {
	const char *workload, *text, *parameters;
	const char *runner, *model;
	unsigned cores, concurrency;
	double rate, spread;
	unsigned blocks; /* 0: five */
};

static inline void made_init(struct result *result)
{
	*result = (struct result){.cases = calloc(MADE_LIMIT, sizeof(struct case_record))};
	cr_assert_not_null(result->cases);
}

static inline void made_block(struct block *block, const struct made *made, unsigned number)
{
	unsigned blocks = made->blocks != 0 ? made->blocks : 5;
	double share = blocks > 1 ? 2.0 * number / (blocks - 1) - 1 : 0;

	*block = (struct block){.block = number, .pid = 100 + number, .tasks = 1000000};
	block->samples = calloc(1, sizeof(struct sample));
	cr_assert_not_null(block->samples);
	block->sample_count = 1;
	block->samples[0] = (struct sample){
		.elapsed_ns = (uint64_t)(1e15 / (made->rate * (1 + share * made->spread))),
		.user_ns = 1,
	};
}

static inline struct case_record *made_case(struct result *result, struct made made)
{
	unsigned blocks = made.blocks != 0 ? made.blocks : 5;
	struct case_record *record = &result->cases[result->case_count++];
	struct error error = {0};

	cr_assert_leq(result->case_count, MADE_LIMIT);
	record->workload = strdup(made.workload);
	record->workload_text = strdup(made.text != NULL ? made.text : "");
	record->workload_parameters =
		json_loads(made.parameters != NULL ? made.parameters : "{}", 0, NULL);
	record->runner = strdup(made.runner);
	record->runner_text = strdup("");
	record->runner_parameters = json_object();
	record->model = strdup(made.model != NULL ? made.model : made.runner);
	record->cores = made.cores;
	record->concurrency = made.concurrency;
	cr_assert(asprintf(&record->id, "%s%s/%s/cores=%u/concurrency=%u", made.workload,
			  record->workload_text, made.runner, made.cores, made.concurrency) > 0);
	record->blocks = calloc(blocks, sizeof(struct block));
	cr_assert_not_null(record->blocks);
	record->block_count = blocks;
	for (unsigned i = 0; i < blocks; i++)
		made_block(&record->blocks[i], &made, i);
	cr_assert_eq(case_record_summarise(record, &error), 0, "%s", error.text);
	return record;
}

/* Puts a made case into the group with this text, which is new where there is none. */
static inline void made_group(struct result *result, struct case_record *record, const char *text)
{
	unsigned group = 0;

	while (group < result->groups_count && strcmp(result->groups[group], text) != 0)
		group++;
	if (group == result->groups_count) {
		result->groups = reallocarray(result->groups, group + 1, sizeof(*result->groups));
		cr_assert_not_null(result->groups);
		result->groups[result->groups_count++] = strdup(text);
	}
	record->groups =
		reallocarray(record->groups, record->groups_count + 1, sizeof(*record->groups));
	cr_assert_not_null(record->groups);
	record->groups[record->groups_count++] = group;
}

/* Turns a made case into one that went wrong. */
static inline void made_fail(struct case_record *record, enum status status, const char *reason)
{
	struct error error = {0};

	record->blocks[0].status = status;
	record->blocks[0].reason = strdup(reason);
	cr_assert_eq(case_record_summarise(record, &error), 0, "%s", error.text);
}

/* mixed over cpu_percent: rates at 0, 20, 40 … of one concurrent and one parallel line. */
static inline void made_mixed(struct result *result, const double *concurrent,
	const double *parallel, size_t count, double spread)
{
	for (size_t i = 0; i < count; i++) {
		char text[64], parameters[64];

		snprintf(text, sizeof(text), "{cpu=%zu,task=1ms}", 20 * i);
		snprintf(parameters, sizeof(parameters),
			"{\"cpu_percent\":%zu,\"task_ns\":1000000}", 20 * i);
		made_case(result,
			(struct made){.workload = "mixed",
				.text = text,
				.parameters = parameters,
				.runner = "async",
				.cores = 1,
				.concurrency = 64,
				.rate = concurrent[i],
				.spread = spread});
		made_case(result,
			(struct made){.workload = "mixed",
				.text = text,
				.parameters = parameters,
				.runner = "process-pool",
				.cores = 2,
				.concurrency = 2,
				.rate = parallel[i],
				.spread = spread});
	}
}

/* A file below tests/data, in a fresh text. */
static inline char *made_read_file(const char *name)
{
	const char *sources = getenv("top_srcdir");
	char path[4096];
	char *text = NULL;
	size_t size = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/tests/data/%s", sources != NULL ? sources : ".", name);
	file = fopen(path, "re");
	cr_assert_not_null(file, "%s cannot be read", path);
	cr_assert_geq(getdelim(&text, &size, '\0', file), 0, "%s is empty", path);
	fclose(file);
	return text;
}

static inline void made_read_example(struct result *result)
{
	const char *sources = getenv("top_srcdir");
	struct error error = {0};
	char path[4096];

	snprintf(path, sizeof(path), "%s/tests/data/example-result.json",
		sources != NULL ? sources : ".");
	cr_assert_eq(result_read(result, path, &error), 0, "%s", error.text);
}

/* Fails with the first line that differs. */
static inline void made_compare(const char *text, const char *expected)
{
	size_t line = 1, start = 0;

	for (size_t i = 0; text[i] == expected[i]; i++) {
		if (text[i] == '\0')
			return;
		if (text[i] == '\n') {
			line++;
			start = i + 1;
		}
	}
	cr_assert_fail("line %zu is \"%.*s\", not \"%.*s\"", line, (int)strcspn(text + start, "\n"),
		text + start, (int)strcspn(expected + start, "\n"), expected + start);
}

#endif
