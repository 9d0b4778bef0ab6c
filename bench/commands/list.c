/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `list`: all workloads, runners and suites, with all their parameters. */
#include "config.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "bench/plugin/ask.h"
#include "bench/program/command.h"
#include "bench/program/flags.h"
#include "bench/program/json_print.h"
#include "bench/commands/list_json.h"
#include "bench/commands/list_unsupported.h"
#include "bench/suite/suite.h"
#include "bench/suite/suite_library.h"
#include "bench/program/terminal.h"
#include "results/table/columns.h"
#include "support/parameter.h"
#include "support/text.h"
#include "workloads/registry.h"

#define CELL_SIZE 256

/* "100ns … 1min", "offload | inline", or "" for a text. */
static void format_range(const struct parameter *parameter, char *cell)
{
	char low[TEXT_NUMBER_SIZE], high[TEXT_NUMBER_SIZE];
	char *(*format)(char *, size_t, double) = text_format_number;
	const char *unit;
	size_t used = 0;

	cell[0] = '\0';
	if (parameter->kind == PARAMETER_TEXT)
		return;
	if (parameter->kind == PARAMETER_CHOICE) {
		for (const char *const *choice = parameter->choices; *choice && used < CELL_SIZE;
			choice++)
			used += (size_t)snprintf(cell + used, CELL_SIZE - used, "%s%s",
				used > 0 ? " | " : "", *choice);
		return;
	}
	if (parameter->kind == PARAMETER_DURATION)
		format = text_format_duration;
	else if (parameter->kind == PARAMETER_BYTES)
		format = text_format_bytes;
	/* Durations and sizes contain their units. */
	unit = format == text_format_number ? parameter->unit : "";
	snprintf(cell, CELL_SIZE, "%s … %s%s%s", format(low, sizeof(low), parameter->smallest),
		format(high, sizeof(high), parameter->largest), unit[0] != '\0' ? " " : "", unit);
}

static void print_cell(FILE *stream, const char *text, int width)
{
	columns_write(stream, text, 0);
	fprintf(stream, "%*s  ", width - (int)columns_of(text), "");
}

static int wider(int width, const char *text)
{
	int needed = (int)columns_of(text);

	return needed > width ? needed : width;
}

static void format_cells(const struct parameter *parameter, char value[CELL_SIZE],
	char range[CELL_SIZE])
{
	snprintf(value, CELL_SIZE, "%s=%s", parameter->name, parameter->standard);
	format_range(parameter, range);
}

static void print_parameters(FILE *stream, const struct parameter *table)
{
	char value[CELL_SIZE], range[CELL_SIZE];
	int value_width = 0, range_width = 0;

	for (unsigned i = 0; i < parameter_count(table); i++) {
		format_cells(&table[i], value, range);
		value_width = wider(value_width, value);
		range_width = wider(range_width, range);
	}
	for (unsigned i = 0; i < parameter_count(table); i++) {
		format_cells(&table[i], value, range);
		fputs("    ", stream);
		print_cell(stream, value, value_width);
		print_cell(stream, range, range_width);
		columns_line(stream, "%s%s%s%s", table[i].help,
			table[i].applies != NULL ? " (with " : "",
			table[i].applies != NULL ? table[i].applies : "",
			table[i].applies != NULL ? ")" : "");
	}
}

static void print_workloads(FILE *stream)
{
	const struct workload *workload;

	fputs("workloads (-w NAME:parameter=value,…)\n\n", stream);
	for (size_t i = 0; (workload = workload_at(i)) != NULL; i++) {
		const char *plugin = workload_plugin(workload);

		columns_line(stream, "  %-13s %s%s%s%s", workload->name, workload->summary,
			plugin != NULL ? " (" : "", plugin != NULL ? plugin : "",
			plugin != NULL ? ")" : "");
		print_parameters(stream, workload->parameters);
	}
}

static void print_unsupported(void *context, const char *what, const char *reason)
{
	columns_line(context, "    not %s: %s", what, reason);
}

static void print_runners(FILE *stream)
{
	static const char *const axes[] = {
		[0] = "1 core, 1 in flight",
		[AXIS_CORES] = "any cores, 1 in flight on each",
		[AXIS_CONCURRENCY] = "1 core, any in flight",
		[AXIS_CORES | AXIS_CONCURRENCY] = "any cores, any in flight",
	};
	struct error reason;

	fputs("runners (-r NAME,… or -r NAME:parameter=value,…)\n\n", stream);
	for (const struct runner *const *entry = runner_table; *entry != NULL; entry++) {
		fprintf(stream, "  %-15s %s (%s)\n", (*entry)->name, (*entry)->summary,
			axes[(*entry)->axes]);
		print_parameters(stream, (*entry)->parameters);
		list_unsupported(*entry, print_unsupported, stream);
		reason = (struct error){0};
		if (list_no_arrivals(*entry, &reason))
			print_unsupported(stream, "--rate", reason.text);
	}
}

/* Prints the lists, in lines as wide as the terminal. */
static void print_wrapped(void (*print)(FILE *stream))
{
	struct terminal_text text;

	print(terminal_text_begin(&text, stdout));
	terminal_text_end(&text);
}

static void print_suite(const struct suite *suite, const struct suite_entry *entry)
{
	struct terminal_text text;

	columns_line(terminal_text_begin(&text, stdout), "  %-13s %s (%s)", entry->name,
		suite->summary, entry->path);
	terminal_text_end(&text);
}

/* Lists every suite that can be read, as text or into `json`; reports the others on standard error.
 */
static int list_suites(json_t *json)
{
	struct suite_library library;
	struct error error = {0};
	int status = EXIT_FINE;

	if (suite_library_open(&library, &error) != 0)
		return command_refuse("list", "%s", error.text);
	if (json == NULL)
		columns_text(stdout, "suites (breakeven run NAME)\n\n", terminal_width(stdout));
	for (size_t i = 0; i < library.count; i++) {
		const struct suite_entry *entry = &library.entries[i];
		struct suite suite;

		error = (struct error){0};
		if (suite_read(&suite, entry->path, &error) != 0) {
			status = command_refuse("list", "%s", error.text);
			continue;
		}
		if (json != NULL)
			json_array_append_new(json, list_json_suite(&suite, entry->path));
		else
			print_suite(&suite, entry);
		suite_clear(&suite);
	}
	suite_library_close(&library);
	return status;
}

enum listed { LIST_WORKLOADS = 1, LIST_RUNNERS = 2, LIST_SUITES = 4, LIST_ALL = 7 };

static int print_text(unsigned listed)
{
	int status = EXIT_FINE;

	if (listed & LIST_WORKLOADS)
		print_wrapped(print_workloads);
	if (listed == LIST_ALL)
		putchar('\n');
	if (listed & LIST_RUNNERS)
		print_wrapped(print_runners);
	if (listed == LIST_ALL)
		putchar('\n');
	if (listed & LIST_SUITES)
		status = list_suites(NULL);
	return status;
}

static int print_json(unsigned listed)
{
	json_t *object = json_object();
	int status = EXIT_FINE;

	if (listed & LIST_WORKLOADS)
		json_object_set_new(object, "workloads", list_json_workloads());
	if (listed & LIST_RUNNERS)
		json_object_set_new(object, "runners", list_json_runners());
	if (listed & LIST_SUITES) {
		json_t *suites = json_array();

		status = list_suites(suites);
		json_object_set_new(object, "suites", suites);
	}
	if (json_print(object) != 0)
		status = command_refuse("list", "no memory for the JSON");
	json_decref(object);
	return status;
}

/* The meaning of the word; 0 if it is unknown. */
static unsigned parse_listed(const char *word, struct error *error)
{
	static const char *const words[] = {"workloads", "runners", "suites", NULL};
	const char *nearest;

	for (unsigned i = 0; words[i] != NULL; i++)
		if (strcmp(word, words[i]) == 0)
			return 1u << i;
	nearest = text_nearest(word, words);
	if (nearest != NULL)
		error_set(error, "nothing called '%s' to list; did you mean '%s'?", word, nearest);
	else
		error_set(error,
			"nothing called '%s' to list; there are workloads, runners, suites", word);
	return 0;
}

enum { FLAG_JSON = 1, FLAG_PLUGIN };

static const struct flag_set list_flags = {
	.command = "list",
	.usage = "[workloads|runners|suites] [--json] [--plugin FILE.so]…",
	.about =
		"Lists workloads, runners and suites, with parameters, defaults, ranges and units.\n"
		"Includes the workloads of plugins.\n",
	.flags =
		(const struct flag[]){
			{FLAG_JSON, 0, "json", NULL, "print JSON"},
			{FLAG_PLUGIN, 0, "plugin", "FILE.so",
				"load a workload from this file; may be given several times"},
			{0},
		},
	.end = TEXT_NUMBERS_HELP,
};

struct list_options {
	unsigned listed; /* 0: all */
	bool json, plugin;
};

static int take(void *context, const struct flag *flag, const char *value, struct error *error)
{
	struct list_options *options = context;

	if (flag == NULL && options->listed != 0)
		return error_set(error,
			"give one of workloads, runners, suites, or nothing "
			"for all");
	if (flag == NULL) {
		options->listed = parse_listed(value, error);
		return options->listed != 0 ? 0 : -1;
	}
	if (flag->id == FLAG_PLUGIN) {
		options->plugin = true;
		return ask_load(value, error) < 0 ? -1 : 0;
	}
	options->json = true;
	return 0;
}

static int list_main(int argc, char **argv)
{
	struct list_options options = {0};
	enum flags_outcome outcome = flags_command(&list_flags, argc, argv, take, &options);
	struct error error = {0};

	if (outcome != FLAGS_TAKEN)
		return outcome == FLAGS_HELP ? EXIT_FINE : EXIT_USAGE;
	if (ask_end(&error) < 0)
		return command_refuse("list", "%s", error.text);
	if (options.plugin && options.listed == LIST_RUNNERS)
		return command_refuse("list",
			"--plugin loads a workload and has no effect on the list of runners; "
			"remove one of them");
	if (options.listed == 0)
		options.listed = LIST_ALL;
	return options.json ? print_json(options.listed) : print_text(options.listed);
}

const struct command command_list = {
	.name = "list",
	.summary = "list workloads, runners and suites",
	.main = list_main,
};
