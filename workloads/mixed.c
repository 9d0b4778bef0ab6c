/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mixed: computing for a share of the task's time, then waiting for the rest.
 *
 * The computing part is a number of iterations, from the rate that was calibrated once for the run.
 * It is the same work under every runner, whatever slows it down there.
 */
#include "config.h"

#include "support/whole.h"
#include "workloads/cpu.h"
#include "workloads/operations/sleep.h"
#include "workloads/workload.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct mixed_task {
	struct task task;
	struct sleep_arguments sleep;
};

struct mixed {
	uint64_t iterations;
	uint64_t wait_ns;
};

static const struct parameter parameters[] = {
	{.name = "cpu",
		.kind = PARAMETER_NUMBER,
		.unit = "percent",
		.standard = "50",
		.smallest = 0,
		.largest = 100,
		.help = "share of a task's time spent computing"},
	{.name = "task",
		.kind = PARAMETER_DURATION,
		.unit = "ns",
		.standard = "1ms",
		.smallest = 1000,
		.largest = 60e9,
		.help = "time of a task: computing, then waiting"},
	{0},
};

static unsigned needs(const struct parameters *values)
{
	(void)values;
	return WORKLOAD_NEEDS_CALIBRATION;
}

static void split(const struct work *work, double *cpu_ns, double *wait_ns)
{
	double task_ns = parameters_number(&work->parameters, "task");

	*cpu_ns = task_ns * parameters_number(&work->parameters, "cpu") / 100;
	*wait_ns = task_ns - *cpu_ns;
}

static int open(struct work *work, struct error *error)
{
	struct mixed *mixed;
	double cpu_ns, wait_ns;

	if (work->iterations_per_second == 0)
		return error_set(error,
			"mixed needs the rate of computing, which was not calibrated");
	mixed = malloc(sizeof(*mixed));
	if (mixed == NULL)
		return error_set(error, "no memory");
	split(work, &cpu_ns, &wait_ns);
	mixed->iterations =
		whole_within(cpu_ns * 1e-9 * (double)work->iterations_per_second, INT64_MAX);
	mixed->wait_ns = whole_within(wait_ns, INT64_MAX);
	work->state = mixed;
	return 0;
}

static enum step step(struct task *base, struct work *work)
{
	struct mixed_task *task = (struct mixed_task *)base;
	const struct mixed *mixed = work->state;

	if (base->state == 0) {
		base->value = cpu_work(mixed->iterations) + base->index;
		if (mixed->wait_ns == 0)
			return STEP_DONE;
		base->state = 1;
		base->operation = &operation_sleep;
		base->arguments = &task->sleep;
		task->sleep.duration_ns = mixed->wait_ns;
		return STEP_WAIT;
	}
	return base->result < 0 ? STEP_FAILED : STEP_DONE;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	const struct mixed *mixed = work->state;

	return cpu_work_expected(mixed->iterations) + index;
}

static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	(void)work;
	snprintf(buffer, size, "a sum of %" PRIu64 " instead of %" PRIu64, value - index,
		right - index);
}

static void cost(const struct work *work, struct cost *cost)
{
	double iterations;

	split(work, &cost->cpu_ns, &cost->wait_ns);
	iterations = cost->cpu_ns * 1e-9 * (double)work->iterations_per_second;
	cost->fastest_cpu_ns = cpu_work_fastest_ns(iterations, work->additions_per_second);
	cost->fastest_wait_ns = cost->wait_ns;
}

static void close(struct work *work)
{
	free(work->state);
}

const struct workload workload_mixed = {
	.interface = WORKLOAD_INTERFACE,
	.name = "mixed",
	.summary = "computing for a share of the time, then waiting for the rest",
	.parameters = parameters,
	.task_size = sizeof(struct mixed_task),
	.needs = needs,
	.open = open,
	.step = step,
	.expected = expected,
	.describe = describe,
	.cost = cost,
	.scales = "task",
	.close = close,
};
