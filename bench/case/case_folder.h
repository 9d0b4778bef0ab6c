/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folders for files of cases: RUN/files/, and in it an empty folder for each case process. The
 * process that starts a case process removes its folder, so nothing is left however the case ended.
 */
#ifndef BREAKEVEN_BENCH_CASE_CASE_FOLDER_H
#define BREAKEVEN_BENCH_CASE_CASE_FOLDER_H

#include "support/error.h"

#include <stddef.h>

/* Creates the folder of all cases and writes its absolute path into `all`. Refuses a path that
 * exists: its content is not ours to remove. Returns 0, or -1 with the error. */
int case_folder_begin(char *all, size_t size, const char *path, struct error *error);

/* Creates an empty folder in it; its path goes into `folder`. Returns 0, or -1 with the error. */
int case_folder_make(char *folder, size_t size, const char *all, struct error *error);

/* Removes a folder of either kind with its content; follows no symbolic link and leaves other file
 * systems alone. Does nothing if `folder` is "". Returns 0, or -1 with the error. */
int case_folder_remove(const char *folder, struct error *error);

#endif
