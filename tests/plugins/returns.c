/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Returns what its hooks cannot return, as its parameter says; compiled with -DTASK_SIZE=… its
 * tasks have that size. */
#include "tests/plugins/plugin.h"

#include <breakeven/loop.h>
#include <breakeven/parameter.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#ifndef TASK_SIZE
#define TASK_SIZE sizeof(struct task)
#endif

static const char *const whats[] = {"step-77", "step-minus-1", "no-operation", "no-perform",
	"resumed-twice", "resumed-late", "open-1", "prepare-1", "open-error", "cost-nan",
	"cost-infinite", "cost-negative", "needs-unknown", "observe-5", "observe-infinite", NULL};

static const struct parameter parameters[] = {
	{"what", PARAMETER_CHOICE, "", "step-77", 0, 0, whats, "what it returns", false, NULL},
	{0},
};

static bool is(const struct parameters *given, const char *what)
{
	return strcmp(parameters_text(given, "what"), what) == 0;
}

static int64_t perform_nothing(void *arguments, struct locals *worker)
{
	(void)arguments;
	(void)worker;
	return 0;
}

static void begin_twice(void *arguments, struct loop *loop, struct task *task)
{
	(void)arguments;
	loop_resume(loop, task, 0);
	loop_resume(loop, task, 0);
}

/* The task before, which has ended by then. */
static void begin_late(void *arguments, struct loop *loop, struct task *task)
{
	static struct task *before;

	(void)arguments;
	if (before != NULL)
		loop_resume(loop, before, 0);
	before = task;
	loop_resume(loop, task, 0);
}

static const struct operation no_perform = {.name = "never"};
static const struct operation twice = {"twice", perform_nothing, begin_twice};
static const struct operation late = {"late", perform_nothing, begin_late};

static enum step wait_for(struct task *task, const struct operation *operation)
{
	task->operation = operation;
	return task->state++ == 0 ? STEP_WAIT : STEP_DONE;
}

static enum step step(struct task *task, struct work *work)
{
	const struct parameters *given = &work->parameters;

	task->value = task->index;
	if (is(given, "resumed-twice"))
		return wait_for(task, &twice);
	if (is(given, "resumed-late"))
		return wait_for(task, &late);
	if (task->index != 1)
		return STEP_DONE;
	if (is(given, "no-operation"))
		return wait_for(task, NULL);
	if (is(given, "no-perform"))
		return wait_for(task, &no_perform);
	if (is(given, "step-minus-1"))
		return (enum step) - 1;
	return is(given, "step-77") ? (enum step)77 : STEP_DONE;
}

static int open_work(struct work *work, struct error *error)
{
	if (is(&work->parameters, "open-error"))
		error_set(error, "said, but all is well");
	return is(&work->parameters, "open-1");
}

static int prepare(struct work *work, uint64_t tasks, struct error *error)
{
	(void)tasks;
	(void)error;
	return is(&work->parameters, "prepare-1");
}

static unsigned needs(const struct parameters *given)
{
	return is(given, "needs-unknown") ? 1U << 20 : 0;
}

static void cost(const struct work *work, struct cost *cost)
{
	*cost = (struct cost){.cpu_ns = 10};
	if (is(&work->parameters, "cost-nan"))
		cost->cpu_ns = NAN;
	if (is(&work->parameters, "cost-infinite"))
		cost->wait_ns = INFINITY;
	if (is(&work->parameters, "cost-negative"))
		cost->fastest_cpu_ns = -1;
}

static unsigned observe(const struct work *work, struct observation *observations)
{
	if (is(&work->parameters, "observe-infinite")) {
		observations[0] = (struct observation){"sum", INFINITY};
		return 1;
	}
	if (!is(&work->parameters, "observe-5"))
		return 0;
	for (unsigned i = 0; i < OBSERVATION_LIMIT + 1; i++)
		snprintf(observations[i].name, sizeof(observations[i].name), "figure_%u", i);
	return OBSERVATION_LIMIT + 1;
}

const struct workload breakeven_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "returns",
	.summary = "returns what it cannot",
	.parameters = parameters,
	.task_size = TASK_SIZE,
	.needs = needs,
	.open = open_work,
	.prepare = prepare,
	.step = step,
	.expected = plugin_expected,
	.cost = cost,
	.observe = observe,
};
