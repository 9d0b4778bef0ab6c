/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The settings of a run: what a suite's "settings" may contain, what the flags of `run` change, and
 * what the result's settings contain.
 *
 * One table has a row for each. It defines what a suite and the command line accept, the errors,
 * defaults, help, how the settings are written to the result, and so what must be the same to
 * resume a run.
 */
#ifndef BREAKEVEN_BENCH_SUITE_SETTINGS_H
#define BREAKEVEN_BENCH_SUITE_SETTINGS_H

#include "support/error.h"
#include "support/parameter.h"
#include "support/topology.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a run measures; the same for all its cases. */
struct settings {
	unsigned blocks;          /* each case once in each, in a fresh process; with precision:
	                             at most */
	double precision;         /* run until every interval is within this share of its median;
	                             0: run all blocks */
	double budget_ns;         /* with precision: no block starts later; 0: no limit */
	unsigned samples;         /* timed batches of a case in a block */
	double sample_minimum_ns; /* a batch lasts at least about this long */
	double limit_ns;          /* of one case in one block; 0: from its estimate */
	uint64_t
		tasks; /* of a batch; 0: as many as sample_minimum_ns takes, three waves at least */
	struct pin pin;
	uint64_t seed; /* of the order; the only setting without a row in the table */
};

/* A row of the table. */
struct setting {
	/* Its parameter in a suite; its flag has "-" for "_". A table with one entry, so that
	 * ranges, defaults and messages work as for other parameters. */
	struct parameter parameter[2];
	const char *argument; /* of its flag, in the help: "DURATION" */

	const struct setting_type *type; /* of its field in struct settings, at this offset: */
	size_t offset;

	/* Its member in the result's settings, described in results/record/settings_members.c: 0
	 * becomes null or is absent if the member allows it. NULL ends the table. */
	const char *member;

	/* The setting that has no effect if this one differs from its default, and what both
	 * decide: only one of them may be given in one place. NULL: there is none. */
	const char *replaces, *decides;

	/* The setting without which this one has no effect, and the message then. If that one is
	 * not set, this one is not in the result. NULL: there is none. */
	const char *needs, *alone;
};

#define SETTINGS_MOST 32 /* rows */

/* Ends with a row without a member. */
extern const struct setting settings_table[];

/* The row with this name, or NULL. */
const struct setting *settings_find(const char *name);

/* Sets all defaults and draws the seed. */
void settings_init(struct settings *settings);

/* Sets one of them from text. 0, or -1 with an error that names the value and what is allowed,
 * but not the setting. */
int settings_set(struct settings *settings, const char *name, const char *text,
	struct error *error);

/* The first setting that replaces another when both are given; NULL if there is none. `given`
 * returns the text given for a setting, or NULL. */
const struct setting *settings_find_rival(const char *(*given)(const void *context,
						  const char *name),
	const void *context);

/* This setting was given: clears the settings that replaced it. */
void settings_give_way(struct settings *settings, const char *name);

/* Checks that the settings are consistent. 0, or -1 with the error. */
int settings_check(const struct settings *settings, struct error *error);

/* The members of all rows, for the result. NULL if memory is out, or the result does not describe
 * a member. */
json_t *settings_to_json(const struct settings *settings);

#endif
