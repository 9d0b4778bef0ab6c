/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suites: named sets of cases in JSON files.
 *
 *	{
 *		"name": "quick",                  letters, digits, '.', '_', '-'
 *		"summary": "half a line",
 *		"settings": {                     each may be left out: settings.h has the defaults
 *			"blocks": 10,              or "precision": "2%", "budget": "5m"
 *			"samples": 5, "sample_time": "10ms",
 *			"limit": "0", "tasks": 0, "pin": "cores"
 *		},
 *		"cases": [
 *			{
 *				"group": "waiting overlaps",      what its cases are measured for
 *				"workload": "sleep",
 *				"parameters": {"duration": ["10ms", "20ms"]},
 *				"runners": ["serial", {"name": "async", "parameters": {…}}],
 *				"cores": [1, "max"],
 *				"concurrency": [1, 8, "cores"]
 *			}
 *		]
 *	}
 *
 * An entry may also have "rate": 100 or "100,poisson" or a list of these: tasks then arrive at that
 * rate per second, whether or not earlier ones have ended, and each rate makes a case.
 *
 * A parameter whose value is a list makes one variant for each entry. Without "runners" all runners
 * are used, without "cores" or "concurrency" [1]; a single entry needs no list. Every combination
 * of the values in an entry of "cases" is a case if it is possible (plan.h). A group states what
 * its cases are measured for, such as a claim that they decide: entries with the same group are
 * shown together under it, and a case in two groups is measured once and shown in both. Unknown
 * keys are refused, because a misspelt key would silently measure something else.
 */
#ifndef BREAKEVEN_BENCH_SUITE_SUITE_H
#define BREAKEVEN_BENCH_SUITE_SUITE_H

#include "bench/suite/axis.h"
#include "bench/suite/rate.h"
#include "bench/suite/settings.h"
#include "runners/runner.h"
#include "support/error.h"
#include "support/parameter.h"
#include "workloads/workload.h"

#include <stddef.h>

struct suite_runner {
	const struct runner *runner;
	const struct parameters *parameters; /* kept: parameter_pool.h */
};

/* An entry of "cases". */
struct suite_case {
	char *group; /* NULL if none */
	const struct workload *workload;
	const struct parameters **variants; /* likewise each */
	size_t variant_count;
	struct suite_runner *runners;
	size_t runner_count;
	struct axis_list cores, concurrency;
	struct rate_list rates; /* none: closed batches */
};

struct suite {
	char *name;
	char *summary; /* "" where it has none */
	struct settings settings;
	struct suite_case *cases;
	size_t case_count;
};

/* Reads and checks a suite. Returns 0, or -1 with an error that starts with file, line and column;
 * then there is nothing to clear. */
int suite_read(struct suite *suite, const char *path, struct error *error);
void suite_clear(struct suite *suite);

/* Adds the runner of that name, with its defaults, to a list; for NULL, adds every runner. Returns
 * 0, or -1 with the error. */
int suite_add_runner(struct suite_runner **runners, size_t *count, const char *name,
	struct error *error);

#endif
