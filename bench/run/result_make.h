/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A result before anything is measured: what is known from the plan, the program and the machine.
 * */
#ifndef BREAKEVEN_BENCH_RUN_RESULT_MAKE_H
#define BREAKEVEN_BENCH_RUN_RESULT_MAKE_H

#include "bench/plan/plan.h"
#include "results/record/record.h"
#include "support/error.h"
#include "support/topology.h"

/* Fills the result with a case record for each case of the plan, in its order, with room for its
 * blocks. Returns 0, or -1 with the error; the caller clears the result in both cases. */
int result_make(struct result *result, const struct plan *plan, const struct topology *topology,
	struct error *error);

/* The time now as "2026-11-22T15:20:02Z", to be freed; NULL where there is no memory. */
char *result_time(void);

#endif
