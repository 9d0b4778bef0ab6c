/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The settings of a run: what a suite's "settings" may hold, what the flags of `run` change, and
 * what stands in the result's settings.
 *
 * One table has a row for each. From it follow what a suite and the command line may say and how
 * that is refused, defaults, help, how the settings are written to the result, and so what must be
 * the same for a run to be resumed.
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
	struct pin pin;
	uint64_t seed; /* of the order; the only one that is no row of the table */
};

/* A row of the table. */
struct setting {
	/* In a suite; its flag has "-" for "_". A table of one, so that ranges, defaults and
	 * messages are those of every other parameter. */
	struct parameter parameter[2];
	const char *argument; /* of its flag, in the help: "DURATION" */

	const struct setting_type *type; /* of its field in struct settings, which is at: */
	size_t offset;

	/* In the result's settings, where results/record/settings_members.c describes it: 0 becomes
	 * null or is absent where that may be so. NULL ends the table. */
	const char *member;

	/* The setting that has no effect where this one stands at anything but its default, and
	 * what both decide: only one of them may be given in one place. NULL: there is none. */
	const char *replaces, *decides;

	/* The setting without which this one has no effect, and what is said then. Where that is
	 * not set, this one is not in the result. NULL: there is none. */
	const char *needs, *alone;
};

#define SETTINGS_MOST 32 /* rows */

/* Ends with a row without a member. */
extern const struct setting settings_table[];

/* The row with this name, or NULL. */
const struct setting *settings_find(const char *name);

/* The defaults of everything; the seed is drawn. */
void settings_init(struct settings *settings);

/* Sets one of them from text. 0, or -1 with an error that names the value and what is allowed,
 * but not the setting. */
int settings_set(struct settings *settings, const char *name, const char *text,
	struct error *error);

/* The first setting that replaces another where both are given; NULL where there is none. `given`
 * says as which text one is, NULL where it is not. */
const struct setting *settings_find_rival(const char *(*given)(const void *context,
						  const char *name),
	const void *context);

/* This setting was given: what replaced it before does so no longer. */
void settings_give_way(struct settings *settings, const char *name);

/* Whether the settings go together. 0, or -1 with the error. */
int settings_check(const struct settings *settings, struct error *error);

/* For the result: the members of all rows. NULL where memory is out, or a member is not described
 * there. */
json_t *settings_to_json(const struct settings *settings);

#endif
