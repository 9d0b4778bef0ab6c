/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cases of a result, each decoded by itself, on as many CPUs as there are. */
#ifndef BREAKEVEN_RESULTS_RECORD_RECORD_CASES_H
#define BREAKEVEN_RESULTS_RECORD_RECORD_CASES_H

#include "results/record/json_pieces.h"
#include "results/record/record.h"

enum record_cases {
	RECORD_CASES_WRONG = -1, /* with the error */
	RECORD_CASES_READ,
	RECORD_CASES_NO_JSON, /* a piece is not JSON */
};

/* Reads pieces->count cases into result->cases, which are allocated (case_count) and zero. The
 * result is to be cleared in any case. */
enum record_cases record_cases_read(struct result *result, const struct json_pieces *pieces,
	struct error *error);

#endif
