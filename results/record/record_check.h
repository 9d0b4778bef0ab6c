/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks that a result agrees with itself where it says something in two places. */
#ifndef BREAKEVEN_RESULTS_RECORD_RECORD_CHECK_H
#define BREAKEVEN_RESULTS_RECORD_RECORD_CHECK_H

#include "results/record/record.h"
#include "support/error.h"

/* Checks a result that was read: no two cases have the same id, an "ok" case has an "ok" block, and
 * a summary uses no more blocks than there are. 0, or -1 with an error that begins with the place
 * of the case. */
int record_check(const struct result *result, struct error *error);

#endif
