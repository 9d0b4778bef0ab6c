/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The conductor: takes a plan through its blocks, one case process after the other, and keeps what
 * they need (the HTTP server, the calibrated rate, folders for files) and the time limits.
 */
#ifndef BREAKEVEN_BENCH_CONDUCTOR_H
#define BREAKEVEN_BENCH_CONDUCTOR_H

#include "bench/interrupt.h"
#include "bench/journal.h"
#include "bench/other_runs.h"
#include "bench/plan.h"
#include "bench/progress.h"
#include "results/record.h"
#include "support/error.h"
#include "support/topology.h"

#include <stdbool.h>

struct conductor {
	const struct plan *plan;
	const struct topology *topology;
	struct progress *progress;
	struct result *result;       /* from result_make(); blocks are added to its cases */
	struct interrupt *interrupt; /* open */
	struct journal *journal;     /* open: what is finished is in it at once */
	struct other_runs *others;   /* open */
	const char *samples; /* the file for the samples of the case that is measured, which is
	                      * removed at the end; "": none (sample_file.h) */
	const char *files; /* the folder to create, and to remove at the end, for files of cases */

	/* Called at each look (stopping.h) with the result so far, which is not yet safe: that is
	 * the journal. 0, or -1 with the error. */
	int (*save)(const struct result *result, void *context, struct error *error);
	void *context;
};

/* Conducts the whole plan but for the blocks that the result has already, and summarises each
 * case. result->interrupted is set where an interrupt
 * ended it. 0, or -1 with the error where it could not go on; what was measured is in the result
 * all the same. */
int conduct(struct conductor *conductor, struct error *error);

#endif
