/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stray: one task moves its thread to another CPU than the one its worker is bound to. */
#include "config.h"

#include "tests/faulty/faulty.h"

#include <sched.h>
#include <string.h>

/* Where there is no other CPU, it stays. */
static void move_away(void)
{
	cpu_set_t others;
	int here = sched_getcpu();

	memset(&others, 0xff, sizeof(others));
	if (here >= 0)
		CPU_CLR((unsigned)here, &others);
	sched_setaffinity(0, sizeof(others), &others);
}

static enum step step(struct task *task, struct work *work)
{
	(void)work;
	task->value = task->index;
	if (task->index == FAULTY_TASK)
		move_away();
	return STEP_DONE;
}

const struct workload workload_stray = {
	.interface = WORKLOAD_INTERFACE,
	.name = "stray",
	.summary = "a task moves its worker to another CPU",
	.task_size = sizeof(struct task),
	.step = step,
	.expected = faulty_expected,
	.cost = faulty_cost,
};
