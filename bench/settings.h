/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The settings of a run by name: what a suite's "settings" may hold and what the flags of `run`
 * change. Both go through one table, which has the defaults and the ranges.
 */
#ifndef BREAKEVEN_BENCH_SETTINGS_H
#define BREAKEVEN_BENCH_SETTINGS_H

#include "bench/plan.h"
#include "support/error.h"
#include "support/parameter.h"

/* "blocks", "precision", "budget", "samples", "sample_time", "limit", "tasks", "pin"; ends with an
 * entry without a name. */
extern const struct parameter settings_table[];

/* Sets one of them from text. 0, or -1 with an error that names the value and what is allowed. */
int settings_set(struct settings *settings, const char *name, const char *text,
	struct error *error);

/* The number of blocks was given: what decided it before does so no longer. */
void settings_fix_blocks(struct settings *settings);

/* Whether the settings go together. 0, or -1 with the error. */
int settings_check(const struct settings *settings, struct error *error);

#endif
