/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The samples of the case being measured, in a file beside the journal, each written as soon as it
 * is taken. They remain if the case does not finish.
 *
 * It is a separate journal, restarted for each case: a line that names the case, then a line for
 * each sample. The conductor starts and reads it; the case process appends to it between batches.
 * Written data survives the end of either process. It is not synced, because disk activity would
 * disturb the next batch. Once a block is in the run's journal, this file is no longer needed.
 */
#ifndef BREAKEVEN_BENCH_JOURNAL_SAMPLE_FILE_H
#define BREAKEVEN_BENCH_JOURNAL_SAMPLE_FILE_H

#include "results/record/block.h"
#include "support/error.h"

#include <jansson.h>
#include <stdint.h>

/* Starts it for a case in a block; "" means no file. Leaves any other file in its place unchanged.
 * Returns 0, or -1 with the error. */
int sample_file_begin(const char *path, const char *id, uint64_t block, struct error *error);

/* For the case process: a descriptor to append to, -1 where `path` is "" or cannot be opened. */
int sample_file_open(const char *path);

/* Appends a sample of that many tasks. If the disk is full it closes the file without an error: the
 * answer of the case has the samples, too, and writing that reports the same. */
void sample_file_append(int *descriptor, uint64_t tasks, const struct sample *sample);

void sample_file_close(int descriptor);

/* Reads it into *found: {case, block, tasks, samples}, a fresh object as in a result
 * (record_events.h); NULL if it has no complete sample or does not exist. Returns 0, or -1 with the
 * error. */
int sample_file_read(json_t **found, const char *path, struct error *error);

/* The same from the bytes of such a file. The caller frees *found even after an error. */
int sample_file_parse(json_t **found, const char *text, size_t length, struct error *error);

/* Removes it if it exists. */
void sample_file_remove(const char *path);

#endif
