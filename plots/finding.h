/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The finding of a crossover in words: where more tasks in flight win, and where more cores win. */
#ifndef BREAKEVEN_PLOTS_FINDING_H
#define BREAKEVEN_PLOTS_FINDING_H

#include "results/verdict/crossover.h"

#include <stdbool.h>
#include <stddef.h>

#define FINDING_REGIONS 16

/* From one crossing to the next. */
struct finding_region {
	double from, to;
	bool cores_win; /* else more in flight does */
};

/* The best of each kind at one measured x. */
struct finding_best {
	double x;
	const struct case_record *concurrent, *parallel;
};

struct finding {
	char title[256]; /* one sentence with its figures */
	struct finding_region regions[FINDING_REGIONS];
	size_t region_count;       /* 0 where neither wins clearly anywhere, or there are too many
	                              crossings */
	struct finding_best *best; /* by ascending x */
	size_t best_count;
};

/* Of a crossover over a percentage, with lines. 0, or -1 where memory is out. */
int finding_make(struct finding *finding, const struct crossover *crossover, struct error *error);

/* The part of finding_make() that makes the words: sets title and regions from the crossings and
 * `best`. */
void finding_tell(struct finding *finding, const struct crossover *crossover);

void finding_clear(struct finding *finding);

#endif
