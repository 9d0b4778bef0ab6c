/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command line of `run`: which suite or matrix, how it is measured, where results go.
 *
 * Either SUITE or -w says what is measured. -r, --cores, --concurrency and --rate replace what a
 * suite lists for every one of its cases, and the settings replace the suite's.
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
	const char *resume;           /* the folder of a run to go on with; NULL: a new run */
	char new_run[FLAG_NAME_SIZE]; /* the first flag that only a new run can have; "": none */
	char workload_flag[FLAG_NAME_SIZE]; /* the last of -w, as it was given */
	bool dry_run, no_charts, quiet, help;
};

/* Reads the arguments of `run` (argv[0] is its name), whose texts the options go on pointing to,
 * and loads the plugins that they name, wherever --plugin stands among them. 0, or -1 with the
 * error and nothing to clear. Where help is set, nothing else was looked at. */
int options_parse(struct options *options, int argc, char **argv, struct error *error);

/* Calls `visit` for the file of each --plugin among the arguments, in their order. 0, or -1 with
 * the error of the first call that returned -1, or of flags that are none. */
int options_plugins(int argc, char **argv,
	int (*visit)(const char *file, void *context, struct error *error), void *context,
	struct error *error);

void options_clear(struct options *options);

void options_help(FILE *stream);

#endif
