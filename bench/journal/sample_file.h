/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The samples of the case that is being measured, in a file beside the journal, each as soon as it
 * is taken: of a case that does not come to its end, they are what is left.
 *
 * It is a journal of its own, begun anew for each case: a line that names the case, then a line for
 * each sample. The conductor begins and reads it, the case process appends to it between batches.
 * What the kernel has taken survives whatever happens to either process; it is not synced, as the
 * disk's work would then disturb the next batch. Once a block is in the run's journal, this file
 * has no more to say.
 */
#ifndef BREAKEVEN_BENCH_JOURNAL_SAMPLE_FILE_H
#define BREAKEVEN_BENCH_JOURNAL_SAMPLE_FILE_H

#include "results/record/block.h"
#include "support/error.h"

#include <jansson.h>
#include <stdint.h>

/* Begins it for a case in a block; "" is no file. What else stands there is left as it is. 0, or -1
 * with the error. */
int sample_file_begin(const char *path, const char *id, uint64_t block, struct error *error);

/* For the case process: a descriptor to append to, -1 where `path` is "" or cannot be opened. */
int sample_file_open(const char *path);

/* Appends a sample of that many tasks. Where it finds no room it closes the file and says nothing:
 * the answer of the case has its samples, too, and whoever writes that down finds the same. */
void sample_file_append(int *descriptor, uint64_t tasks, const struct sample *sample);

void sample_file_close(int descriptor);

/* What it holds of a case in a block into *found: {case, block, tasks, samples}, a fresh object as
 * in a result (record_events.h); NULL where there is no whole sample in it, or no such file. 0, or
 * -1 with the error. */
int sample_file_read(json_t **found, const char *path, struct error *error);

/* The same from the bytes of such a file. *found is to be freed after an error, too. */
int sample_file_parse(json_t **found, const char *text, size_t length, struct error *error);

/* Removes it where it is there. */
void sample_file_remove(const char *path);

#endif
