/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The position of a value in a JSON text. jansson keeps no positions, so the value is searched
 * again in the text when a message needs its position.
 */
#ifndef BREAKEVEN_BENCH_SUITE_JSON_POSITION_H
#define BREAKEVEN_BENCH_SUITE_JSON_POSITION_H

#include <stdbool.h>
#include <stddef.h>

/* The path to a value: its last step and the path of its container. The root has no parent. */
struct json_place {
	const struct json_place *parent;
	const char *key; /* in an object; NULL: in an array, at index */
	size_t index;
};

/* "cases[3].runners[1]" or "" for the root; truncated if it does not fit. Returns buffer. */
char *json_place_format(const struct json_place *place, char *buffer, size_t size);

/* Line and column, from 1 and in characters, of a value in a valid, zero-terminated UTF-8 text
 * without repeated keys; with `at_key`, of its key. If the text has no such value, of the nearest
 * container. */
void json_position_find(const char *text, const struct json_place *place, bool at_key,
	unsigned *line, unsigned *column);

#endif
