/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Without the hook expected(). */
#include "tests/plugins/plugin.h"

const struct workload breakeven_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "no-expected",
	.summary = "a plugin to be refused",
	.task_size = sizeof(struct task),
	.step = plugin_step,
	.cost = plugin_cost,
};
