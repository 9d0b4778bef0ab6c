/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Recordings of A/A pairs: a journal (bench/journal/journal.h), whose first line says how all was
 * measured,
 *
 *	{"settings": …, "machine": …}
 *
 * as in a result, and each other one is a pair:
 *
 *	{"class": "cpu", "neighbour": false, "number": 0, "seed": 1, "a": [BLOCK, …], "b": [BLOCK,
 *…]}
 *
 * where a BLOCK has its "tasks", whether it was "disturbed", and "elapsed_ns" of its samples.
 *
 * So a session can be ended at any time, and the next one goes on where it stopped.
 */
#ifndef BREAKEVEN_TESTS_PROOFS_RECORDING_H
#define BREAKEVEN_TESTS_PROOFS_RECORDING_H

#include "bench/journal/journal.h"
#include "results/record/record.h"
#include "support/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct recording {
	char class[32];
	bool neighbour;
	uint64_t number, seed;
	struct case_record cases[2]; /* a and b, summarised: the times of their samples, no more */
};

struct recordings {
	struct journal journal; /* to append to; closed where they are only read */
	json_t *settings;       /* of the first line */
	struct recording *entries;
	size_t count;
};

/* Reads a file. 0, or -1 with the error that names file and line, and nothing to close. */
int recordings_read(struct recordings *recordings, const char *path, struct error *error);

/* Reads and goes on with a file, or creates it with that first line, which is not taken over. Where
 * its settings are others, it is refused. 0, or -1 with the error and nothing to close. */
int recordings_open(struct recordings *recordings, const char *path, json_t *settings,
	json_t *machine, struct error *error);

/* Appends a pair: the two cases of the result. 0, or -1 with the error. `entries` stay as they
 * are. */
int recordings_append(struct recordings *recordings, const char *class, bool neighbour,
	uint64_t number, const struct result *result, struct error *error);

bool recordings_have(const struct recordings *recordings, const char *class, bool neighbour,
	uint64_t number);

void recordings_close(struct recordings *recordings);

/* One pair as JSON and back; NULL without memory. The cases are freed with recording_clear(). */
json_t *recording_to_json(const char *class, bool neighbour, uint64_t number,
	const struct result *result);
int recording_from_json(struct recording *recording, json_t *json, struct error *error);
void recording_clear(struct recording *recording);

#endif
