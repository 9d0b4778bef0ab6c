/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentences about one crossover: up to which value concurrency wins, and from which
 * parallelism. */
#ifndef BREAKEVEN_RESULTS_VERDICT_VERDICT_CROSSOVER_H
#define BREAKEVEN_RESULTS_VERDICT_VERDICT_CROSSOVER_H

#include "results/verdict/crossover.h"

#include <stdio.h>

/* Writes them without line breaks. 0, or -1 where memory is out. */
int verdict_crossover(FILE *stream, const struct crossover *crossover);

#endif
