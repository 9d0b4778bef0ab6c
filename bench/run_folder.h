/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of one run: runs/SUITE-TIMESTAMP/, or where -o says. */
#ifndef BREAKEVEN_BENCH_RUN_FOLDER_H
#define BREAKEVEN_BENCH_RUN_FOLDER_H

#include "support/error.h"

#include <limits.h>

struct run_folder {
	char path[PATH_MAX];
	char result[PATH_MAX]; /* PATH/result.json */
	char charts[PATH_MAX]; /* PATH/charts */
	char files[PATH_MAX];  /* PATH/files: what cases put there while they run */
};

/* Creates it, with the folders above it, and makes sure that it can be written to. A folder that
 * holds a result already is refused: nothing that was measured is overwritten. `directory` NULL: a
 * new one below runs/. 0, or -1 with the error. */
int run_folder_open(struct run_folder *folder, const char *directory, const char *suite,
	struct error *error);

#endif
