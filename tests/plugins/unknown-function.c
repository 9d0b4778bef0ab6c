/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uses a function of the program that is none of a plugin's business. */
#include "tests/plugins/plugin.h"

int job_from_json(void *job, const void *json, struct error *error);

static int open(struct work *work, struct error *error)
{
	return job_from_json(work, work, error);
}

const struct workload breakeven_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "unknown-function",
	.summary = "a plugin to be refused",
	.task_size = sizeof(struct task),
	.open = open,
	.step = plugin_step,
	.expected = plugin_expected,
	.cost = plugin_cost,
};
