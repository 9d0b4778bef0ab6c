/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where in a JSON text a value stands: jansson keeps no positions, so they are found again in the
 * text when something is to be said about a value.
 */
#ifndef BREAKEVEN_BENCH_SUITE_JSON_POSITION_H
#define BREAKEVEN_BENCH_SUITE_JSON_POSITION_H

#include <stdbool.h>
#include <stddef.h>

/* The way to a value: the last step, and the way to what it is in. The root has no parent. */
struct json_place {
	const struct json_place *parent;
	const char *key; /* in an object; NULL: in an array, at index */
	size_t index;
};

/* "cases[3].runners[1]" and "" for the root; cut where it does not fit. Returns buffer. */
char *json_place_format(const struct json_place *place, char *buffer, size_t size);

/* Line and column, from 1 and in characters, of a value in a valid, zero-terminated UTF-8 text
 * without repeated keys; with `at_key` of its key. Of the nearest container where the text has no
 * such value. */
void json_position_find(const char *text, const struct json_place *place, bool at_key,
	unsigned *line, unsigned *column);

#endif
