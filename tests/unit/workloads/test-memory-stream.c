/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory-stream: which words a task reads, and what it refuses. */
#include "config.h"

#include "tests/made/made_work.h"
#include "workloads/mix.h"

extern const struct workload workload_memory_stream;

static struct work work;

static void open_with(const char *parameters)
{
	made_work_open(&work, &workload_memory_stream, parameters);
}

Test(memory_stream, tasks_reach_what_is_expected)
{
	static const char *const parameters[] = {
		"buffer=1MiB,size=64KiB,stride=64",
		"buffer=1MiB,size=64KiB,stride=8",
		"buffer=1000,size=104,stride=24",
		"buffer=8,size=8",
	};

	for (size_t i = 0; i < sizeof(parameters) / sizeof(parameters[0]); i++) {
		open_with(parameters[i]);
		made_work_check(&work, 100);
		workload_memory_stream.close(&work);
	}
}

/* Walks of four words, of which every other is read; three walks, then the first again. */
Test(memory_stream, tasks_take_one_walk_after_the_other)
{
	open_with("buffer=100,size=32,stride=16");
	cr_assert_eq(made_work_value(&work, 0), mix(0) + mix(2));
	cr_assert_eq(made_work_value(&work, 1), mix(4) + mix(6));
	cr_assert_eq(made_work_value(&work, 2), mix(8) + mix(10));
	cr_assert_eq(made_work_value(&work, 3), mix(0) + mix(2));
	workload_memory_stream.close(&work);
}

Test(memory_stream, a_buffer_holds_at_least_one_walk)
{
	open_with("size=32,stride=8");
	workload_memory_stream.close(&work);
	cr_assert_eq(parameters_set(&work.parameters, "buffer", "8", NULL), 0);
	cr_assert_eq(workload_memory_stream.open(&work, NULL), 0);
	for (uint64_t i = 0; i < 3; i++)
		cr_assert_eq(made_work_value(&work, i), mix(0) + mix(1) + mix(2) + mix(3));
	workload_memory_stream.close(&work);
}

Test(memory_stream, parts_of_words_are_refused)
{
	static const struct {
		char parameters[32], reason[64];
	} cases[] = {
		{"size=100", "memory-stream: size 100 is not a multiple of 8 bytes"},
		{"stride=65", "memory-stream: stride 65 is not a multiple of 8 bytes"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error error = {0};

		made_work_set(&work, &workload_memory_stream, cases[i].parameters);
		cr_expect_eq(workload_memory_stream.open(&work, &error), -1);
		cr_expect_str_eq(error.text, cases[i].reason);
	}
}

Test(memory_stream, costs_more_the_more_lines_it_reads)
{
	static const char *const rising[] = {"size=1MiB,stride=1KiB", "size=1MiB,stride=64",
		"size=1MiB,stride=8", "size=2MiB,stride=8"};
	double before = 0;

	for (size_t i = 0; i < sizeof(rising) / sizeof(rising[0]); i++) {
		struct cost cost;

		made_work_set(&work, &workload_memory_stream, rising[i]);
		workload_memory_stream.cost(&work, &cost);
		cr_expect_gt(cost.cpu_ns, before, "%s: %g ns", rising[i], cost.cpu_ns);
		before = cost.cpu_ns;
	}
}
