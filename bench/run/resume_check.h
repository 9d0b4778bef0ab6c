/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a run that is to go on is still the same: what it was begun with against what is now. */
#ifndef BREAKEVEN_BENCH_RUN_RESUME_CHECK_H
#define BREAKEVEN_BENCH_RUN_RESUME_CHECK_H

#include "results/record/record.h"
#include "support/error.h"

#include <jansson.h>

/* `begun` is the result as it was before anything was measured, as JSON, and `now` the one that is
 * made now. 0, or -1 with an error that names the first thing that differs, and both its values. */
int resume_check(const json_t *begun, const struct result *now, struct error *error);

/* Plugins as from run_journal_plugins(), to be compared before any of them is loaded: the same
 * files, none more, none fewer, none changed. 0, or -1 with an error that names the first that is
 * not. */
int resume_check_plugins(const json_t *begun, const json_t *now, struct error *error);

#endif
