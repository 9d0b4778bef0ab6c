/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where parallelism overtakes concurrency: the lines of one workload over a numeric parameter,
 * and the crossings of the best concurrent line with the best parallel one.
 *
 * A case belongs to one of four kinds by its numbers, not by its runner's name:
 *   baseline:    one core, one in flight
 *   concurrent:  one core, more in flight
 *   parallel:    several cores, one task in flight on each
 *   both:        several cores, more in flight than cores
 */
#ifndef BREAKEVEN_RESULTS_VERDICT_CROSSOVER_H
#define BREAKEVEN_RESULTS_VERDICT_CROSSOVER_H

#include "results/record/record.h"

enum line_kind { LINE_BASELINE, LINE_CONCURRENT, LINE_PARALLEL, LINE_BOTH };

enum line_kind case_record_kind(const struct case_record *record);

/* One runner (with parameters) at one number of cores and concurrency, over the parameter. */
struct crossover_line {
	const struct case_record **cases; /* by ascending x; only those with a figure */
	double *x;
	size_t count;
	enum line_kind kind;
};

/* A case of one of the lines, and its line. */
struct crossover_entry {
	double x;
	const struct crossover_line *line;
	const struct case_record *record;
};

struct crossing {
	double x; /* of the parameter, interpolated between the measured points (see crossover.c) */
	double low, high; /* the measured neighbours, between which it lies */
	double tasks_per_second;
	bool parallel_after; /* the parallel line is the better one above x */
	bool clear;          /* the intervals of the two lines are apart at both neighbours */
	const struct crossover_line *concurrent,
		*parallel; /* the best at the neighbour where they win */
};

struct crossover {
	char *workload;  /* name */
	char *fixed;     /* the other parameters as text, "{task=1ms}" */
	char *parameter; /* key of x: "cpu_percent" */
	struct crossover_line *lines;
	size_t line_count;
	struct crossover_entry *entries; /* all cases of all lines, by ascending x and by line */
	size_t entry_count;
	struct crossing *crossings;
	size_t crossing_count;
};

/* The crossover of a workload over a parameter of that key (a whole number or number in its
 * parameters), for the first set of other parameters that has at least one concurrent and one
 * parallel line, whatever the cores and concurrency. 0 with line_count 0 where the result has none.
 * 0 or -1. */
int crossover_find(struct crossover *crossover, const struct result *result, const char *workload,
	const char *parameter, struct error *error);
void crossover_clear(struct crossover *crossover);

/* How many cases of all lines a CPU quota stopped. If any, a crossing says nothing about cores. */
size_t crossover_throttled(const struct crossover *crossover);

/* The entries at a measured x: the first into *first; returns how many. */
size_t crossover_at(const struct crossover *crossover, double x,
	const struct crossover_entry **first);

/* The best line of a kind at a measured x, and its case into *record; NULL where there is none. */
const struct crossover_line *crossover_best(const struct crossover *crossover, enum line_kind kind,
	double x, const struct case_record **record);

/* The measured x at which there is a concurrent and a parallel line, ascending, into a fresh
 * array that the caller frees; their number into *count. NULL where there are none or memory is
 * out. */
double *crossover_points(const struct crossover *crossover, size_t *count);

#endif
