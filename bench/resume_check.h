/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a run that is to go on is still the same: what it was begun with against what is now. */
#ifndef BREAKEVEN_BENCH_RESUME_CHECK_H
#define BREAKEVEN_BENCH_RESUME_CHECK_H

#include "results/record.h"
#include "support/error.h"

#include <jansson.h>

/* `begun` is the result as it was before anything was measured, as JSON, and `now` the one that is
 * made now; plugins as from run_journal_plugins(). 0, or -1 with an error that names the first
 * thing that differs, and both its values. */
int resume_check(const json_t *begun, const json_t *begun_plugins, const struct result *now,
	const json_t *plugins, struct error *error);

#endif
