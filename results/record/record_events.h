/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Events of a run besides measuring, as JSON and back: when it was resumed after an interruption,
 * which other runs used its CPUs, and what was measured of cases that did not reach the end of a
 * block. All these members of a result are optional.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_RECORD_EVENTS_H
#define BREAKEVEN_RESULTS_RECORD_RECORD_EVENTS_H

#include "results/record/members.h"
#include "results/record/record.h"
#include "support/error.h"

#include <jansson.h>
#include <stdbool.h>

/* The members of an entry of the result's other_runs; of its unfinished. */
extern const struct member_table other_run_table, unfinished_table;

/* Puts "resumed", "other_runs" and "unfinished" into the object where the result has them. 0, or -1
 * without memory. */
int record_events_write(json_t *object, const struct result *result);

/* Reads them into the result where the object has them. 0, or -1 with the error. */
int record_events_read(struct result *result, const json_t *object, struct error *error);

/* Checks one entry of "other_runs". 0, or -1 with the error. */
int record_events_check_other_run(const json_t *entry, struct error *error);

/* Checks one entry of "unfinished". 0, or -1 with the error. */
int record_events_check_unfinished(const json_t *entry, struct error *error);

/* Whether the result already has the samples of such an entry: in the block itself, or as an entry
 * like it. */
bool record_events_has_samples(const struct result *result, const json_t *entry);

/* Appends to an array of a result, which is created if there is none; takes ownership of the entry.
 * 0, or -1 without memory. */
int record_events_add(json_t **array, json_t *entry);

#endif
