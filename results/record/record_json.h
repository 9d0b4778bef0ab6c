/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A result as JSON, and back. */
#ifndef BREAKEVEN_RESULTS_RECORD_RECORD_JSON_H
#define BREAKEVEN_RESULTS_RECORD_RECORD_JSON_H

#include "results/record/record.h"
#include "support/error.h"

#include <jansson.h>
#include <stddef.h>

/* The whole result as JSON, and back. A reader accepts what the schema accepts and refuses anything
 * else with the path of the first member that is wrong. */
json_t *result_to_json(const struct result *result);
int result_from_json(struct result *result, const json_t *json, struct error *error);

/* Reads a case into result->cases[index], which is allocated and zero; nothing else of the result
 * is changed. 0, or -1 with the error; the result is to be cleared either way. */
int result_read_case(struct result *result, size_t index, const json_t *json, struct error *error);

#endif
