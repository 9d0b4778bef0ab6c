/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the plugins of tests/cli/plugin.bats have in common: a task is done at once, its value is
 * its index. Compiled against the installed headers alone. */
#ifndef BREAKEVEN_TESTS_PLUGINS_PLUGIN_H
#define BREAKEVEN_TESTS_PLUGINS_PLUGIN_H

#include <breakeven/workload.h>

static inline enum step plugin_step(struct task *task, struct work *work)
{
	(void)work;
	task->value = task->index;
	return STEP_DONE;
}

static inline uint64_t plugin_expected(const struct work *work, uint64_t index)
{
	(void)work;
	return index;
}

static inline void plugin_cost(const struct work *work, struct cost *cost)
{
	(void)work;
	*cost = (struct cost){.cpu_ns = 10};
}

#endif
