/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Without the hook cost(). */
#include "tests/plugins/plugin.h"

const struct workload breakeven_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "no-cost",
	.summary = "a plugin to be refused",
	.task_size = sizeof(struct task),
	.step = plugin_step,
	.expected = plugin_expected,
};
