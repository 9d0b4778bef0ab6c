/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flood: one task writes without end, to where the case process answers or to what it says. */
#include "config.h"

#include "tests/faulty/faulty.h"

#include "bench/case/case_process.h"

#include <string.h>
#include <unistd.h>

static const char *const places[] = {"answer", "output", "errors", NULL};

static const struct parameter parameters[] = {
	{"to", PARAMETER_CHOICE, "", "answer", 0, 0, places, "where it writes", false, NULL},
	{0},
};

static enum step step(struct task *task, struct work *work)
{
	static const char line[] = "[\"flood\", \"flood\", \"flood\"],\n";
	static char lines[1 << 18]; /* so much at once that a reader never finds it all read */
	const char *to = parameters_text(&work->parameters, "to");
	const int descriptor = strcmp(to, "answer") == 0 ? CASE_ANSWER_DESCRIPTOR
		: strcmp(to, "output") == 0              ? STDOUT_FILENO
							 : STDERR_FILENO;

	task->value = task->index;
	if (task->index != FAULTY_TASK)
		return STEP_DONE;
	for (size_t i = 0; i < sizeof(lines); i++)
		lines[i] = line[i % (sizeof(line) - 1)];
	while (write(descriptor, lines, sizeof(lines)) > 0)
		continue;
	return STEP_DONE;
}

const struct workload workload_flood = {
	.interface = WORKLOAD_INTERFACE,
	.name = "flood",
	.summary = "a task writes without end",
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.step = step,
	.expected = faulty_expected,
	.cost = faulty_cost,
};
