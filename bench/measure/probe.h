/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads the evidence of a sample: counters of the system just before a batch and just after it,
 * the same for every runner and never while it is timed.
 *
 * What it costs is bounded: two files are held open and read with pread(), and one for each control
 * group that can stop the case (at most CGROUP_RATIONED). Opened and read are two for each thread
 * or process of the case (at most PROBE_TASK_LIMIT, else their figures are not known) and one for
 * each of our CPUs that tells its frequency (likewise). Files are read below a root folder, as in
 * support/root.h.
 */
#ifndef BREAKEVEN_BENCH_MEASURE_PROBE_H
#define BREAKEVEN_BENCH_MEASURE_PROBE_H

#include "results/record/evidence.h"
#include "runners/usage.h"

#include <stdint.h>

#define PROBE_TASK_LIMIT 64
#define PROBE_FREQUENCY_LIMIT 64
#define PROBE_TICKS 10 /* a window must have, for the load of others to be told */

struct probe;

/* For a case on these CPUs. NULL where memory is out; files that are missing are no error. */
struct probe *probe_open(const char *root, const unsigned *cpus, unsigned count);

/* NULL is allowed. */
void probe_close(struct probe *probe);

/* Notes which threads of this process and of its children there are now. */
void probe_note_tasks(struct probe *probe);

/* Just before the batch. */
void probe_begin(struct probe *probe);

/* What only the case itself knows of its batch. */
struct probe_batch {
	struct usage usage;
	bool made_workers;  /* threads or processes were made in it, whose migrations nobody saw */
	uint64_t window_ns; /* from probe_begin() to probe_end(); 0: by the clock */
};

/* Just after it: fills the evidence. */
void probe_end(struct probe *probe, const struct probe_batch *batch, struct evidence *evidence);

#endif
