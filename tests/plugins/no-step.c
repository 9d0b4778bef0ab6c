/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Without the hook step(). */
#include "tests/plugins/plugin.h"

const struct workload breakeven_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "no-step",
	.summary = "a plugin to be refused",
	.task_size = sizeof(struct task),
	.expected = plugin_expected,
	.cost = plugin_cost,
};
