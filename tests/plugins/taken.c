/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With the name of one of the program's own workloads. */
#include "tests/plugins/plugin.h"

const struct workload breakeven_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "noop",
	.summary = "a plugin to be refused",
	.task_size = sizeof(struct task),
	.step = plugin_step,
	.expected = plugin_expected,
	.cost = plugin_cost,
};
