/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs at the same time, of whatever user: each has a file of its own in a folder that all can
 * write to, /tmp/breakeven-runs or $BREAKEVEN_RUNS.
 *
 * A run holds a lock on its file for as long as it lives, however it ends. A file that its writer
 * no longer has open is left over; a run removes those of its own user that describe a run, and
 * nothing else. What other users wrote is read within bounds: however much they write, a run
 * takes hardly longer, and its result does not grow beyond OTHER_RUNS_KEPT.
 */
#ifndef BREAKEVEN_BENCH_RUN_OTHER_RUNS_H
#define BREAKEVEN_BENCH_RUN_OTHER_RUNS_H

#include "bench/run/shared_folder.h"
#include "results/record/record.h"
#include "support/error.h"

#include <jansson.h>
#include <stddef.h>

#define OTHER_RUN_TEXT 1024
#define OTHER_RUNS_KEPT (256 * 1024)    /* bytes of other runs' files that end up in one result */
#define OTHER_RUNS_NAMES 4096           /* names in the folder that are looked at */
#define OTHER_RUNS_STRANGE (256 * 1024) /* bytes that are read of files of other users */

struct other_runs {
	int folder;                  /* its descriptor; -1: none is looked for */
	int file;                    /* ours, locked; -1 while there is none */
	char name[SHARED_NAME_SIZE]; /* of it */
	json_t *cpus;                /* that our cases use */
	json_t *seen;   /* an object with the names of files that need not be read again */
	size_t strange; /* bytes read of files of other users */
	size_t kept;    /* bytes of files that were found to be runs on our CPUs */
	bool told;      /* that a bound was met */
};

/* Tells other runs about this one, in that folder; NULL: only looks for them, and makes no file. 0,
 * or -1 with the error; then no other run can be seen either, and there is nothing to close. */
int other_runs_open(struct other_runs *others, const struct result *result, const char *folder,
	struct error *error);
void other_runs_close(struct other_runs *others);

/* Runs that use CPUs of ours and were not found before: a fresh array of entries as the result has
 * them, or NULL where there are none. Where the folder holds more than is looked at, the first look
 * that meets this says so in `note`. */
json_t *other_runs_look(struct other_runs *others, struct error *note);

/* Whether an entry was written by this user or by root. */
bool other_runs_trusted(const json_t *entry);

/* What to say about one of them. Returns the buffer. */
char *other_runs_text(char *buffer, size_t size, const json_t *entry);

#endif
