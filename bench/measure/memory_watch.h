/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Watching the memory of the case's whole process tree during one batch, from a thread that is
 * there only as long and that may use every CPU, so that it need not wait behind the workers.
 *
 * Read before the runner starts anything, then over and over during a batch that is not timed. The
 * kernel sums up every page for a reading, so the thread reads at most half of the time; what comes
 * and goes between two readings is missed. What the watching thread takes itself is left out.
 *
 * Where the kernel does not give the figures, they are unknown and nothing else changes.
 */
#ifndef BREAKEVEN_BENCH_MEASURE_MEMORY_WATCH_H
#define BREAKEVEN_BENCH_MEASURE_MEMORY_WATCH_H

#include "results/record/block.h"
#include "support/topology.h"

#include <stdint.h>

struct memory_watch;

/* Takes the first reading, of what is there without the case's tasks. NULL where memory cannot be
 * read. */
struct memory_watch *memory_watch_open(const struct topology *topology);

/* Starts watching, with a reading before it returns. 0, or -1 where that is not possible. */
int memory_watch_begin(struct memory_watch *watch);

/* Ends watching, with a last reading. */
void memory_watch_end(struct memory_watch *watch);

/* What of the memory is whose. */
struct memory_shares {
	uint64_t accounts_bytes; /* of the harness: not counted */
	uint64_t slots_bytes;    /* of all tasks that may be in flight */
	uint64_t slot_bytes;     /* of one of them; only those of in_flight are counted as growth */
	uint64_t in_flight;      /* tasks at most in the batch; 0: as many as there were child
	                            processes at the peak */
};

/* What was read between begin and end. */
struct memory memory_watch_figures(const struct memory_watch *watch,
	const struct memory_shares *shares);

/* NULL is allowed. */
void memory_watch_close(struct memory_watch *watch);

#endif
