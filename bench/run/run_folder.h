/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of one run: runs/SUITE-TIMESTAMP/, or the one given by -o. */
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
	char *files;   /* PATH/files: for files that cases create while they run */
	size_t made;   /* length of the first folder in the path that was created; 0: none was */
};

/* Creates it, with the folders above it, and checks that it is writable. Refuses a folder that
 * already contains a result, a journal or samples, so that nothing measured is overwritten. The
 * folder belongs to the run that then creates its journal. `directory` NULL: a new folder below
 * runs/. Returns 0, or -1 with the error and nothing to close. */
int run_folder_open(struct run_folder *folder, const char *directory, const char *suite,
	struct error *error);

/* The same for an existing folder of a run; creates nothing. 0, or -1 with the error and nothing to
 * close. */
int run_folder_name(struct run_folder *folder, const char *directory, struct error *error);

/* The working folder; the caller frees it. NULL with the error, for example if it was removed. */
char *run_folder_working(struct error *error);

/* Removes the folders that run_folder_open() created if they are empty. */
void run_folder_remove_made(const struct run_folder *folder);

/* Forgets the names; the folder stays. */
void run_folder_close(struct run_folder *folder);

/* The error that its journal already exists, and how to continue that run. -1, always. */
int run_folder_refuse_journal(const struct run_folder *folder, struct error *error);

/* For the process that has its journal open: removes the temporary files of a killed run, and
 * nothing else. Files that another process has locked stay. */
void run_folder_clean(const struct run_folder *folder);

/* Reads a result like result_read(). For a folder with a journal but no result, the error says how
 * to get one. Returns 0 or -1. */
int run_folder_read(struct result *result, const char *path, struct error *error);

/* The command that continues the run in this folder, quoted for a shell; the caller frees it. NULL:
 * no memory. */
char *run_folder_command(const struct run_folder *folder);

#endif
