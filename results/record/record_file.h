/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the file of a result, so that it is complete or does not exist, and reads it. */
#ifndef BREAKEVEN_RESULTS_RECORD_RECORD_FILE_H
#define BREAKEVEN_RESULTS_RECORD_RECORD_FILE_H

#include "results/record/record.h"
#include "support/error.h"

/* Writes a file: to a temporary one beside it, synced, then renamed, and the folder synced. An
 * existing file is replaced only if it is an earlier state of the same run's result. 0 or -1. */
int result_write(const struct result *result, const char *path, struct error *error);

/* Reads one. `path` may also be the folder that holds result.json, which must not be a link then. 0
 * or -1; the error names the file. */
int result_read(struct result *result, const char *path, struct error *error);

#endif
