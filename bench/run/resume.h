/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Resumes an unfinished run: makes the same plan again from its journal.
 *
 * The options and the plan are made again from the original arguments, in the original working
 * folder, with the original seed. The outcome must equal the first line of the journal (program,
 * machine, settings, cases and where they run, plugins); otherwise the run is refused and the
 * difference named. Plugins are compared before one is loaded, and a folder that others may have
 * written is refused before its journal is used.
 */
#ifndef BREAKEVEN_BENCH_RUN_RESUME_H
#define BREAKEVEN_BENCH_RUN_RESUME_H

#include "bench/journal/journal.h"
#include "bench/plan/options.h"
#include "bench/plan/plan.h"
#include "bench/run/run_folder.h"
#include "results/record/record.h"
#include "support/error.h"
#include "support/topology.h"

#include <stdbool.h>
#include <stddef.h>

struct resume {
	struct run_folder folder;
	struct journal journal; /* open */
	json_t *lines;
	char **arguments; /* of the first line, which owns the texts */
	struct options options;
	struct plan plan;
	struct result result; /* with all that was measured; `finished` is set if the run ended */
	size_t torn;          /* bytes of an incomplete last line that were removed */
};

/* Opens the run in this folder, ready to continue, and changes the working folder to the one in
 * which the run was started. NULL with the error. */
struct resume *resume_open(const char *directory, const struct topology *topology,
	struct error *error);
void resume_close(struct resume *resume);

#endif
