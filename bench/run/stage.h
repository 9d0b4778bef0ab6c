/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The state of conducting a run: what its command provides, and what the conductor keeps for all
 * cases.
 */
#ifndef BREAKEVEN_BENCH_RUN_STAGE_H
#define BREAKEVEN_BENCH_RUN_STAGE_H

#include "bench/program/interrupt.h"
#include "bench/journal/journal.h"
#include "bench/run/other_runs.h"
#include "bench/plan/plan.h"
#include "bench/run/progress.h"
#include "bench/server/process.h"
#include "bench/run/stopping.h"
#include "results/record/record.h"
#include "support/error.h"
#include "support/topology.h"

#include <stdint.h>

/* What is given. */
struct conductor {
	const struct plan *plan;
	const struct topology *topology;
	struct progress *progress;
	struct result *result;       /* from result_make(); blocks are added to its cases */
	struct interrupt *interrupt; /* open */
	struct journal *journal;     /* open; everything finished is written to it at once */
	struct other_runs *others;   /* open */
	const char *samples; /* the file for the samples of the case that is measured, which is
	                      * removed at the end; "": none (sample_file.h) */
	const char *files; /* the folder to create, and to remove at the end, for files of cases */

	/* Called at each look (stopping.h) with the result so far; until then only the journal has
	 * it. Returns 0, or -1 with the error. */
	int (*save)(const struct result *result, void *context, struct error *error);
	void *context;
};

/* What the conductor keeps for all cases. */
struct stage {
	struct conductor *given;
	struct server_process server;
	uint64_t iterations_per_second;
	char files[500];   /* the folder for the folders of cases; "": no case needs one */
	uint64_t order;    /* of the next case process */
	uint64_t measured; /* cases in blocks, by this process */
	struct stopping stopping;
	char **invalid; /* per case: why its work is known not to be done; NULL: not known */
};

#endif
