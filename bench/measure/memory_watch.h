/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Watches the memory of the case's whole process tree during one batch, from a thread that exists
 * only for that batch and may use every CPU, so that it does not wait for the workers.
 *
 * It reads before the runner starts anything, then repeatedly during a batch that is not timed. For
 * each reading the kernel visits every page, so the thread reads at most half of the time; it
 * misses memory that comes and goes between two readings. Its own memory is not counted.
 *
 * If the kernel does not provide the figures, they are unknown; nothing else changes.
 */
#ifndef BREAKEVEN_BENCH_MEASURE_MEMORY_WATCH_H
#define BREAKEVEN_BENCH_MEASURE_MEMORY_WATCH_H

#include "results/record/block.h"
#include "support/topology.h"

#include <stdint.h>

struct memory_watch;

/* Takes the first reading, without the case's tasks. NULL if memory cannot be read. */
struct memory_watch *memory_watch_open(const struct topology *topology);

/* Starts watching; the first reading is complete when it returns. Returns 0, or -1 if that is not
 * possible. */
int memory_watch_begin(struct memory_watch *watch);

/* Ends watching, with a last reading. */
void memory_watch_end(struct memory_watch *watch);

/* How the memory is attributed. */
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
