/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The settings of a run by name: what a suite's "settings" may hold and what the flags of `run`
 * change. Both go through one table, which has the defaults and the ranges.
 */
#ifndef BREAKEVEN_BENCH_SUITE_SETTINGS_H
#define BREAKEVEN_BENCH_SUITE_SETTINGS_H

#include "support/error.h"
#include "support/parameter.h"
#include "support/topology.h"

#include <stdint.h>

/* How a run measures; the same for all its cases. */
struct settings {
	unsigned blocks;          /* each case once in each, in a fresh process; with precision at
	                             most */
	double precision;         /* go on until every interval is within this share of its median;
	                             0: for all blocks */
	double budget_ns;         /* with precision: no block begins later; 0: any time */
	unsigned samples;         /* timed batches of a case in a block */
	double sample_minimum_ns; /* a batch lasts at least about this long */
	double limit_ns;          /* of one case in one block; 0: from its estimate */
	uint64_t
		tasks; /* of a batch; 0: as many as sample_minimum_ns takes, three waves at least */
	uint64_t seed; /* of the order */
	struct pin pin;
};

/* "blocks", "precision", "budget", "samples", "sample_time", "limit", "tasks", "pin"; ends with an
 * entry without a name. */
extern const struct parameter settings_table[];

/* The defaults of everything; the seed is drawn. */
void settings_init(struct settings *settings);

/* Sets one of them from text. 0, or -1 with an error that names the value and what is allowed,
 * but not the setting. */
int settings_set(struct settings *settings, const char *name, const char *text,
	struct error *error);

/* Settings of which one, unless it stands at its default, leaves the other without an effect. */
extern const struct settings_rivals {
	const char *settles; /* NULL ends the list */
	const char *idle;
	const char *what; /* that both decide */
} settings_rivals[];

/* The first two of these that are both given; NULL where there are none. `given` says as which
 * text one is, NULL where it is not. */
const struct settings_rivals *settings_find_rivals(const char *(*given)(const void *context,
							   const char *name),
	const void *context);

/* This setting was given: what decided in its place before does so no longer. */
void settings_give_way(struct settings *settings, const char *name);

/* Whether the settings go together. 0, or -1 with the error. */
int settings_check(const struct settings *settings, struct error *error);

#endif
