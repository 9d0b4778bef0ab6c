/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cases of a result, each decoded by itself, on as many CPUs as there are. */
#ifndef BREAKEVEN_RESULTS_RECORD_RECORD_CASES_H
#define BREAKEVEN_RESULTS_RECORD_RECORD_CASES_H

#include "results/record/json_pieces.h"
#include "results/record/record.h"

/* Reads pieces->count cases into result->cases, which are there (case_count) and zero. 0, -1 with
 * the error, or 1 where a piece is no JSON; the result is to be cleared in any case. */
int record_cases_read(struct result *result, const struct json_pieces *pieces, struct error *error);

#endif
