/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fail: one task says that it failed, and why. */
#include "config.h"

#include "tests/faulty/faulty.h"

#include <errno.h>

static enum step step(struct task *task, struct work *work)
{
	(void)work;
	task->value = task->index;
	if (task->index != FAULTY_TASK)
		return STEP_DONE;
	task->result = -EIO;
	return STEP_FAILED;
}

const struct workload workload_fail = {
	.interface = WORKLOAD_INTERFACE,
	.name = "fail",
	.summary = "a task fails with an error of input and output",
	.task_size = sizeof(struct task),
	.step = step,
	.expected = faulty_expected,
	.cost = faulty_cost,
};
