/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hang: one task never ends. Its step never returns, it waits for something that takes an hour, or
 * for something that is never begun. */
#include "config.h"

#include "tests/faulty/faulty.h"
#include "workloads/operations/sleep.h"

#include <string.h>
#include <unistd.h>

struct hang_task {
	struct task task;
	struct sleep_arguments sleep;
};

static const char *const places[] = {"step", "operation", "nowhere", NULL};

static const struct parameter parameters[] = {
	{"in", PARAMETER_CHOICE, "", "step", 0, 0, places, "where it hangs", false, NULL},
	{0},
};

static int64_t perform_never(void *arguments, struct locals *worker)
{
	(void)arguments;
	(void)worker;
	while (pause() < 0)
		continue;
	return 0;
}

static void begin_never(void *arguments, struct loop *loop, struct task *task)
{
	(void)arguments;
	(void)loop;
	(void)task;
}

static const struct operation operation_never = {
	.name = "never",
	.perform = perform_never,
	.begin = begin_never,
};

static enum step step(struct task *base, struct work *work)
{
	struct hang_task *task = (struct hang_task *)base;
	const char *in = parameters_text(&work->parameters, "in");

	base->value = base->index;
	if (base->index != FAULTY_TASK)
		return STEP_DONE;
	while (strcmp(in, "step") == 0)
		pause();
	task->sleep.duration_ns = 3600000000000;
	base->arguments = &task->sleep;
	base->operation = strcmp(in, "operation") == 0 ? &operation_sleep : &operation_never;
	return STEP_WAIT;
}

const struct workload workload_hang = {
	.interface = WORKLOAD_INTERFACE,
	.name = "hang",
	.summary = "a task never ends",
	.parameters = parameters,
	.task_size = sizeof(struct hang_task),
	.step = step,
	.expected = faulty_expected,
	.cost = faulty_cost,
};
