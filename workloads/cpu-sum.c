/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cpu-sum: pure computing, the sum of the integers below `iterations`, one addition after the
 * other.
 *
 * With spread= tasks are uneven: the number of iterations of each is drawn from its index, so it is
 * the same under every runner, and tasks that follow each other have nothing in common. The mean
 * over many tasks is `iterations`; over N tasks it is off by spread / sqrt(3 N), typically.
 */
#include "config.h"

#include "support/whole.h"
#include "workloads/cpu.h"
#include "workloads/mix.h"
#include "workloads/workload.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct sum {
	uint64_t iterations;
	double spread;
};

static const struct parameter parameters[] = {
	{.name = "iterations",
		.kind = PARAMETER_INTEGER,
		.unit = "iterations",
		.standard = "100000",
		.smallest = 0,
		.largest = 1e12,
		.help = "additions per task, one per cycle"},
	{.name = "spread",
		.kind = PARAMETER_NUMBER,
		.unit = "",
		.standard = "0",
		.smallest = 0,
		.largest = 1,
		.help = "how uneven tasks are: iterations × (1 ± spread), by a task's index",
		.option = true,
		.applies = "iterations!=0"},
	{0},
};

static int open(struct work *work, struct error *error)
{
	struct sum *sum = malloc(sizeof(*sum));

	if (sum == NULL)
		return error_set(error, "no memory");
	sum->iterations = parameters_integer(&work->parameters, "iterations");
	sum->spread = parameters_number(&work->parameters, "spread");
	work->state = sum;
	return 0;
}

static uint64_t iterations_of(const struct sum *sum, uint64_t index)
{
	if (sum->spread == 0)
		return sum->iterations;
	return whole_within((double)sum->iterations * (1 + sum->spread * mix_signed_unit(index)),
		UINT64_MAX);
}

static enum step step(struct task *task, struct work *work)
{
	const struct sum *sum = work->state;

	task->value = cpu_work(iterations_of(sum, task->index));
	return STEP_DONE;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	const struct sum *sum = work->state;

	return cpu_work_expected(iterations_of(sum, index));
}

static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	(void)work;
	(void)index;
	snprintf(buffer, size, "a sum of %" PRIu64 " instead of %" PRIu64, value, right);
}

static void cost(const struct work *work, struct cost *cost)
{
	uint64_t iterations = parameters_integer(&work->parameters, "iterations");

	double spread = parameters_number(&work->parameters, "spread");

	*cost = (struct cost){
		.cpu_ns = cpu_work_ns(iterations, work->iterations_per_second),
		/* If there are few tasks, all may be short. */
		.fastest_cpu_ns = cpu_work_fastest_ns((double)iterations * (1 - spread),
			work->additions_per_second),
	};
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
	.describe = describe,
	.cost = cost,
	.scales = "iterations",
	.close = close,
};
