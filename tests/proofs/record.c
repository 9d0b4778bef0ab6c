/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records A/A pairs: the same case twice, side by side in one run of its own, again and again, for
 * three classes of work, on the machine as it is and beside a neighbour on the core of the cases.
 * All classes and conditions take turns, so that a recording that is cut short has as much of each.
 *
 * What the file has already is not recorded again, so a session that ended goes on with the same
 * command. tests/proofs/judge says what the recordings come to.
 */
#include "config.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/machine/machine.h"
#include "bench/suite/settings.h"
#include "results/statistics/shuffle.h"
#include "support/text.h"
#include "tests/proofs/neighbour.h"
#include "tests/proofs/pair.h"
#include "tests/proofs/recording.h"

#define SAID_EVERY 10 /* pairs */

static const struct class
{
	const char *name;
	struct pair_case given;
} classes[] = {
	{"cpu", {"cpu-sum", "iterations=100000", "serial", 1}},
	{"sleep", {"sleep", "duration=1ms", "async", 8}},
	{"http", {"http-fetch", "delay=1ms", "async", 8}},
};

#define CLASS_COUNT (sizeof(classes) / sizeof(classes[0]))

static const char help[] =
	"Usage: record [--pairs N] [--class NAME] [--neighbour yes|no] [--blocks N] [--samples N]\n"
	"              [--sample-time DURATION] FILE\n"
	"\n"
	"Measures pairs of identical cases and appends each to FILE; goes on where FILE ends.\n"
	"\n"
	"  --pairs N               of each class and condition (default 300)\n"
	"  --class NAME            only cpu, sleep or http (default: all three)\n"
	"  --neighbour yes|no      only with or without a neighbour (default: both)\n"
	"  --blocks N              of each case (default 8)\n"
	"  --samples N             in each block (default 6)\n"
	"  --sample-time DURATION  of a sample at least (default 10ms)\n"
	"  --help                  this text\n";

struct options {
	unsigned pairs;
	const char *class; /* NULL: all */
	int neighbour;     /* -1: both */
	struct settings settings;
	const char *file;
};

static _Noreturn void refuse(const struct error *error)
{
	fprintf(stderr, "record: %s\n", error->text);
	exit(2);
}

static int set_neighbour(struct options *options, const char *text, struct error *error)
{
	options->neighbour = strcmp(text, "yes") == 0;
	if (options->neighbour || strcmp(text, "no") == 0)
		return 0;
	return error_set(error, "--neighbour: '%s' is neither yes nor no", text);
}

static int set_class(struct options *options, const char *text, struct error *error)
{
	options->class = text;
	for (size_t i = 0; i < CLASS_COUNT; i++)
		if (strcmp(text, classes[i].name) == 0)
			return 0;
	return error_set(error, "--class: '%s' is none of cpu, sleep and http", text);
}

static int set_pairs(struct options *options, const char *text, struct error *error)
{
	double number;

	if (text_parse_number(text, &number) != 0 || !(number >= 1 && number <= 100000))
		return error_set(error, "--pairs: '%s' is not a number from 1 to 100000", text);
	options->pairs = (unsigned)number;
	return 0;
}

static int set_option(struct options *options, int option, const char *text, struct error *error)
{
	switch (option) {
	case 'p':
		return set_pairs(options, text, error);
	case 'c':
		return set_class(options, text, error);
	case 'n':
		return set_neighbour(options, text, error);
	case 'b':
		return settings_set(&options->settings, "blocks", text, error);
	case 's':
		return settings_set(&options->settings, "samples", text, error);
	case 't':
		return settings_set(&options->settings, "sample_time", text, error);
	default:
		return error_set(error, "`record --help` says what it takes");
	}
}

static void parse(struct options *options, int argc, char **argv)
{
	static const struct option names[] = {{"pairs", required_argument, NULL, 'p'},
		{"class", required_argument, NULL, 'c'},
		{"neighbour", required_argument, NULL, 'n'},
		{"blocks", required_argument, NULL, 'b'}, {"samples", required_argument, NULL, 's'},
		{"sample-time", required_argument, NULL, 't'}, {"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0}};
	struct error error = {0};
	int option;

	*options = (struct options){.pairs = 300, .neighbour = -1};
	settings_init(&options->settings);
	if (settings_set(&options->settings, "blocks", "8", &error) < 0 ||
		settings_set(&options->settings, "samples", "6", &error) < 0 ||
		settings_set(&options->settings, "sample_time", "10ms", &error) < 0)
		refuse(&error);
	while ((option = getopt_long(argc, argv, "", names, NULL)) >= 0) {
		if (option == 'h') {
			fputs(help, stdout);
			exit(0);
		}
		if (set_option(options, option, optarg, &error) < 0)
			refuse(&error);
	}
	if (optind + 1 != argc) {
		error_set(&error, "one FILE is needed; `record --help` says what for");
		refuse(&error);
	}
	options->file = argv[optind];
}

/* What is open from the first pair to the last. */
struct session {
	struct options options;
	struct topology *topology;
	struct interrupt interrupt;
	struct recordings recordings;
	unsigned cpu; /* of the cases, and of the neighbour */
	size_t done, planned;
};

static void open_session(struct session *session)
{
	const struct settings *settings = &session->options.settings;
	struct error error = {0};
	json_t *json, *machine;

	if (topology_load(&session->topology, &error) < 0 ||
		topology_place(session->topology, &settings->pin, 1, &session->cpu, &error) < 0)
		refuse(&error);
	json = json_pack("{s:I, s:I, s:I}", "blocks", (json_int_t)settings->blocks, "samples",
		(json_int_t)settings->samples, "sample_minimum_ns",
		(json_int_t)settings->sample_minimum_ns);
	machine = machine_describe(session->topology);
	if (recordings_open(&session->recordings, session->options.file, json, machine, &error) <
			0 ||
		interrupt_open(&session->interrupt, &error) < 0)
		refuse(&error);
	json_decref(json);
	json_decref(machine);
}

static void close_session(struct session *session)
{
	interrupt_close(&session->interrupt);
	recordings_close(&session->recordings);
	topology_free(session->topology);
}

/* Measures and appends one. */
static enum outcome record_pair(struct session *session, const struct class *class, bool neighbour,
	uint64_t number, struct error *error)
{
	struct settings settings = session->options.settings;
	struct result result = {0};
	pid_t pid = 0;
	enum outcome outcome;

	settings.seed = seed_draw();
	if (neighbour)
		pid = neighbour_start(session->topology, session->cpu, settings.seed, error);
	if (pid < 0)
		return OUTCOME_FAILED;
	outcome = pair_measure(&result, &class->given, &class->given, &settings, session->topology,
		&session->interrupt, error);
	if (neighbour)
		neighbour_stop(pid);
	if (outcome == OUTCOME_DONE &&
		recordings_append(&session->recordings, class->name, neighbour, number, &result,
			error) < 0)
		outcome = OUTCOME_FAILED;
	result_clear(&result);
	return outcome;
}

static bool is_wanted(const struct options *options, const struct class *class, bool neighbour)
{
	return (options->class == NULL || strcmp(options->class, class->name) == 0) &&
		(options->neighbour < 0 || options->neighbour == neighbour);
}

/* That pair of each class and condition. */
static enum outcome record_number(struct session *session, uint64_t number, struct error *error)
{
	for (size_t i = 0; i < 2 * CLASS_COUNT; i++) {
		const struct class *class = &classes[i / 2];
		bool neighbour = i % 2 != 0;
		enum outcome outcome;

		if (!is_wanted(&session->options, class, neighbour) ||
			recordings_have(&session->recordings, class->name, neighbour, number))
			continue;
		outcome = record_pair(session, class, neighbour, number, error);
		if (outcome != OUTCOME_DONE)
			return outcome;
		session->done++;
	}
	return OUTCOME_DONE;
}

int main(int argc, char **argv)
{
	struct session session = {.done = 0};
	struct error error = {0};
	enum outcome outcome = OUTCOME_DONE;

	pair_become(argc, argv);
	parse(&session.options, argc, argv);
	open_session(&session);
	for (unsigned number = 0; number < session.options.pairs && outcome == OUTCOME_DONE;
		number++) {
		outcome = record_number(&session, number, &error);
		if (outcome == OUTCOME_DONE && (number + 1) % SAID_EVERY == 0)
			fprintf(stderr, "pair %u of %u of each; %zu recorded by this session\n",
				number + 1, session.options.pairs, session.done);
	}
	close_session(&session);
	if (outcome == OUTCOME_FAILED)
		fprintf(stderr, "record: %s\n", error.text);
	if (outcome == OUTCOME_INTERRUPTED)
		fprintf(stderr, "record: interrupted; the same command goes on\n");
	return outcome == OUTCOME_FAILED ? 3 : outcome == OUTCOME_INTERRUPTED ? 130 : 0;
}
