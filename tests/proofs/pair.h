/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two cases measured side by side, as `breakeven run` measures all it is given: by its conductor,
 * block by block in the order that it draws, each in a fresh process. They may be the same case
 * twice.
 */
#ifndef BREAKEVEN_TESTS_PROOFS_PAIR_H
#define BREAKEVEN_TESTS_PROOFS_PAIR_H

#include "bench/program/interrupt.h"
#include "bench/program/outcome.h"
#include "bench/plan/plan.h"
#include "results/record/record.h"
#include "support/error.h"
#include "support/topology.h"

/* What a case is, as on the command line. */
struct pair_case {
	const char *workload, *parameters; /* "cpu-sum", "iterations=1000" */
	const char *runner;
	unsigned concurrency;
};

/* First of all in main(): case processes and the HTTP server are this program, started anew. Does
 * not return in those. */
void pair_become(int argc, char **argv);

/* Measures a and b, one core each, into the two cases of the result, which the caller clears.
 * Fails where a case went wrong, too. */
enum outcome pair_measure(struct result *result, const struct pair_case *a,
	const struct pair_case *b, const struct settings *settings, const struct topology *topology,
	struct interrupt *interrupt, struct error *error);

#endif
