/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uses all that the installed headers declare, so that a name which is not exported is missed. */
#include "tests/plugins/plugin.h"

#include <breakeven/cpu.h>
#include <breakeven/locals.h>
#include <breakeven/loop.h>
#include <breakeven/parameter.h>
#include <breakeven/shared.h>
#include <breakeven/sleep.h>

static const struct parameter parameters[] = {
	{"word", PARAMETER_TEXT, "", "some", 0, 0, NULL, "a word", false, NULL},
	{"number", PARAMETER_INTEGER, "", "5", 1, 9, NULL, "a number", false, NULL},
	{0},
};

static int open(struct work *work, struct error *error)
{
	static struct parameters copy;
	char text[PARAMETERS_TEXT_SIZE], key[64];

	if (parameters_init(&copy, parameters, error) < 0 ||
		parameters_set(&copy, "number", "6", error) < 0 ||
		parameters_set_all(&copy, "number=7,word=other", error) < 0)
		return error_prefix(error, "everything");
	if (parameters_integer(&copy, "number") != 7 || parameters_number(&copy, "number") != 7 ||
		parameters_text(&copy, "word")[0] != 'o' || parameter_count(parameters) != 2 ||
		parameters_format(&copy, text, sizeof(text))[0] != '{' ||
		parameter_key(&parameters[1], key, sizeof(key))[0] != 'n')
		return error_set(error, "parameters are not what they were set to");
	work->state = shared_new(64);
	return work->state != NULL ? 0 : error_set(error, "no memory");
}

static enum step step(struct task *task, struct work *work)
{
	(void)work;
	if (operation_sleep.perform == NULL || cpu_work(10) != cpu_work_expected(10))
		return STEP_FAILED;
	task->value = task->index;
	return STEP_DONE;
}

static void close(struct work *work)
{
	shared_free(work->state, 64);
}

const struct workload breakeven_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "everything",
	.summary = "uses all that a plugin may",
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.open = open,
	.step = step,
	.expected = plugin_expected,
	.cost = plugin_cost,
	.close = close,
};
