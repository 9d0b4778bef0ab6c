/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every text that it has or says would take over the terminal, or turn what is written on it. */
#include "tests/plugins/plugin.h"

#include <stdio.h>
#include <string.h>

#define HOSTILE "\033[31m\xc2\x9b\x33\x31m\u202e\u2066\x07\x7f\ntext"

static const char *const ends[] = {"well", "refused", "wrong", "crashed", NULL};

static const struct parameter parameters[] = {
	{.name = "end",
		.kind = PARAMETER_CHOICE,
		.unit = HOSTILE,
		.standard = "well",
		.choices = ends,
		.help = HOSTILE},
	{.name = "count",
		.kind = PARAMETER_INTEGER,
		.unit = HOSTILE,
		.standard = "1",
		.largest = 10,
		.help = HOSTILE},
	{0},
};

static int is(const struct work *work, const char *end)
{
	return strcmp(parameters_text(&work->parameters, "end"), end) == 0;
}

static void shout(void)
{
	fputs("\xff" HOSTILE, stderr);
	fputs("\xff" HOSTILE, stdout);
	fflush(stdout);
}

__attribute__((constructor)) static void loaded(void)
{
	shout();
}

static unsigned needs(const struct parameters *values)
{
	(void)values;
	shout();
	return 0;
}

static void cost(const struct work *work, struct cost *cost)
{
	shout();
	plugin_cost(work, cost);
}

static int open(struct work *work, struct error *error)
{
	shout();
	if (is(work, "crashed"))
		__builtin_trap();
	if (!is(work, "refused"))
		return 0;
	/* Not by error_set(), which would make it printable. */
	strcpy(error->text, "\xff" HOSTILE);
	return -1;
}

static enum step step(struct task *task, struct work *work)
{
	task->value = task->index + (uint64_t)is(work, "wrong");
	return STEP_DONE;
}

static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t expected,
	char *buffer, size_t size)
{
	(void)work;
	snprintf(buffer, size, "%d%d%d\xff" HOSTILE, (int)index, (int)value, (int)expected);
}

static unsigned observe(const struct work *work, struct observation *observations)
{
	(void)work;
	snprintf(observations[0].name, sizeof(observations[0].name), "seen" HOSTILE);
	observations[0].value = 1;
	return 1;
}

const struct workload breakeven_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "hostile",
	.summary = HOSTILE,
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.needs = needs,
	.open = open,
	.step = step,
	.expected = plugin_expected,
	.describe = describe,
	.cost = cost,
	.observe = observe,
};
