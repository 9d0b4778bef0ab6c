/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs that go on at the same time, of whatever user: each lies in a file of its own in a folder
 * that all can write to, /tmp/breakeven-runs or $BREAKEVEN_RUNS.
 *
 * A run holds a lock on its file for as long as it lives, however it ends, so a file that nobody
 * has locked is left over and is removed by whoever meets it.
 */
#ifndef BREAKEVEN_BENCH_OTHER_RUNS_H
#define BREAKEVEN_BENCH_OTHER_RUNS_H

#include "results/record.h"
#include "support/error.h"

#include <jansson.h>
#include <limits.h>
#include <stddef.h>

#define OTHER_RUN_TEXT 1024

struct other_runs {
	char folder[PATH_MAX];
	char file[PATH_MAX]; /* ours; "" while there is none */
	int descriptor;      /* of it; -1 while there is none */
	json_t *cpus;        /* that our cases use */
	json_t *seen;        /* an object with the names of files that need not be read again */
};

/* Tells other runs about this one, in that folder; NULL: only looks for them, and makes no file. 0,
 * or -1 with the error; then no other run can be seen either, and there is nothing to close. */
int other_runs_open(struct other_runs *others, const struct result *result, const char *folder,
	struct error *error);
void other_runs_close(struct other_runs *others);

/* Runs that use CPUs of ours and were not found before: a fresh array of entries as the result has
 * them, or NULL where there are none. */
json_t *other_runs_look(struct other_runs *others);

/* What to say about one of them. Returns the buffer. */
char *other_runs_text(char *buffer, size_t size, const json_t *entry);

#endif
