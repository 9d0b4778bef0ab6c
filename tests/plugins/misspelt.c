/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for a parameter that its table does not have: in cost() where `where` says so, else in
 * open(). */
#include "tests/plugins/plugin.h"

#include <breakeven/parameter.h>

static const char *const places[] = {"open", "cost", NULL};

static const struct parameter parameters[] = {
	{"where", PARAMETER_CHOICE, "", "open", 0, 0, places, "where it asks", false, NULL},
	{"number", PARAMETER_INTEGER, "", "5", 1, 9, NULL, "a number", false, NULL},
	{0},
};

static double ask(const struct work *work, double place)
{
	if (parameters_number(&work->parameters, "where") != place)
		return 0;
	return parameters_number(&work->parameters, "nubmer");
}

static int open(struct work *work, struct error *error)
{
	(void)error;
	work->state = ask(work, 0) == 0 ? NULL : work;
	return 0;
}

static void cost(const struct work *work, struct cost *cost)
{
	*cost = (struct cost){.cpu_ns = 1 + ask(work, 1)};
}

const struct workload breakeven_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "misspelt",
	.summary = "asks for what it does not have",
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.open = open,
	.step = plugin_step,
	.expected = plugin_expected,
	.cost = cost,
};
