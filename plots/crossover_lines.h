/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which lines of a crossover are drawn, because all of them are too many to read: for each runner
 * the best line with more in flight and the best line with more cores; of the lines with neither,
 * serial; of the lines with both, the best of all.
 */
#ifndef BREAKEVEN_PLOTS_CROSSOVER_LINES_H
#define BREAKEVEN_PLOTS_CROSSOVER_LINES_H

#include "plots/look.h"
#include "results/verdict/crossover.h"

#include <stdbool.h>
#include <stddef.h>

#define CROSSOVER_LINES 26 /* at most; there is room for as many labels */

struct crossover_lines {
	const struct crossover_line *lines[CROSSOVER_LINES];
	size_t count;
	size_t left_out; /* for which there was no room */
};

void crossover_lines_choose(struct crossover_lines *chosen, const struct crossover *crossover);

/* Whether a line is of a runner and kind that is the best one at a crossing. */
bool crossover_line_leads(const struct crossover *crossover, const struct crossover_line *line);

/* A line in words: "async, 1 core, 512 in flight". Returns buffer. */
char *crossover_line_text(char *buffer, size_t size, const struct looks *looks,
	const struct crossover_line *line);

#endif
