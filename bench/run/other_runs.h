/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs at the same time, of any user. Each run has a file in a folder that all users can write to,
 * /tmp/breakeven-runs or $BREAKEVEN_RUNS.
 *
 * A run holds a lock on its file until it ends in any way. A file without a lock is left over; a
 * run removes such files of its own user if they describe a run, and nothing else. Files of other
 * users are read within bounds, so they can neither slow a run down noticeably nor make its result
 * grow beyond OTHER_RUNS_KEPT.
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

/* Announces this run, which writes to that folder; NULL: only looks for others and creates no file.
 * Returns 0, or -1 with the error; then other runs cannot be seen either, and there is nothing to
 * close. */
int other_runs_open(struct other_runs *others, const struct result *result, const char *folder,
	struct error *error);
void other_runs_close(struct other_runs *others);

/* New runs that use CPUs of this run: a fresh array of entries as in the result, or NULL if there
 * are none. If the folder contains more than is read, the first such call says so in `note`. */
json_t *other_runs_look(struct other_runs *others, struct error *note);

/* Whether an entry was written by this user or by root. */
bool other_runs_trusted(const json_t *entry);

/* The warning about one of them. Returns the buffer. */
char *other_runs_text(char *buffer, size_t size, const json_t *entry);

#endif
