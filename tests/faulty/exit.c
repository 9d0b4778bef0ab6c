/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exit: one task ends its process with exit status 0, as if all were done. */
#include "config.h"

#include "tests/faulty/faulty.h"

#include <unistd.h>

static enum step step(struct task *task, struct work *work)
{
	(void)work;
	task->value = task->index;
	if (task->index == FAULTY_TASK)
		_exit(0);
	return STEP_DONE;
}

const struct workload workload_exit = {
	.interface = WORKLOAD_INTERFACE,
	.name = "exit",
	.summary = "a task ends its process as if all were done",
	.task_size = sizeof(struct task),
	.step = step,
	.expected = faulty_expected,
	.cost = faulty_cost,
};
