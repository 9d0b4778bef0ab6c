/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints a plan for people: the output of `run --dry-run`. */
#ifndef BREAKEVEN_BENCH_PLAN_PLAN_PRINT_H
#define BREAKEVEN_BENCH_PLAN_PLAN_PRINT_H

#include "bench/plan/plan.h"

#include <stdio.h>

/* Every case with the time of one block, what was left out and why, the total, the seed. */
void plan_print(const struct plan *plan, FILE *stream);

#endif
