/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads the evidence of a sample: counters of the system just before a batch and just after it,
 * the same for every runner and never while it is timed.
 *
 * Its cost is bounded. It keeps open, and reads with pread(), two files and one for each control
 * group that can stop the case (at most CGROUP_RATIONED). It opens and reads two files for each
 * thread or process of the case (at most PROBE_TASK_LIMIT, else their figures are unknown) and one
 * for each of our CPUs that has a frequency (at most PROBE_FREQUENCY_LIMIT, else it is unknown).
 * Files are read below a root folder, as in support/root.h.
 */
#ifndef BREAKEVEN_BENCH_MEASURE_PROBE_H
#define BREAKEVEN_BENCH_MEASURE_PROBE_H

#include "results/record/evidence.h"
#include "runners/usage.h"

#include <stdint.h>

#define PROBE_TASK_LIMIT 64
#define PROBE_FREQUENCY_LIMIT 64
#define PROBE_TICKS 10 /* the shortest window in which the load of others is known */

struct probe;

/* For a case on these CPUs. NULL if memory is out; missing files are no error. */
struct probe *probe_open(const char *root, const unsigned *cpus, unsigned count);

/* NULL is allowed. */
void probe_close(struct probe *probe);

/* Notes the current threads of this process and of its children. */
void probe_note_tasks(struct probe *probe);

/* Just before the batch. */
void probe_begin(struct probe *probe);

/* What only the case itself knows about its batch. */
struct probe_batch {
	struct usage usage;
	bool made_workers;  /* it created threads or processes, whose migrations are unknown */
	uint64_t window_ns; /* from probe_begin() to probe_end(); 0: by the clock */
};

/* Just after it: fills the evidence. */
void probe_end(struct probe *probe, const struct probe_batch *batch, struct evidence *evidence);

#endif
