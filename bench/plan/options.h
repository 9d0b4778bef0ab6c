/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command line of `run`: which suite or matrix to measure, how, and where to write results.
 *
 * SUITE or -w selects what is measured. -r, --cores, --concurrency and --rate replace the values of
 * all cases of the suite; settings replace those of the suite.
 */
#ifndef BREAKEVEN_BENCH_PLAN_OPTIONS_H
#define BREAKEVEN_BENCH_PLAN_OPTIONS_H

#include "bench/program/flags.h"
#include "bench/plan/plan.h"
#include "bench/suite/suite.h"
#include "support/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define OPTIONS_STANDARD_SUITE "quick"

struct options_workload {
	const struct workload *workload;
	const struct parameters *parameters;
};

struct options {
	const char *suite;                  /* its name or path; NULL where none was given */
	struct options_workload *workloads; /* of -w; none: the suite's */
	size_t workload_count;
	struct suite_runner *runners; /* of -r; none: the suite's, or all */
	size_t runner_count;
	struct axis_list cores, concurrency; /* none: the suite's, or 1,max and 1,cores,8,64 */
	struct rate_list rates;              /* of --rate; none: the suite's */
	struct options_setting {
		const char *name, *text; /* as settings_set() takes them; checked already */
	} * settings;
	size_t setting_count;
	bool has_seed;
	uint64_t seed;
	const char *directory;        /* of -o; NULL: runs/SUITE-TIMESTAMP */
	const char *resume;           /* the folder of a run to resume; NULL: a new run */
	char new_run[FLAG_NAME_SIZE]; /* the first flag that only a new run can have; "": none */
	char workload_flag[FLAG_NAME_SIZE]; /* the last of -w, as it was given */
	bool dry_run, no_charts, quiet, help;
};

/* Reads the arguments of `run` (argv[0] is its name) and loads the plugins that --plugin names, in
 * any position. The options point into the arguments. Returns 0, or -1 with the error and nothing
 * to clear. If help is set, the other arguments were not read. */
int options_parse(struct options *options, int argc, char **argv, struct error *error);

/* Calls `visit` for the file of each --plugin, in order. Returns 0, or -1 with the error of the
 * first call that returned -1, or of an invalid flag. */
int options_plugins(int argc, char **argv,
	int (*visit)(const char *file, void *context, struct error *error), void *context,
	struct error *error);

void options_clear(struct options *options);

void options_help(FILE *stream);

#endif
