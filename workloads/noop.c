/* SPDX-License-Identifier: GPL-3.0-or-later */
/* noop: a task that does nothing. What remains is the cost of the runner itself. */
#include "config.h"

#include "workloads/workload.h"

#include <inttypes.h>
#include <stdio.h>

static enum step step(struct task *task, struct work *work)
{
	(void)work;
	task->value = task->index;
	return STEP_DONE;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	(void)work;
	return index;
}

static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	(void)work;
	(void)index;
	(void)right;
	snprintf(buffer, size, "has the value of task %" PRIu64, value);
}

static void cost(const struct work *work, struct cost *cost)
{
	(void)work;
	*cost = (struct cost){.cpu_ns = 1};
}

const struct workload workload_noop = {
	.interface = WORKLOAD_INTERFACE,
	.name = "noop",
	.summary = "nothing: measures the cost of the runner",
	.task_size = sizeof(struct task),
	.step = step,
	.expected = expected,
	.describe = describe,
	.cost = cost,
};
