/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The flags of `run` through getopt_long, all from one table: the flag, its help, and for a setting
 * of the run its name in settings.h. Every value is checked here, so that a message can name its
 * flag.
 */
#include "config.h"

#include "bench/options.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bench/ask.h"
#include "bench/axis.h"
#include "bench/settings.h"
#include "results/statistics/shuffle.h"
#include "support/text.h"
#include "workloads/registry.h"

enum flag {
	FLAG_WORKLOAD = 'w',
	FLAG_RUNNER = 'r',
	FLAG_DIRECTORY = 'o',
	FLAG_HELP = 'h',
	FLAG_QUIET = 'q',
	FLAG_CORES = 256,
	FLAG_CONCURRENCY,
	FLAG_RATE,
	FLAG_PLUGIN,
	FLAG_SETTING, /* of several entries */
	FLAG_SEED,
	FLAG_DRY_RUN,
	FLAG_NO_CHARTS,
	FLAG_RESUME,
};

struct flag_entry {
	enum flag flag;
	const char *name;
	const char *argument; /* in the help; NULL: takes none */
	const char *setting;  /* in settings_table */
	const char *help;     /* of a setting: its own */
};

static const struct flag_entry flags[] = {
	{FLAG_WORKLOAD, "workload", "NAME[:k=v,…]", NULL,
		"measure this workload; may be given several times"},
	{FLAG_RUNNER, "runner", "LIST", NULL,
		"runners, as \"threads,async\"; one with parameters in its own -r NAME:k=v,…"},
	{FLAG_CORES, "cores", "LIST", NULL, "numbers of cores, as \"1,2,max\""},
	{FLAG_CONCURRENCY, "concurrency", "LIST", NULL,
		"numbers of tasks in flight, as \"1,8,cores\""},
	{FLAG_RATE, "rate", "R[,poisson]", NULL,
		"start R tasks a second, ended or not; may be given several times"},
	{FLAG_PLUGIN, "plugin", "FILE.so", NULL,
		"load a workload from this file; may be given several times"},
	{FLAG_SETTING, "blocks", "N", "blocks", NULL},
	{FLAG_SETTING, "precision", "PERCENT", "precision", NULL},
	{FLAG_SETTING, "budget", "DURATION", "budget", NULL},
	{FLAG_SETTING, "samples", "N", "samples", NULL},
	{FLAG_SETTING, "sample-time", "DURATION", "sample_time", NULL},
	{FLAG_SETTING, "limit", "DURATION", "limit", NULL},
	{FLAG_SETTING, "tasks", "N", "tasks", NULL},
	{FLAG_SETTING, "pin", "POLICY", "pin", NULL},
	{FLAG_SEED, "seed", "N", NULL,
		"of the order of cases and of random arrivals; drawn where none is given"},
	{FLAG_DIRECTORY, "output", "DIR", NULL, "where results go (default: runs/SUITE-TIMESTAMP)"},
	{FLAG_RESUME, "resume", "DIR", NULL,
		"go on with the run in this folder, which was ended before its time"},
	{FLAG_DRY_RUN, "dry-run", NULL, NULL,
		"print the plan and its estimated time, measure nothing"},
	{FLAG_NO_CHARTS, "no-charts", NULL, NULL, "draw no charts"},
	{FLAG_QUIET, "quiet", NULL, NULL, "print no progress and no table"},
	{FLAG_HELP, "help", NULL, NULL, "print this"},
};

#define FLAG_COUNT (sizeof(flags) / sizeof(flags[0]))

/* "k=v,k=v", or NULL for none. */
static int set_assignments(struct parameters *parameters, const char *assignments,
	struct error *error)
{
	return assignments != NULL ? parameters_set_all(parameters, assignments, error) : 0;
}

static int add_workload(struct options *options, const char *text, struct error *error)
{
	struct options_workload *more;
	char *name = strdup(text), *assignments;
	int status = -1;

	more = realloc(options->workloads, (options->workload_count + 1) * sizeof(*more));
	if (more != NULL)
		options->workloads = more;
	if (name == NULL || more == NULL) {
		error_set(error, "no memory");
		goto free_name;
	}
	more += options->workload_count;
	assignments = text_split(name, ':');
	more->workload = workload_find(name, error);
	if (more->workload == NULL)
		goto free_name;
	if (parameters_init(&more->parameters, more->workload->parameters, error) != 0 ||
		set_assignments(&more->parameters, assignments, error) != 0) {
		error_prefix(error, "%s", name);
		goto free_name;
	}
	options->workload_count++;
	status = 0;

free_name:
	free(name);
	return status;
}

/* "threads,async" or "async:loops=2". */
static int add_runners(struct options *options, const char *text, struct error *error)
{
	char *names = strdup(text), *assignments;
	int status = 0;

	if (names == NULL)
		return error_set(error, "no memory");
	assignments = text_split(names, ':');
	if (assignments != NULL && strchr(names, ',') != NULL)
		status = error_set(error,
			"'%s': a runner with parameters needs its own -r, as in -r %s", text,
			text + (strrchr(names, ',') + 1 - names));
	for (char *name = names, *rest; name != NULL && status == 0; name = rest) {
		rest = text_split(name, ',');
		status = suite_add_runner(&options->runners, &options->runner_count, name, error);
	}
	if (status == 0 && assignments != NULL) {
		status = set_assignments(&options->runners[options->runner_count - 1].parameters,
			assignments, error);
		if (status != 0)
			error_prefix(error, "%s", names);
	}
	free(names);
	return status;
}

static int add_setting(struct options *options, const char *name, const char *text,
	struct error *error)
{
	struct options_setting *more;
	struct settings scratch;

	settings_init(&scratch);
	if (settings_set(&scratch, name, text, error) != 0)
		return -1;
	more = realloc(options->settings, (options->setting_count + 1) * sizeof(*more));
	if (more == NULL)
		return error_set(error, "no memory");
	more[options->setting_count++] = (struct options_setting){name, text};
	options->settings = more;
	return 0;
}

static int set_seed(struct options *options, const char *text, struct error *error)
{
	double number;

	if (text_parse_number(text, &number) != 0 || number < 0 || number > (double)SEED_LARGEST ||
		(double)(uint64_t)number < number)
		return error_set(error,
			"'%s' is no seed; it must be a whole number from 0 to %" PRIu64, text,
			(uint64_t)SEED_LARGEST);
	options->seed = (uint64_t)number;
	options->has_seed = true;
	return 0;
}

/* A list given again replaces the one before, as any other flag does. */
static int set_axis(struct axis_list *list, enum axis axis, const char *text, struct error *error)
{
	axis_clear(list);
	return axis_parse(list, axis, text, error);
}

static int take_flag(struct options *options, const struct flag_entry *entry, const char *text,
	struct error *error)
{
	switch (entry->flag) {
	case FLAG_WORKLOAD:
		return add_workload(options, text, error);
	case FLAG_RUNNER:
		return add_runners(options, text, error);
	case FLAG_CORES:
		return set_axis(&options->cores, AXIS_CORES, text, error);
	case FLAG_CONCURRENCY:
		return set_axis(&options->concurrency, AXIS_CONCURRENCY, text, error);
	case FLAG_RATE:
		return rate_add(&options->rates, text, error);
	case FLAG_PLUGIN:
		return 0; /* loaded already */
	case FLAG_SETTING:
		return add_setting(options, entry->setting, text, error);
	case FLAG_SEED:
		return set_seed(options, text, error);
	case FLAG_DIRECTORY:
		options->directory = text;
		return text[0] != '\0' ? 0 : error_set(error, "the folder has no name");
	case FLAG_RESUME:
		options->resume = text;
		return text[0] != '\0' ? 0 : error_set(error, "the folder has no name");
	case FLAG_DRY_RUN:
		options->dry_run = true;
		return 0;
	case FLAG_NO_CHARTS:
		options->no_charts = true;
		return 0;
	case FLAG_QUIET:
		options->quiet = true;
		return 0;
	case FLAG_HELP:
		options->help = true;
		return 0;
	}
	return -1;
}

/* getopt's tables from ours: val is the position in ours, beyond every character. */
#define POSITION_BASE 1000

/* The first character of short_options makes getopt take arguments in their order; what follows it
 * are those that let it put flags first. */
static void make_getopt_tables(struct option *long_options, char *short_options)
{
	*short_options++ = '-';
	*short_options++ = ':';
	for (size_t i = 0; i < FLAG_COUNT; i++) {
		long_options[i] = (struct option){
			.name = flags[i].name,
			.has_arg = flags[i].argument != NULL ? required_argument : no_argument,
			.val = POSITION_BASE + (int)i,
		};
		if (flags[i].flag > 255)
			continue;
		*short_options++ = (char)flags[i].flag;
		if (flags[i].argument != NULL)
			*short_options++ = ':';
	}
	*short_options = '\0';
	long_options[FLAG_COUNT] = (struct option){0};
}

static const struct flag_entry *find_flag(int found)
{
	if (found >= POSITION_BASE)
		return &flags[found - POSITION_BASE];
	for (size_t i = 0; i < FLAG_COUNT; i++)
		if ((int)flags[i].flag == found)
			return &flags[i];
	return NULL;
}

/* What getopt_long stumbled over: an unknown flag, or one with a value too many. */
static int refuse_flag(const char *argument, struct error *error)
{
	const char *names[FLAG_COUNT + 1] = {0};
	const char *nearest;
	char name[64];

	if (optopt >= POSITION_BASE)
		return error_set(error, "--%s takes no value", find_flag(optopt)->name);
	if (optopt != 0)
		return error_set(error, "unknown flag '-%c'; `breakeven run --help` lists them",
			optopt);
	for (size_t i = 0; i < FLAG_COUNT; i++)
		names[i] = flags[i].name;
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(argument + 2, "="), argument + 2);
	nearest = text_nearest(name, names);
	if (nearest != NULL)
		return error_set(error, "unknown flag '--%s'; did you mean '--%s'?", name, nearest);
	return error_set(error, "unknown flag '--%s'; `breakeven run --help` lists them", name);
}

/* Before all else, so that -w finds the workload of a plugin that is named behind it. What is wrong
 * with other flags is said when these are parsed, so nothing is put in another order here. */
static int load_plugins(int argc, char **argv, const struct option *long_options,
	const char *short_options, struct error *error)
{
	const struct flag_entry *entry;
	int found;

	optind = 0; /* start anew, whatever was parsed before */
	while ((found = getopt_long(argc, argv, short_options, long_options, NULL)) != -1) {
		entry = find_flag(found);
		if (entry != NULL && entry->flag == FLAG_HELP)
			return 0;
		if (entry != NULL && entry->flag == FLAG_PLUGIN && ask_load(optarg, error) < 0)
			return error_prefix(error, "--plugin");
	}
	return 0;
}

/* A run that goes on is the run it was: only what is shown of it can be chosen anew. */
static bool goes_with_resume(enum flag flag)
{
	return flag == FLAG_RESUME || flag == FLAG_QUIET || flag == FLAG_NO_CHARTS ||
		flag == FLAG_HELP;
}

static int check_resume(const struct options *options, struct error *error)
{
	if (options->resume == NULL)
		return 0;
	if (options->new_run != NULL)
		return error_set(error,
			"--resume goes on with the run as it was begun: leave out --%s",
			options->new_run);
	if (options->suite != NULL)
		return error_set(error,
			"--resume goes on with the run as it was begun: leave out '%s'",
			options->suite);
	return 0;
}

bool options_set(const struct options *options, const char *name)
{
	for (size_t i = 0; i < options->setting_count; i++)
		if (strcmp(options->settings[i].name, name) == 0)
			return true;
	return false;
}

static int check_blocks(const struct options *options, struct error *error)
{
	if (!options_set(options, "blocks") || !options_set(options, "precision"))
		return 0;
	return error_set(error,
		"--precision settles how many blocks there are: leave out either it or --blocks");
}

static int parse_flags(struct options *options, int argc, char **argv, struct error *error)
{
	struct option long_options[FLAG_COUNT + 1];
	char short_options[2 * FLAG_COUNT + 3];
	const struct flag_entry *entry;
	int found;

	make_getopt_tables(long_options, short_options);
	opterr = 0;
	if (load_plugins(argc, argv, long_options, short_options, error) < 0)
		return -1;
	optind = 0;
	while (!options->help &&
		(found = getopt_long(argc, argv, short_options + 1, long_options, NULL)) != -1) {
		if (found == '?')
			return refuse_flag(argv[optind - 1], error);
		entry = find_flag(found == ':' ? optopt : found);
		if (found == ':')
			return error_set(error, "--%s needs a value: %s", entry->name,
				entry->argument);
		if (!goes_with_resume(entry->flag) && options->new_run == NULL)
			options->new_run = entry->name;
		if (take_flag(options, entry, optarg, error) != 0)
			return error_prefix(error, "--%s", entry->name);
	}
	return 0;
}

static int parse_suite(struct options *options, int argc, char **argv, struct error *error)
{
	if (optind == argc)
		return 0;
	if (argc - optind > 1)
		return error_set(error, "one suite at a time: '%s' and '%s' were given",
			argv[optind], argv[optind + 1]);
	if (options->workload_count > 0)
		return error_set(error,
			"a suite has its own workloads: leave out either '%s' or -w", argv[optind]);
	options->suite = argv[optind];
	return 0;
}

int options_parse(struct options *options, int argc, char **argv, struct error *error)
{
	*options = (struct options){0};
	if (parse_flags(options, argc, argv, error) != 0 ||
		(!options->help &&
			(parse_suite(options, argc, argv, error) != 0 ||
				check_blocks(options, error) != 0 ||
				check_resume(options, error) != 0))) {
		options_clear(options);
		return -1;
	}
	return 0;
}

void options_clear(struct options *options)
{
	free(options->workloads);
	free(options->runners);
	free(options->settings);
	axis_clear(&options->cores);
	axis_clear(&options->concurrency);
	rate_clear(&options->rates);
	*options = (struct options){0};
}

/* The help of a setting is that of its parameter, with its default. */
static void print_help_text(const struct flag_entry *entry, FILE *stream)
{
	const struct parameter *setting = settings_table;

	if (entry->setting == NULL) {
		fprintf(stream, "%s\n", entry->help);
		return;
	}
	while (strcmp(setting->name, entry->setting) != 0)
		setting++;
	if (setting->standard[0] == '\0')
		fprintf(stream, "%s\n", setting->help);
	else
		fprintf(stream, "%s (default: %s)\n", setting->help, setting->standard);
}

void options_help(FILE *stream)
{
	fputs("usage: breakeven run [SUITE] [flags]\n"
	      "       breakeven run -w NAME[:k=v,…] [flags]\n"
	      "       breakeven run --resume DIR [-q] [--no-charts]\n\n"
	      "Measures a suite (default: " OPTIONS_STANDARD_SUITE
	      "; a name, or the path of a file), or the"
	      " matrix of the\nworkloads, runners, cores and concurrency that flags give. With a suite, -r,"
	      " --cores,\n--concurrency and --rate replace what it lists. `breakeven list` says what there is.\n\n",
		stream);
	fputs(TEXT_NUMBERS_HELP "\n", stream);
	for (size_t i = 0; i < FLAG_COUNT; i++) {
		char flag[64];

		snprintf(flag, sizeof(flag), "--%s%s%s", flags[i].name,
			flags[i].argument != NULL ? " " : "",
			flags[i].argument != NULL ? flags[i].argument : "");
		if (flags[i].flag <= 255)
			fprintf(stream, "  -%c, ", (char)flags[i].flag);
		else
			fputs("      ", stream);
		/* "…" takes more bytes than columns. */
		fprintf(stream, "%-*s ", strstr(flag, "…") != NULL ? 26 : 24, flag);
		print_help_text(&flags[i], stream);
	}
}
