/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happened to a run beside measuring, as JSON and back: when it was gone on with after an
 * interruption, which other runs used its CPUs, what was measured of cases that did not come to the
 * end of a block. All members of a result are optional.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_RECORD_EVENTS_H
#define BREAKEVEN_RESULTS_RECORD_RECORD_EVENTS_H

#include "results/record/members.h"
#include "results/record/record.h"
#include "support/error.h"

#include <jansson.h>
#include <stdbool.h>

/* Of an entry of the result's other_runs; of its unfinished. */
extern const struct member_table other_run_table, unfinished_table;

/* Puts "resumed", "other_runs" and "unfinished" into the object where the result has them. 0, or -1
 * without memory. */
int record_events_write(json_t *object, const struct result *result);

/* Reads them into the result where the object has them. 0, or -1 with the error. */
int record_events_read(struct result *result, const json_t *object, struct error *error);

/* Whether this is one entry of "other_runs". 0, or -1 with the error. */
int record_events_check_other_run(const json_t *entry, struct error *error);

/* Whether this is one entry of "unfinished". 0, or -1 with the error. */
int record_events_check_unfinished(const json_t *entry, struct error *error);

/* Whether the result has the samples of such an entry already: in the block itself, or as an entry
 * like it. */
bool record_events_has_samples(const struct result *result, const json_t *entry);

/* Appends to an array of a result, which is made where there is none; takes the entry over. 0, or
 * -1 without memory. */
int record_events_add(json_t **array, json_t *entry);

#endif
