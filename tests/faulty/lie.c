/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lie: one task is done with a value that is not the one expected of it. */
#include "config.h"

#include "tests/faulty/faulty.h"

static enum step step(struct task *task, struct work *work)
{
	(void)work;
	task->value = task->index == FAULTY_TASK ? 41 : task->index;
	return STEP_DONE;
}

const struct workload workload_lie = {
	.interface = WORKLOAD_INTERFACE,
	.name = "lie",
	.summary = "a task has a wrong value",
	.task_size = sizeof(struct task),
	.step = step,
	.expected = faulty_expected,
	.cost = faulty_cost,
};
