/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The progress of a run on standard error: the status of message.h if there is one, otherwise a
 * plain line now and then. Failed cases are reported at once, each on its own line.
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
	double estimate_skipped_ns; /* of what was done before the run was resumed */
	size_t done, total;         /* cases in blocks */
	char stage[PROGRESS_STAGE]; /* the current stage; "": none */
};

void progress_begin(struct progress *progress, const struct plan *plan, bool quiet);

/* The run now continues to this number of blocks, where it may end; `stage` is printed before the
 * figures. */
void progress_aim(struct progress *progress, const struct plan *plan, unsigned blocks,
	const char *stage);

/* An activity that is not a case: "calibrating". */
void progress_say(struct progress *progress, const char *what);

/* Before and after each case of a block. */
void progress_case(struct progress *progress, const struct plan_case *entry);
void progress_done(struct progress *progress, const struct plan_case *entry,
	const struct block *block);

/* A case of a block that was measured before the run was resumed. */
void progress_skip(struct progress *progress, const struct plan_case *entry);

/* A permanent line, printed even if the run is quiet. */
void progress_warn(struct progress *progress, const char *text);

/* Clears the line. */
void progress_end(struct progress *progress);

#endif
