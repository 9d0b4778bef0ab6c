/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures one case in one block, in the calling process, which is a case process. */
#ifndef BREAKEVEN_BENCH_MEASURE_MEASURE_H
#define BREAKEVEN_BENCH_MEASURE_MEASURE_H

#include "bench/case/job.h"
#include "results/record/block.h"
#include "support/topology.h"

/* Binds, opens the workload, starts the runner, warms up, takes the samples and checks each. Fills
 * all of `block` except its place in the run (block, order, server). A failure becomes its status
 * and reason, and earlier samples stay. Leaves no thread, process or descriptor behind; the calling
 * thread stays bound to the case's CPUs. */
void measure(const struct job *job, const struct topology *topology, struct block *block);

#endif
