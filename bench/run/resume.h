/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Continuing a run that was ended before its time: the same plan once more, from the journal.
 *
 * The options are read and the plan is made anew from the arguments that the run was started with,
 * in the folder it was started in, with its seed. What comes of it must be what stands in the first
 * line of the journal (program, machine, settings, cases and where they run, plugins); whatever
 * differs is named, and the run is refused. Plugins are compared before one is loaded, and a folder
 * that others may have written is refused before anything of its journal is used.
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
	char **arguments; /* of the first line, whose texts they are */
	struct options options;
	struct plan plan;
	struct result result; /* with all that was measured; `finished` where the run came to its
	                         end */
	size_t torn;          /* bytes of a torn last line that were cut off */
};

/* Opens the run in this folder and makes it ready to go on; from here on the working folder is the
 * one that the run was started in. NULL with the error. */
struct resume *resume_open(const char *directory, const struct topology *topology,
	struct error *error);
void resume_close(struct resume *resume);

#endif
