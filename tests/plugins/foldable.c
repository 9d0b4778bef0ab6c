/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sum of equal numbers, one addition after the other, which compilers turn into a multiplication;
 * with -DGUARDED it goes through empty assembler, and they do not. Nothing is stated about how fast
 * it can be, with -DSTATED how many additions it takes; with -DUNSCALED not what scales it.
 */
#include "tests/plugins/plugin.h"

#include <breakeven/parameter.h>

static const struct parameter parameters[] = {
	{"additions", PARAMETER_INTEGER, "additions", "100000", 0, 1e12, NULL, "per task", false,
		NULL},
	{0},
};

static enum step step(struct task *task, struct work *work)
{
	const uint64_t additions = parameters_integer(&work->parameters, "additions");
	const uint64_t summand = task->index + 3;
	uint64_t sum = 0;

	for (uint64_t i = 0; i < additions; i++) {
		sum += summand;
#ifdef GUARDED
		__asm__ volatile("" : "+r"(sum));
#endif
	}
	task->value = sum;
	return STEP_DONE;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	return parameters_integer(&work->parameters, "additions") * (index + 3);
}

static void cost(const struct work *work, struct cost *cost)
{
	double additions = parameters_number(&work->parameters, "additions");

	*cost = (struct cost){.cpu_ns = additions / 3};
#ifdef STATED
	if (work->additions_per_second > 0)
		cost->fastest_cpu_ns = additions * 1e9 / work->additions_per_second;
#endif
}

const struct workload breakeven_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "foldable",
	.summary = "a sum that a compiler can see through",
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.step = step,
	.expected = expected,
	.cost = cost,
#ifndef UNSCALED
	.scales = "additions",
#endif
};
