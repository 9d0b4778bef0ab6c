/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The settings of a run: one table of parameters, so that ranges, defaults and messages are those
 * of every other parameter.
 */
#include "config.h"

#include "bench/suite/settings.h"

#include <string.h>

#include "results/summary/precision.h"
#include "results/statistics/shuffle.h"
#include "support/text.h"

#define PRECISION_PERCENT_LEAST 0.01
#define PRECISION_PERCENT_MOST 50.0

const struct parameter settings_table[] = {
	{.name = "blocks",
		.kind = PARAMETER_INTEGER,
		.unit = "",
		.standard = "10",
		.smallest = 1,
		.largest = 1000,
		.help = "how often each case is measured, each time in a fresh process"},
	{.name = "precision",
		.kind = PARAMETER_TEXT,
		.unit = "",
		.standard = "",
		.help = "instead of blocks: go on until every interval is within this, as 2%"},
	{.name = "budget",
		.kind = PARAMETER_DURATION,
		.unit = "",
		.standard = "0",
		.smallest = 0,
		.largest = 30 * 86400e9,
		.help = "with precision: begin no block after this time, as 5m; 0: take what it takes"},
	{.name = "samples",
		.kind = PARAMETER_INTEGER,
		.unit = "",
		.standard = "5",
		.smallest = 1,
		.largest = 1000,
		.help = "timed batches of a case in each block"},
	{.name = "sample_time",
		.kind = PARAMETER_DURATION,
		.unit = "",
		.standard = "10ms",
		.smallest = 1e6,
		.largest = 60e9,
		.help = "how long a batch lasts at least"},
	{.name = "limit",
		.kind = PARAMETER_DURATION,
		.unit = "",
		.standard = "0",
		.smallest = 0,
		.largest = 86400e9,
		.help = "when one case in one block is taken to hang; 0: from its estimate"},
	{.name = "tasks",
		.kind = PARAMETER_INTEGER,
		.unit = "",
		.standard = "0",
		.smallest = 0,
		.largest = 1e9,
		.help = "tasks of a batch; 0: as many as the sample time takes"},
	{.name = "pin",
		.kind = PARAMETER_TEXT,
		.unit = "",
		.standard = "cores",
		.help = "where workers run: cores, compact, scatter, none or a CPU list"},
	{.name = NULL},
};

/* "2%" as a share. */
static int precision_parse(double *precision, const char *text, struct error *error)
{
	char number[32];
	size_t length = strlen(text);
	double percent;

	if (length < 2 || length >= sizeof(number) || text[length - 1] != '%')
		return error_set(error, "\"%s\" is no share of a median, give one as 2%%", text);
	memcpy(number, text, length - 1);
	number[length - 1] = '\0';
	if (text_parse_number(number, &percent) != 0)
		return error_set(error, "\"%s\" is no share of a median, give one as 2%%", text);
	if (percent < PRECISION_PERCENT_LEAST || percent > PRECISION_PERCENT_MOST)
		return error_set(error, "%s is out of range, give %g%% to %g%%", text,
			PRECISION_PERCENT_LEAST, PRECISION_PERCENT_MOST);
	*precision = percent / 100;
	return 0;
}

/* Takes one setting over from the table's form. */
static int settings_take(struct settings *settings, const struct parameters *parameters,
	const char *name, struct error *error)
{
	if (strcmp(name, "pin") == 0)
		return pin_parse(&settings->pin, parameters_text(parameters, name), error);
	if (strcmp(name, "precision") == 0) {
		if (precision_parse(&settings->precision, parameters_text(parameters, name),
			    error) < 0)
			return -1;
		settings->blocks = PRECISION_BLOCKS_MOST;
		return 0;
	}
	if (strcmp(name, "blocks") == 0)
		settings->blocks = (unsigned)parameters_integer(parameters, name);
	else if (strcmp(name, "budget") == 0)
		settings->budget_ns = parameters_number(parameters, name);
	else if (strcmp(name, "samples") == 0)
		settings->samples = (unsigned)parameters_integer(parameters, name);
	else if (strcmp(name, "sample_time") == 0)
		settings->sample_minimum_ns = parameters_number(parameters, name);
	else if (strcmp(name, "limit") == 0)
		settings->limit_ns = parameters_number(parameters, name);
	else if (strcmp(name, "tasks") == 0)
		settings->tasks = parameters_integer(parameters, name);
	return 0;
}

void settings_init(struct settings *settings)
{
	struct parameters parameters;

	*settings = (struct settings){0};
	if (parameters_init(&parameters, settings_table, NULL) == 0)
		for (const struct parameter *entry = settings_table; entry->name != NULL; entry++)
			if (entry->standard[0] != '\0')
				settings_take(settings, &parameters, entry->name, NULL);
	settings->seed = seed_draw();
}

int settings_set(struct settings *settings, const char *name, const char *text, struct error *error)
{
	struct parameters parameters;

	if (parameters_init(&parameters, settings_table, error) != 0)
		return -1;
	if (parameters_set_named(&parameters, name, text, error) != 0)
		return -1;
	return settings_take(settings, &parameters, name, error);
}

const struct settings_rivals settings_rivals[] = {
	{"precision", "blocks", "how many blocks there are"},
	{"tasks", "sample_time", "how long a batch is"},
	{0},
};

/* Whether a setting is given as anything but its default. */
static bool is_changed(const char *name, const char *text)
{
	struct parameters standard, changed;

	if (text == NULL || parameters_init(&standard, settings_table, NULL) != 0)
		return false;
	changed = standard;
	return parameters_set(&changed, name, text, NULL) == 0 &&
		parameters_text(&changed, name) != parameters_text(&standard, name);
}

const struct settings_rivals *settings_find_rivals(const char *(*given)(const void *context,
							   const char *name),
	const void *context)
{
	for (const struct settings_rivals *rivals = settings_rivals; rivals->settles != NULL;
		rivals++)
		if (given(context, rivals->idle) != NULL &&
			is_changed(rivals->settles, given(context, rivals->settles)))
			return rivals;
	return NULL;
}

void settings_give_way(struct settings *settings, const char *name)
{
	if (strcmp(name, "blocks") == 0) {
		settings->precision = 0;
		settings->budget_ns = 0;
	} else if (strcmp(name, "sample_time") == 0) {
		settings->tasks = 0;
	}
}

int settings_check(const struct settings *settings, struct error *error)
{
	if (settings->budget_ns > 0 && settings->precision <= 0)
		return error_set(error,
			"a budget limits how long a precision is tried for: give --precision too, as "
			"2%%, or leave out the budget");
	return 0;
}
