/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The members that only a case with a rate has, to JSON and back. They are absent in a closed
 * batch.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_ARRIVED_JSON_H
#define BREAKEVEN_RESULTS_RECORD_ARRIVED_JSON_H

#include "results/record/record.h"
#include "support/error.h"

#include <jansson.h>

/* "arrivals" and "rate_per_second". 0, or -1 where memory is out; reading, with the error. */
int arrived_write_case(json_t *json, const struct case_record *record);
int arrived_read_case(struct case_record *record, const json_t *json, struct error *error);

#endif
