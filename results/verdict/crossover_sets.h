/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cases of a workload that have a number for a parameter, in sets: the cases of one set have
 * the same other parameters.
 */
#ifndef BREAKEVEN_RESULTS_VERDICT_CROSSOVER_SETS_H
#define BREAKEVEN_RESULTS_VERDICT_CROSSOVER_SETS_H

#include "results/record/record.h"

#include <stddef.h>

/* A case that has an x, its set of other parameters, and its line. Sets and lines (over all sets)
 * are numbered in the order of the cases. */
struct set_case {
	const struct case_record *record;
	double x;
	size_t set, line;
};

struct crossover_sets {
	struct set_case *cases; /* by set, then in the order of the result */
	size_t count;
	char **fixed; /* the text of each set */
	size_t set_count;
};

/* Takes the cases with a figure and without a rate. 0, or -1 where memory is out; to be cleared
 * either way. */
int crossover_sets_find(struct crossover_sets *sets, const struct result *result,
	const char *workload, const char *parameter);

void crossover_sets_clear(struct crossover_sets *sets);

#endif
