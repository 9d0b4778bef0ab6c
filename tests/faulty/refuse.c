/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refuse: cannot be opened; or only not by workers that are programs of their own. */
#include "config.h"

#include "tests/faulty/faulty.h"

#include <string.h>

static const char *const refused[] = {"all", "workers", NULL};

static const struct parameter parameters[] = {
	{"to", PARAMETER_CHOICE, "", "all", 0, 0, refused, "who cannot open it", false, NULL},
	{0},
};

static int open(struct work *work, struct error *error)
{
	if (strcmp(parameters_text(&work->parameters, "to"), "workers") == 0 && !work->attached)
		return 0;
	return error_set(error, "nothing is as it should be here");
}

static enum step step(struct task *task, struct work *work)
{
	(void)work;
	task->value = task->index;
	return STEP_DONE;
}

const struct workload workload_refuse = {
	.interface = WORKLOAD_INTERFACE,
	.name = "refuse",
	.summary = "cannot be opened",
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.open = open,
	.step = step,
	.expected = faulty_expected,
	.cost = faulty_cost,
};
