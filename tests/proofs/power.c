/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a change that is there is found: cpu-sum beside cpu-sum with so much more work, measured
 * with the standard settings of a run, again and again. Prints each comparison, the change that it
 * would have found, and how many found it.
 */
#include "config.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/suite/settings.h"
#include "results/verdict/comparison.h"
#include "results/statistics/shuffle.h"
#include "support/text.h"
#include "tests/proofs/pair.h"

#define ITERATIONS 100000

static const char help[] =
	"Usage: power [--runs N] [--more PERCENT] [--blocks N]\n"
	"\n"
	"Compares cpu-sum with cpu-sum that has more work, and says how often that is found.\n"
	"\n"
	"  --runs N        (default 10)\n"
	"  --more PERCENT  of work, 0 for none (default 5)\n"
	"  --blocks N      of each case (default: that of breakeven run)\n"
	"  --help          this text\n";

struct options {
	double runs, more;
	struct settings settings;
};

static _Noreturn void refuse(const struct error *error)
{
	fprintf(stderr, "power: %s\n", error->text);
	exit(2);
}

static void set_number(double *number, const char *name, const char *text, double smallest,
	double largest)
{
	struct error error = {0};

	if (text_parse_number(text, number) == 0 && *number >= smallest && *number <= largest)
		return;
	error_set(&error, "%s: '%s' is not a number from %g to %g", name, text, smallest, largest);
	refuse(&error);
}

static void parse(struct options *options, int argc, char **argv)
{
	static const struct option names[] = {{"runs", required_argument, NULL, 'r'},
		{"more", required_argument, NULL, 'm'}, {"blocks", required_argument, NULL, 'b'},
		{"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
	struct error error = {0};
	int option;

	*options = (struct options){.runs = 10, .more = 5};
	settings_init(&options->settings);
	while ((option = getopt_long(argc, argv, "", names, NULL)) >= 0) {
		if (option == 'h') {
			fputs(help, stdout);
			exit(0);
		} else if (option == 'r') {
			set_number(&options->runs, "--runs", optarg, 1, 10000);
		} else if (option == 'm') {
			set_number(&options->more, "--more", optarg, 0, 1000);
		} else if (option != 'b' ||
			settings_set(&options->settings, "blocks", optarg, &error) < 0) {
			error_set(&error, "`power --help` says what it takes");
			refuse(&error);
		}
	}
}

/* Measures and compares one pair. */
static enum outcome compare_once(struct comparison *found, const struct options *options,
	const struct topology *topology, struct interrupt *interrupt, struct error *error)
{
	struct settings settings = options->settings;
	char less[64], more[64], text[256];
	struct pair_case a = {"cpu-sum", less, "serial", 1}, b = {"cpu-sum", more, "serial", 1};
	struct result result;
	enum outcome outcome;

	settings.seed = seed_draw();
	snprintf(less, sizeof(less), "iterations=%d", ITERATIONS);
	snprintf(more, sizeof(more), "iterations=%.0f",
		round(ITERATIONS * (1 + options->more / 100)));
	outcome = pair_measure(&result, &a, &b, &settings, topology, interrupt, error);
	if (outcome == OUTCOME_DONE) {
		*found = (struct comparison){
			.a = &result.cases[0], .b = &result.cases[1], .side_by_side = true};
		if (comparison_family(found, 1, COMPARISON_LEVEL, error) < 0)
			outcome = OUTCOME_FAILED;
	}
	if (outcome == OUTCOME_DONE) {
		puts(comparison_format(found, text, sizeof(text)));
		if (found->change == CHANGE_SLOWER || found->change == CHANGE_FASTER)
			printf("  a change of %.1f %% would have been found\n",
				100 * found->detectable);
	}
	result_clear(&result);
	return outcome;
}

int main(int argc, char **argv)
{
	struct topology *topology;
	struct interrupt interrupt;
	struct comparison found;
	struct options options;
	struct error error = {0};
	unsigned runs = 0, slower = 0;
	enum outcome outcome = OUTCOME_DONE;

	pair_become(argc, argv);
	parse(&options, argc, argv);
	if (topology_load(&topology, &error) < 0 || interrupt_open(&interrupt, &error) < 0)
		refuse(&error);
	setvbuf(stdout, NULL, _IOLBF, 0);
	while (outcome == OUTCOME_DONE && runs < options.runs) {
		outcome = compare_once(&found, &options, topology, &interrupt, &error);
		runs += outcome == OUTCOME_DONE;
		slower += outcome == OUTCOME_DONE && found.change == CHANGE_SLOWER;
	}
	printf("%g %% more work: found slower in %u of %u runs\n", options.more, slower, runs);
	if (outcome == OUTCOME_FAILED)
		fprintf(stderr, "power: %s\n", error.text);
	interrupt_close(&interrupt);
	topology_free(topology);
	return outcome == OUTCOME_FAILED ? 3 : outcome == OUTCOME_INTERRUPTED ? 130 : 0;
}
