/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refuse: cannot be opened. */
#include "config.h"

#include "tests/workloads/faulty.h"

static int open(struct work *work, struct error *error)
{
	(void)work;
	return error_set(error, "nothing is as it should be here");
}

static enum step step(struct task *task, struct work *work)
{
	(void)work;
	task->value = task->index;
	return STEP_DONE;
}

const struct workload workload_refuse = {
	.interface = WORKLOAD_INTERFACE,
	.name = "refuse",
	.summary = "cannot be opened",
	.task_size = sizeof(struct task),
	.open = open,
	.step = step,
	.expected = faulty_expected,
	.cost = faulty_cost,
};
