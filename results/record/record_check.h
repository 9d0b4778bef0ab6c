/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what a result says in two places is the same in both. */
#ifndef BREAKEVEN_RESULTS_RECORD_RECORD_CHECK_H
#define BREAKEVEN_RESULTS_RECORD_RECORD_CHECK_H

#include "results/record/record.h"
#include "support/error.h"

/* Of one that was read: no two cases have the same id, a case that is "ok" has a block that is, and
 * a summary is of no more blocks than there are. 0, or -1 with an error that begins with the place
 * of the case. */
int record_check(const struct result *result, struct error *error);

#endif
