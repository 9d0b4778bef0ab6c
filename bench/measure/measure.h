/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measuring one case in one block, in the calling process: what a case process is for. */
#ifndef BREAKEVEN_BENCH_MEASURE_MEASURE_H
#define BREAKEVEN_BENCH_MEASURE_MEASURE_H

#include "bench/case/job.h"
#include "results/record/block.h"
#include "support/topology.h"

/* Binds, opens the workload, starts the runner, warms up, takes the samples and checks each. Fills
 * all of `block` but its places in the run (block, order, server); whatever goes wrong is its
 * status and reason, and the samples taken before stay. Leaves no thread, process or descriptor
 * behind, but the calling thread bound to the case's CPUs. */
void measure(const struct job *job, const struct topology *topology, struct block *block);

#endif
