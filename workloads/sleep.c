/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sleep: pure waiting, as for a slow service that costs this machine nothing. */
#include "config.h"

#include "workloads/operations/sleep.h"
#include "workloads/workload.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct sleep_task {
	struct task task;
	struct sleep_arguments sleep;
};

struct sleep_state {
	uint64_t duration_ns;
};

static const struct parameter parameters[] = {
	{.name = "duration",
		.kind = PARAMETER_DURATION,
		.unit = "ns",
		.standard = "10ms",
		.smallest = 0,
		.largest = 3600e9,
		.help = "time that each task sleeps"},
	{0},
};

static int open(struct work *work, struct error *error)
{
	struct sleep_state *state = malloc(sizeof(*state));

	if (state == NULL)
		return error_set(error, "no memory");
	state->duration_ns = parameters_integer(&work->parameters, "duration");
	work->state = state;
	return 0;
}

static enum step step(struct task *base, struct work *work)
{
	struct sleep_task *task = (struct sleep_task *)base;
	const struct sleep_state *state = work->state;

	if (base->state == 0) {
		base->state = 1;
		base->operation = &operation_sleep;
		base->arguments = &task->sleep;
		task->sleep.duration_ns = state->duration_ns;
		return STEP_WAIT;
	}
	base->value = base->index + state->duration_ns;
	return base->result < 0 ? STEP_FAILED : STEP_DONE;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	const struct sleep_state *state = work->state;

	return index + state->duration_ns;
}

static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	(void)work;
	snprintf(buffer, size, "slept for %" PRIu64 " ns instead of %" PRIu64, value - index,
		right - index);
}

static void cost(const struct work *work, struct cost *cost)
{
	double duration_ns = parameters_number(&work->parameters, "duration");

	*cost = (struct cost){
		.cpu_ns = 100, .wait_ns = duration_ns, .fastest_wait_ns = duration_ns};
}

static void close(struct work *work)
{
	free(work->state);
}

const struct workload workload_sleep = {
	.interface = WORKLOAD_INTERFACE,
	.name = "sleep",
	.summary = "waiting: for a fixed time",
	.parameters = parameters,
	.task_size = sizeof(struct sleep_task),
	.open = open,
	.step = step,
	.expected = expected,
	.describe = describe,
	.cost = cost,
	.scales = "duration",
	.close = close,
};
