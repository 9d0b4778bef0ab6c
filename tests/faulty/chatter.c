/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chatter: does no harm, but writes more than a pipe holds to standard output and standard
 * error. */
#include "config.h"

#include "tests/faulty/faulty.h"

#include <errno.h>
#include <unistd.h>

#define LINES 4000

static int write_line(int descriptor)
{
	static const char line[] =
		"chatter, chatter, chatter, chatter, chatter, chatter, chatter\n";

	return write(descriptor, line, sizeof(line) - 1) == (ssize_t)sizeof(line) - 1 ? 0 : -1;
}

static enum step step(struct task *task, struct work *work)
{
	(void)work;
	task->value = task->index;
	if (task->index != FAULTY_TASK)
		return STEP_DONE;
	for (int i = 0; i < LINES; i++) {
		if (write_line(STDOUT_FILENO) == 0 && write_line(STDERR_FILENO) == 0)
			continue;
		task->result = -errno;
		return STEP_FAILED;
	}
	return STEP_DONE;
}

const struct workload workload_chatter = {
	.interface = WORKLOAD_INTERFACE,
	.name = "chatter",
	.summary = "writes much to standard output and standard error",
	.task_size = sizeof(struct task),
	.step = step,
	.expected = faulty_expected,
	.cost = faulty_cost,
};
