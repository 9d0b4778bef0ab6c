/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `plot`: draws the charts of a result and lists the files that it wrote. */
#include "config.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/program/command.h"
#include "bench/commands/command_result.h"
#include "bench/program/flags.h"
#include "bench/program/interrupt.h"
#include "bench/program/message.h"
#include "bench/run/run_folder.h"
#include "plots/charts.h"
#include "plots/gnuplot.h"
#include "results/table/columns.h"
#include "results/record/record.h"
#include "support/text.h"

struct plot_options {
	const char *file;
	const char *directory; /* NULL: next to the result */
	unsigned formats;      /* of enum chart_format */
};

enum { FLAG_OUTPUT = 1, FLAG_FORMAT };

static const struct flag_set plot_flags = {
	.command = "plot",
	.usage = "FILE [-o DIR] [--format svg,png]",
	.about =
		"Draws the charts of a result (result.json, or the folder that a run wrote) with\n"
		"gnuplot: the crossover, throughput by concurrency, scaling with cores, and speed-up\n"
		"by the size of a task where a parameter was measured at several values. Keeps the\n"
		"gnuplot script and the data of each chart, to draw it again by hand. Replaces\n"
		"existing files of these names. The exit code is 3 if a chart could not be drawn;\n"
		"the others are still drawn.\n",
	.flags =
		(const struct flag[]){
			{FLAG_OUTPUT, 'o', "output", "DIR",
				"folder for the charts (default: charts/ beside the result)"},
			{FLAG_FORMAT, 0, "format", "LIST",
				"svg, png or both, as \"svg,png\" (default: both)"},
			{0},
		},
};

static int parse_formats(unsigned *formats, const char *list, struct error *error)
{
	char *copy = strdup(list);
	int status = 0;

	if (copy == NULL)
		return error_set(error, "no memory");
	*formats = 0;
	for (char *name = copy, *rest; name != NULL && status == 0; name = rest) {
		unsigned format;

		rest = text_split(name, ',');
		format = chart_format_find(name);
		*formats |= format;
		if (format == 0)
			status = error_set(error, "unknown format '%s'; there are svg and png",
				name);
	}
	free(copy);
	return status;
}

static int take(void *context, const struct flag *flag, const char *value, struct error *error)
{
	struct plot_options *options = context;

	if (flag == NULL)
		return command_result_take(&options->file, value, error);
	if (flag->id == FLAG_FORMAT)
		return parse_formats(&options->formats, value, error);
	options->directory = value;
	return value[0] != '\0' ? 0 : error_set(error, "the name of the folder is empty");
}

/* charts/ in the folder of the result; for a result file, the folder that contains it. A new
 * string, NULL without memory. */
static char *standard_directory(const char *file)
{
	const char *slash = strrchr(file, '/');
	struct stat about;
	char *directory;
	int length;

	if (stat(file, &about) == 0 && S_ISDIR(about.st_mode))
		length = asprintf(&directory, "%s/charts", file);
	else
		length = asprintf(&directory, "%.*scharts", slash ? (int)(slash + 1 - file) : 0,
			file);
	return length < 0 ? NULL : directory;
}

static int draw(const struct result *result, const struct chart_order *order,
	struct interrupt *interrupt)
{
	struct chart_list drawn;
	struct error error = {0};
	int status, code;

	gnuplot_end_with(interrupt->descriptor);
	status = charts_draw_as(result, order, &drawn, &error);
	code = drawn.failed > 0 ? EXIT_CASE : EXIT_FINE;
	for (size_t i = 0; i < drawn.path_count; i++)
		columns_line(stdout, "%s", drawn.paths[i]);
	for (size_t i = 0; i < drawn.note_count; i++)
		message_line("note: %s", drawn.notes[i]);
	if (interrupt_came(interrupt)) {
		command_refuse("plot", "interrupted");
		code = EXIT_INTERRUPTED;
	} else if (status < 0) {
		command_refuse("plot", "%s", error.text);
		code = drawn.failed > 0 ? EXIT_CASE : EXIT_USAGE;
	} else if (drawn.path_count == 0) {
		command_refuse("plot", "the result contains nothing to draw");
		code = EXIT_CASE;
	}
	chart_list_clear(&drawn);
	return code;
}

static int plot_main(int argc, char **argv)
{
	struct plot_options options = {.formats = CHART_ALL};
	enum flags_outcome outcome = flags_command(&plot_flags, argc, argv, take, &options);
	struct error error = {0};
	struct interrupt interrupt;
	struct result result;
	char *directory;
	int code;

	if (outcome != FLAGS_TAKEN)
		return outcome == FLAGS_HELP ? EXIT_FINE : EXIT_USAGE;
	if (command_result_check(options.file, &error) < 0 ||
		run_folder_read(&result, options.file, &error) < 0)
		return command_refuse(argv[0], "%s", error.text);
	directory =
		options.directory ? strdup(options.directory) : standard_directory(options.file);
	if (!directory) {
		code = command_refuse(argv[0], "out of memory");
	} else if (interrupt_open(&interrupt, &error) < 0) {
		code = command_refuse(argv[0], "%s", error.text);
	} else {
		code = draw(&result,
			&(struct chart_order){.directory = directory,
				.formats = options.formats,
				.follow = options.directory != NULL},
			&interrupt);
		interrupt_close(&interrupt);
	}
	free(directory);
	result_clear(&result);
	return code;
}

const struct command command_plot = {
	.name = "plot",
	.summary = "draw the charts of a result",
	.main = plot_main,
};
