/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folders in which cases put their files: RUN/files/, and in it an empty one for each case
 * process. Whoever started the process removes it, so that nothing stays however the process ended.
 */
#ifndef BREAKEVEN_BENCH_CASE_CASE_FOLDER_H
#define BREAKEVEN_BENCH_CASE_CASE_FOLDER_H

#include "support/error.h"

#include <stddef.h>

/* Creates the folder of all cases and writes its absolute path into `all`. A path that exists
 * already is refused: what is in it is not ours to remove. 0, or -1 with the error. */
int case_folder_begin(char *all, size_t size, const char *path, struct error *error);

/* Creates an empty folder in it and writes its path into `folder`. 0, or -1 with the error. */
int case_folder_make(char *folder, size_t size, const char *all, struct error *error);

/* Removes one of either kind with all that is in it; follows no symbolic link and leaves other file
 * systems alone. "" is nothing. 0, or -1 with the error. */
int case_folder_remove(const char *folder, struct error *error);

#endif
