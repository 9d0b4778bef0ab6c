/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of one run: runs/SUITE-TIMESTAMP/, or where -o says. */
#ifndef BREAKEVEN_BENCH_RUN_RUN_FOLDER_H
#define BREAKEVEN_BENCH_RUN_RUN_FOLDER_H

#include "results/record/record.h"
#include "support/error.h"

/* Its names; all are its own. */
struct run_folder {
	char *path;
	char *result;  /* PATH/result.json */
	char *journal; /* PATH/journal.jsonl */
	char *samples; /* PATH/samples.jsonl: of the case that is being measured */
	char *charts;  /* PATH/charts */
	char *files;   /* PATH/files: what cases put there while they run */
	size_t made;   /* length of the first folder in the path that was created; 0: none was */
};

/* Creates it, with the folders above it, and makes sure that it can be written to. A folder that
 * holds a result, a journal or samples already is refused: nothing that was measured is
 * overwritten. It belongs to whoever then creates its journal. `directory` NULL: a new one below
 * runs/. 0, or -1 with the error and nothing to close. */
int run_folder_open(struct run_folder *folder, const char *directory, const char *suite,
	struct error *error);

/* The same of a folder that a run has written; nothing is created. 0, or -1 with the error and
 * nothing to close. */
int run_folder_name(struct run_folder *folder, const char *directory, struct error *error);

/* The folder that this process works in, to be freed; NULL with the error, as where it was removed.
 */
char *run_folder_working(struct error *error);

/* Removes the folders that run_folder_open() created, as far as nothing is in them. */
void run_folder_remove_made(const struct run_folder *folder);

/* Forgets the names; the folder stays. */
void run_folder_close(struct run_folder *folder);

/* The error that its journal exists already, and how to continue that run. -1, always. */
int run_folder_refuse_journal(const struct run_folder *folder, struct error *error);

/* For whoever has its journal open: removes the files that a killed run was writing and had not
 * given their names yet. Nothing else is touched, nor what another process has locked. */
void run_folder_clean(const struct run_folder *folder);

/* Reads a result as result_read() does. Of a folder with a journal and without a result the error
 * says how to get one. 0 or -1. */
int run_folder_read(struct result *result, const char *path, struct error *error);

/* The command that continues the run in this folder, as a shell takes it: to be freed. NULL: no
 * memory. */
char *run_folder_command(const struct run_folder *folder);

#endif
