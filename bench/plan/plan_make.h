/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the command line of `run` to its plan. */
#ifndef BREAKEVEN_BENCH_PLAN_PLAN_MAKE_H
#define BREAKEVEN_BENCH_PLAN_PLAN_MAKE_H

#include "bench/plan/options.h"
#include "bench/plan/plan.h"
#include "support/error.h"
#include "support/topology.h"

/* Makes the complete plan for the options on this machine. Returns 0, or -1 with the error and
 * nothing to clear. A plan without a case is an error, with the reason of the first omission. */
int plan_make(struct plan *plan, const struct options *options, const struct topology *topology,
	struct error *error);

#endif
