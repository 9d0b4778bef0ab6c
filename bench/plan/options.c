/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The flags of `run`: those of its own, and one for each setting of settings.h. Every value is
 * checked here, so that a message can name its flag.
 */
#include "config.h"

#include "bench/plan/options.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bench/plugin/ask.h"
#include "bench/suite/axis.h"
#include "bench/program/flags.h"
#include "bench/suite/settings.h"
#include "results/statistics/shuffle.h"
#include "support/parameter_pool.h"
#include "support/text.h"
#include "workloads/registry.h"

enum {
	FLAG_WORKLOAD = 1,
	FLAG_RUNNER,
	FLAG_CORES,
	FLAG_CONCURRENCY,
	FLAG_RATE,
	FLAG_PLUGIN,
	FLAG_SEED,
	FLAG_DIRECTORY,
	FLAG_RESUME,
	FLAG_DRY_RUN,
	FLAG_NO_CHARTS,
	FLAG_QUIET,
	FLAG_SETTING, /* the first row of settings_table; the others follow */
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define HELP_SIZE 160

/* The flags before the settings, and those after them. */
static const struct flag first_flags[] = {
	{FLAG_WORKLOAD, 'w', "workload", "NAME[:k=v,…]",
		"measure this workload; may be given several times"},
	{FLAG_RUNNER, 'r', "runner", "LIST",
		"runners, such as \"threads,async\"; one with parameters needs its own -r "
		"NAME:k=v,…"},
	{FLAG_CORES, 0, "cores", "LIST", "numbers of cores, such as \"1,2,max\""},
	{FLAG_CONCURRENCY, 0, "concurrency", "LIST",
		"numbers of tasks in flight, such as \"1,8,cores\""},
	{FLAG_RATE, 0, "rate", "R[,poisson]",
		"start R tasks per second, whether or not earlier ones have ended; may be given "
		"several times"},
	{FLAG_PLUGIN, 0, "plugin", "FILE.so",
		"load a workload from this file; may be given several times"},
};

static const struct flag last_flags[] = {
	{FLAG_SEED, 0, "seed", "N",
		"seed for the order of cases and for random arrivals (default: random)"},
	{FLAG_DIRECTORY, 'o', "output", "DIR",
		"folder for the results (default: "
		"runs/SUITE-TIMESTAMP)"},
	{FLAG_RESUME, 0, "resume", "DIR", "continue the unfinished run in this folder"},
	{FLAG_DRY_RUN, 0, "dry-run", NULL,
		"print the plan and its estimated time, measure nothing"},
	{FLAG_NO_CHARTS, 0, "no-charts", NULL, "draw no charts"},
	{FLAG_QUIET, 'q', "quiet", NULL, "print no progress and no tables"},
	{0},
};

static struct flag flags[COUNT(first_flags) + SETTINGS_MOST + COUNT(last_flags)];

/* The name of the flag of a setting. Returns the buffer. */
static char *setting_flag(char name[FLAG_NAME_SIZE], const struct setting *setting)
{
	snprintf(name, FLAG_NAME_SIZE, "%s", setting->parameter->name);
	for (char *letter = name; *letter != '\0'; letter++)
		if (*letter == '_')
			*letter = '-';
	return name;
}

static void add_settings(struct flag *flag)
{
	static char names[SETTINGS_MOST][FLAG_NAME_SIZE], helps[SETTINGS_MOST][HELP_SIZE];

	for (size_t i = 0; settings_table[i].member != NULL; i++) {
		const struct setting *setting = &settings_table[i];
		const char *standard = setting->parameter->standard;
		const bool shown = standard[0] != '\0';

		snprintf(helps[i], HELP_SIZE, "%s%s%s%s", setting->parameter->help,
			shown ? " (default: " : "", standard, shown ? ")" : "");
		*flag++ = (struct flag){FLAG_SETTING + (int)i, '\0',
			setting_flag(names[i], setting), setting->argument, helps[i]};
	}
	memcpy(flag, last_flags, sizeof(last_flags));
}

static const struct flag_set run_flags = {
	.command = "run",
	.usage = "[SUITE] [flags]\n-w NAME[:k=v,…] [flags]\n--resume DIR [-q] [--no-charts]",
	.about =
		"Measures a suite (default: " OPTIONS_STANDARD_SUITE
		"; a name, or the path of a file), or the matrix of the\n"
		"workloads, runners, cores and concurrency that flags give. With a suite, -r, --cores,\n"
		"--concurrency and --rate replace its own values. `breakeven list` lists all names.\n",
	.flags = flags,
	.end = TEXT_NUMBERS_HELP,
};

/* All flags, including the settings, which are added once. */
static const struct flag_set *all_flags(void)
{
	if (flags[0].name == NULL) {
		memcpy(flags, first_flags, sizeof(first_flags));
		add_settings(flags + COUNT(first_flags));
	}
	return &run_flags;
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
	more->parameters = parameter_pool_make(more->workload->parameters, assignments, error);
	if (more->parameters == NULL) {
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
		struct suite_runner *last = &options->runners[options->runner_count - 1];

		last->parameters = parameter_pool_change(last->parameters, assignments, error);
		if (last->parameters == NULL)
			status = error_prefix(error, "%s", names);
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
			"'%s' is not a seed; it must be a whole number from 0 to %" PRIu64, text,
			(uint64_t)SEED_LARGEST);
	options->seed = (uint64_t)number;
	options->has_seed = true;
	return 0;
}

/* A list that is given again replaces the earlier one, as with any other flag. */
static int set_axis(struct axis_list *list, enum axis axis, const char *text, struct error *error)
{
	axis_clear(list);
	return axis_parse(list, axis, text, error);
}

static int set_folder(const char **folder, const char *text, struct error *error)
{
	*folder = text;
	return text[0] != '\0' ? 0 : error_set(error, "the name of the folder is empty");
}

static int set_suite(struct options *options, const char *word, struct error *error)
{
	if (options->suite != NULL)
		return error_set(error, "one suite at a time: '%s' and '%s' were given",
			options->suite, word);
	options->suite = word;
	return 0;
}

/* A resumed run keeps its options, except for those that only change what is shown. */
static bool goes_with_resume(int flag)
{
	return flag == FLAG_RESUME || flag == FLAG_QUIET || flag == FLAG_NO_CHARTS;
}

static int take_value(struct options *options, const struct flag *flag, const char *text,
	struct error *error)
{
	if (flag->id >= FLAG_SETTING)
		return add_setting(options, settings_table[flag->id - FLAG_SETTING].parameter->name,
			text, error);
	switch (flag->id) {
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
	case FLAG_SEED:
		return set_seed(options, text, error);
	case FLAG_DIRECTORY:
		return set_folder(&options->directory, text, error);
	case FLAG_RESUME:
		return set_folder(&options->resume, text, error);
	default: /* plugins are already loaded */
		return 0;
	}
}

static int take(void *context, const struct flag *flag, const char *text, struct error *error)
{
	struct options *options = context;

	if (flag == NULL)
		return set_suite(options, text, error);
	if (!goes_with_resume(flag->id) && options->new_run[0] == '\0')
		flag_given(flag, options->new_run);
	if (flag->id == FLAG_WORKLOAD)
		flag_given(flag, options->workload_flag);
	options->dry_run |= flag->id == FLAG_DRY_RUN;
	options->no_charts |= flag->id == FLAG_NO_CHARTS;
	options->quiet |= flag->id == FLAG_QUIET;
	return take_value(options, flag, text, error);
}

struct plugin_visit {
	int (*visit)(const char *file, void *context, struct error *error);
	void *context;
};

static int take_plugin(void *context, const struct flag *flag, const char *text,
	struct error *error)
{
	const struct plugin_visit *visit = context;

	if (flag == NULL || flag->id != FLAG_PLUGIN)
		return 0;
	return visit->visit(text, visit->context, error);
}

int options_plugins(int argc, char **argv,
	int (*visit)(const char *file, void *context, struct error *error), void *context,
	struct error *error)
{
	struct plugin_visit visiting = {visit, context};

	return flags_parse(all_flags(), argc, argv, take_plugin, &visiting, error) == FLAGS_REFUSED
		? -1
		: 0;
}

static int load_plugin(const char *file, void *context, struct error *error)
{
	(void)context;
	return ask_load(file, error);
}

static int check_resume(const struct options *options, struct error *error)
{
	if (options->resume == NULL)
		return 0;
	if (options->new_run[0] != '\0')
		return error_set(error,
			"--resume continues the run with its original options; remove %s",
			options->new_run);
	if (options->suite != NULL)
		return error_set(error,
			"--resume continues the run with its original options; remove '%s'",
			options->suite);
	return 0;
}

/* The last text that flags gave for a setting, or NULL. */
static const char *setting_given(const void *context, const char *name)
{
	const struct options *options = context;

	for (size_t i = options->setting_count; i > 0; i--)
		if (strcmp(options->settings[i - 1].name, name) == 0)
			return options->settings[i - 1].text;
	return NULL;
}

static int check_settings(const struct options *options, struct error *error)
{
	const struct setting *rival = settings_find_rival(setting_given, options);
	char settles[FLAG_NAME_SIZE], idle[FLAG_NAME_SIZE];

	if (rival == NULL)
		return 0;
	return error_set(error, "--%s determines %s: remove either it or --%s",
		setting_flag(settles, rival), rival->decides,
		setting_flag(idle, settings_find(rival->replaces)));
}

static int check_suite(const struct options *options, struct error *error)
{
	if (options->suite == NULL || options->workload_count == 0)
		return 0;
	return error_set(error, "a suite has its own workloads: remove either '%s' or %s",
		options->suite, options->workload_flag);
}

int options_parse(struct options *options, int argc, char **argv, struct error *error)
{
	enum flags_outcome outcome;

	*options = (struct options){0};
	/* First, so that -w finds the workload of a plugin that is named after it. */
	if (options_plugins(argc, argv, load_plugin, NULL, error) < 0 || ask_end(error) < 0)
		return -1;
	outcome = flags_parse(all_flags(), argc, argv, take, options, error);
	options->help = outcome == FLAGS_HELP;
	if (outcome == FLAGS_HELP ||
		(outcome == FLAGS_TAKEN && check_suite(options, error) == 0 &&
			check_settings(options, error) == 0 && check_resume(options, error) == 0))
		return 0;
	options_clear(options);
	return -1;
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

void options_help(FILE *stream)
{
	flags_help(all_flags(), stream);
}
