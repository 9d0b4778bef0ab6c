/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workload that only computes, opened and stepped through without a runner. */
#ifndef BREAKEVEN_TESTS_MADE_MADE_WORK_H
#define BREAKEVEN_TESTS_MADE_MADE_WORK_H

#include <criterion/criterion.h>

#include "workloads/workload.h"

/* Parameters as "name=value,name=value"; ready for open(). */
static inline void made_work_set(struct work *work, const struct workload *workload,
	const char *parameters)
{
	struct error error = {0};

	*work = (struct work){.workload = workload, .concurrency = 1};
	cr_assert_eq(parameters_init(&work->parameters, workload->parameters, &error), 0, "%s",
		error.text);
	cr_assert_eq(parameters_set_all(&work->parameters, parameters, &error), 0, "%s",
		error.text);
}

static inline void made_work_open(struct work *work, const struct workload *workload,
	const char *parameters)
{
	struct error error = {0};

	made_work_set(work, workload, parameters);
	cr_assert_eq(workload->open(work, &error), 0, "%s", error.text);
}

/* What a task of this index comes to, with the workload's own memory of a task left as it was:
 * these tasks have none. */
static inline uint64_t made_work_value(struct work *work, uint64_t index)
{
	struct task task = {.index = index, .value = ~work->workload->expected(work, index)};

	cr_assert_eq(work->workload->task_size, sizeof(task));
	cr_assert_eq(work->workload->step(&task, work), STEP_DONE);
	return task.value;
}

/* That a task of each index below `count` comes to what is expected. */
static inline void made_work_check(struct work *work, uint64_t count)
{
	for (uint64_t i = 0; i < count; i++)
		cr_assert_eq(made_work_value(work, i), work->workload->expected(work, i),
			"task %llu of %s", (unsigned long long)i, work->workload->name);
}

#endif
