/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With a name that no command line could say. */
#include "tests/plugins/plugin.h"

const struct workload breakeven_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "no name",
	.summary = "a plugin to be refused",
	.task_size = sizeof(struct task),
	.step = plugin_step,
	.expected = plugin_expected,
	.cost = plugin_cost,
};
