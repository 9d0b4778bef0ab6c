/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies what a workload observed in the last batch, from its observe(), into the sample. */
#ifndef BREAKEVEN_BENCH_MEASURE_OBSERVE_H
#define BREAKEVEN_BENCH_MEASURE_OBSERVE_H

#include "results/record/block.h"
#include "support/error.h"
#include "workloads/workload.h"

/* Does nothing if the workload observes nothing. Returns 0, or -1 with the error if an observation
 * cannot be recorded. */
int observe(const struct work *work, struct sample *sample, struct error *error);

#endif
