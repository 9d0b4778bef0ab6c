/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a workload saw in the batch that has just ended, from its observe() into the sample. */
#ifndef BREAKEVEN_BENCH_MEASURE_OBSERVE_H
#define BREAKEVEN_BENCH_MEASURE_OBSERVE_H

#include "results/record/block.h"
#include "support/error.h"
#include "workloads/workload.h"

/* Nothing where the workload observes nothing. 0, or -1 with the error where it says what cannot be
 * recorded. */
int observe(const struct work *work, struct sample *sample, struct error *error);

#endif
