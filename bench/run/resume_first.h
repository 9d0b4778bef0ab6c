/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first line of a run's journal, read as untrusted input; run_journal.h describes it. */
#ifndef BREAKEVEN_BENCH_RUN_RESUME_FIRST_H
#define BREAKEVEN_BENCH_RUN_RESUME_FIRST_H

#include "support/error.h"

#include <jansson.h>
#include <stdint.h>

/* Its members, owned by the line. */
struct resume_first {
	const char *directory;
	json_t *arguments; /* texts, at least one */
	json_t *plugins;   /* objects with the texts "path" and "checksum" */
	json_t *result;    /* as result_from_json() takes it */
	uint64_t seed;     /* of the result */
	const char *started;
};

/* Checks the whole line. Returns 0, or -1 with an error that begins with "1:". */
int resume_first_read(struct resume_first *first, json_t *line, struct error *error);

#endif
