/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * place: does no harm, and observes where it is: how large its environment is, and where its stack,
 * its heap (where the kernel lets it begin, whatever allocator takes its memory elsewhere) and its
 * code lie.
 */
#include "config.h"

#include "tests/faulty/faulty.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

static enum step step(struct task *task, struct work *work)
{
	(void)work;
	task->value = task->index;
	return STEP_DONE;
}

static double environment_bytes(void)
{
	size_t bytes = 0;

	for (char **variable = environ; *variable != NULL; variable++)
		bytes += strlen(*variable) + 1;
	return (double)bytes;
}

static unsigned observe(const struct work *work, struct observation *observations)
{
	char here;

	(void)work;
	observations[0] = (struct observation){"environment_bytes", environment_bytes()};
	observations[1] = (struct observation){"stack", (double)(uintptr_t)&here};
	observations[2] = (struct observation){"heap", (double)(uintptr_t)sbrk(0)};
	observations[3] = (struct observation){"code", (double)(uintptr_t)&observe};
	return 4;
}

const struct workload workload_place = {
	.interface = WORKLOAD_INTERFACE,
	.name = "place",
	.summary = "observes where its process lies",
	.task_size = sizeof(struct task),
	.step = step,
	.expected = faulty_expected,
	.cost = faulty_cost,
	.observe = observe,
};
