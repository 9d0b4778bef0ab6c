/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `plot`: draws the charts of a result and prints which files it wrote. */
#include "config.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/command.h"
#include "bench/message.h"
#include "plots/charts.h"
#include "results/record.h"
#include "support/text.h"

static const char help[] =
	"usage: breakeven plot FILE [-o DIR] [--format svg,png]\n"
	"\n"
	"Draws the charts of a result (result.json, or the folder that a run wrote) with gnuplot:\n"
	"the crossover, throughput by concurrency, scaling with cores, and speed-up by the size of a\n"
	"task where a number was measured at several values. The gnuplot script of each and\n"
	"its data are kept beside it, to draw it again by hand.\n"
	"\n"
	"  -o, --output DIR   where the charts go (default: charts/ beside the result)\n"
	"  --format LIST      svg, png or both, as \"svg,png\" (default: both)\n"
	"  -h, --help         this text\n";

struct plot_options {
	const char *file;
	const char *directory; /* NULL: beside the result */
	unsigned formats;      /* of enum chart_format */
	bool help;
};

static const struct option long_options[] = {
	{"output", required_argument, NULL, 'o'},
	{"format", required_argument, NULL, 'f'},
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

static int parse_formats(struct plot_options *options, char *list, struct error *error)
{
	options->formats = 0;
	for (char *name = list, *rest; name; name = rest) {
		unsigned format;

		rest = text_split(name, ',');
		format = chart_format_find(name);
		if (format == 0)
			return error_set(error,
				"--format: '%s' is no format; there are svg and png", name);
		options->formats |= format;
	}
	return 0;
}

static int set_option(struct plot_options *options, int option, struct error *error)
{
	switch (option) {
	case 'o':
		options->directory = optarg;
		return 0;
	case 'f':
		return parse_formats(options, optarg, error);
	default:
		options->help = true;
		return 0;
	}
}

static int parse_options(struct plot_options *options, int argc, char **argv, struct error *error)
{
	int option;

	*options = (struct plot_options){.formats = CHART_ALL};
	optind = 0; /* the program may have parsed options before */
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":o:h", long_options, NULL)) != -1) {
		if (option == ':')
			return error_set(error, "%s needs a value", argv[optind - 1]);
		if (option == '?')
			return error_set(error, "unknown flag '%s'; see breakeven plot --help",
				argv[optind - 1]);
		if (set_option(options, option, error) < 0)
			return -1;
	}
	if (options->help)
		return 0;
	if (argc - optind != 1)
		return error_set(error,
			"give one result: its result.json, or the folder that a run wrote");
	options->file = argv[optind];
	return 0;
}

/* charts/ in the folder of the result, which is the file's own where a file was given. A fresh
 * string, NULL where memory is out. */
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

static int draw(const struct result *result, const char *directory, unsigned formats)
{
	struct chart_list drawn;
	struct error error = {0};
	int status = charts_draw_formats(result, directory, formats, &drawn, &error);
	int code = EXIT_FINE;

	for (size_t i = 0; i < drawn.path_count; i++)
		printf("%s\n", drawn.paths[i]);
	for (size_t i = 0; i < drawn.note_count; i++)
		message_line("note: %s", drawn.notes[i]);
	if (status < 0) {
		code = command_refuse("plot", "%s", error.text);
	} else if (drawn.path_count == 0) {
		command_refuse("plot", "the result has nothing that could be drawn");
		code = EXIT_CASE;
	}
	chart_list_clear(&drawn);
	return code;
}

static int plot_main(int argc, char **argv)
{
	struct plot_options options;
	struct error error = {0};
	struct result result;
	char *directory;
	int code;

	if (parse_options(&options, argc, argv, &error) < 0)
		return command_refuse(argv[0], "%s", error.text);
	if (options.help) {
		fputs(help, stdout);
		return EXIT_FINE;
	}
	if (result_read(&result, options.file, &error) < 0)
		return command_refuse(argv[0], "%s", error.text);
	directory =
		options.directory ? strdup(options.directory) : standard_directory(options.file);
	code = directory ? draw(&result, directory, options.formats)
			 : command_refuse(argv[0], "out of memory");
	free(directory);
	result_clear(&result);
	return code;
}

const struct command command_plot = {
	.name = "plot",
	.summary = "draw the charts of a result",
	.main = plot_main,
};
