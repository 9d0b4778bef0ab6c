/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a runner looks in every chart: the colour and the point by its place among the program's
 * runners, the dashes by what kind of line it is. People with any kind of colour vision can
 * tell the colours apart, and see them on white and on the tints of the crossover chart.
 */
#ifndef BREAKEVEN_PLOTS_LOOK_H
#define BREAKEVEN_PLOTS_LOOK_H

#include "results/verdict/crossover.h"
#include "results/record/record.h"
#include "support/error.h"
#include "support/numbering.h"

#include <stddef.h>

#define LOOK_IDEAL_COLOUR "#777777" /* of the line y = x, with these dashes */
#define LOOK_IDEAL_DASHES "(3,4)"

struct look {
	const char *colour; /* "#0072B2" */
	int point;          /* gnuplot's point type */
	const char *dashes; /* gnuplot's dash type, "solid" or "(6,4)" */
};

/* The runners of a result, each with its parameters: a variant. */
struct looks {
	struct numbering places;   /* of runners, by name */
	struct numbering variants; /* by name and parameters */
	size_t *variant_counts;    /* of each runner */
	size_t *variant_numbers;   /* of each variant, among those of its runner */
};

/* 0, or -1 with the error where memory is out. To be cleared in either case. */
int looks_make(struct looks *looks, const struct result *result, struct error *error);
void looks_clear(struct looks *looks);

/* The place of a runner in result->runners; one that is not listed there comes behind them, in the
 * order of the cases. */
size_t look_place(const struct looks *looks, const char *runner);

/* A runner's name in a chart, at most `limit` characters: with its parameters only where the result
 * has the runner with different ones. Returns buffer. */
char *look_name(char *buffer, size_t size, size_t limit, const struct looks *looks,
	const char *runner, const char *runner_text);

/* Which of a runner's different parameters these are: 0 for the first that the result has of it. */
size_t look_variant(const struct looks *looks, const char *runner, const char *runner_text);

/* Numbers a pair of texts. 0, or -1 where memory is out. */
int look_number_pair(struct numbering *numbering, const char *first, const char *second,
	size_t *number);

/* Solid for several cores, dashed for one core with more in flight, dotted for the baseline. */
struct look look_of(size_t place, enum line_kind kind);

/* The same with the point of a variant: it has the colour of its runner, and a point that none of
 * the runner's other variants has. */
struct look look_of_variant(size_t place, size_t variant, enum line_kind kind);

#endif
