/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A library, but no plugin: a workload under a name that nobody looks for. */
#include "tests/plugins/plugin.h"

extern const struct workload some_workload;

const struct workload some_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "no-workload",
	.summary = "a plugin to be refused",
	.task_size = sizeof(struct task),
	.step = plugin_step,
	.expected = plugin_expected,
	.cost = plugin_cost,
};
