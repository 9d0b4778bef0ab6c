/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks that a run to resume is still the same: compares its beginning with the present state. */
#ifndef BREAKEVEN_BENCH_RUN_RESUME_CHECK_H
#define BREAKEVEN_BENCH_RUN_RESUME_CHECK_H

#include "results/record/record.h"
#include "support/error.h"

#include <jansson.h>

/* `begun` is the result before anything was measured, as JSON; `now` is the result made now.
 * Returns 0, or -1 with an error that names the first difference and both values. */
int resume_check(const json_t *begun, const struct result *now, struct error *error);

/* Compares plugins, as from run_journal_plugins(), before any of them is loaded: they must be the
 * same, unchanged files. Returns 0, or -1 with an error that names the first difference. */
int resume_check_plugins(const json_t *begun, const json_t *now, struct error *error);

#endif
