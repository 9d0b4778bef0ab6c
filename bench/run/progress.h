/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a run has come, on standard error: the status of message.h where there is one, a plain
 * line now and then otherwise. Cases that go wrong are said at once, in a line of their own.
 */
#ifndef BREAKEVEN_BENCH_RUN_PROGRESS_H
#define BREAKEVEN_BENCH_RUN_PROGRESS_H

#include "bench/plan/plan.h"
#include "results/record/block.h"

#include <stdbool.h>
#include <stdint.h>

#define PROGRESS_STAGE 128

struct progress {
	bool quiet, terminal;
	uint64_t begin_ns, said_ns; /* when the run began; when a line was last written */
	double estimate_ns;         /* of all that is planned */
	double estimate_done_ns;    /* of what is done */
	double estimate_skipped_ns; /* of what was done before the run was gone on with */
	size_t done, total;         /* cases in blocks */
	char stage[PROGRESS_STAGE]; /* where the run stands; "": nowhere in particular */
};

void progress_begin(struct progress *progress, const struct plan *plan, bool quiet);

/* The run goes on to so many blocks for now, where it may end; `stage` stands before the figures.
 */
void progress_aim(struct progress *progress, const struct plan *plan, unsigned blocks,
	const char *stage);

/* A thing that takes time but is no case: "calibrating". */
void progress_say(struct progress *progress, const char *what);

/* Before and after each case of a block. */
void progress_case(struct progress *progress, const struct plan_case *entry);
void progress_done(struct progress *progress, const struct plan_case *entry,
	const struct block *block);

/* A case of a block that was measured before the run was gone on with. */
void progress_skip(struct progress *progress, const struct plan_case *entry);

/* A line that stays, also where the run is quiet. */
void progress_warn(struct progress *progress, const char *text);

/* Clears the line. */
void progress_end(struct progress *progress);

#endif
