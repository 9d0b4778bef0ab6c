/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cpu-sum: pure computing, the sum of the integers below `iterations`, one addition after the
 * other. */
#include "config.h"

#include "workloads/cpu.h"
#include "workloads/workload.h"

#include <stdlib.h>

struct sum {
	uint64_t iterations;
};

static const struct parameter parameters[] = {
	{"iterations", PARAMETER_INTEGER, "iterations", "100000", 0, 1e12, NULL,
		"additions per task, one a cycle"},
	{0},
};

static int open(struct work *work, struct error *error)
{
	struct sum *sum = malloc(sizeof(*sum));

	if (sum == NULL)
		return error_set(error, "no memory");
	sum->iterations = parameters_integer(&work->parameters, "iterations");
	work->state = sum;
	return 0;
}

static enum step step(struct task *task, struct work *work)
{
	const struct sum *sum = work->state;

	task->value = cpu_work(sum->iterations);
	return STEP_DONE;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	const struct sum *sum = work->state;

	(void)index;
	return cpu_work_expected(sum->iterations);
}

static void cost(const struct work *work, struct cost *cost)
{
	uint64_t iterations = parameters_integer(&work->parameters, "iterations");

	*cost = (struct cost){.cpu_ns = cpu_work_ns(iterations, work->iterations_per_second)};
}

static void close(struct work *work)
{
	free(work->state);
}

const struct workload workload_cpu_sum = {
	.interface = WORKLOAD_INTERFACE,
	.name = "cpu-sum",
	.summary = "computing: a sum, one dependent addition after the other",
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.open = open,
	.step = step,
	.expected = expected,
	.cost = cost,
	.close = close,
};
