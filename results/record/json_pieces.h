/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the elements of an array lie in a JSON text, so that each can be decoded by itself: decoded
 * as a whole, a large text takes many times its size in memory.
 *
 * The text is parsed only as far as finding them requires. Decoding the elements and what is around
 * them shows whether they are JSON.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_JSON_PIECES_H
#define BREAKEVEN_RESULTS_RECORD_JSON_PIECES_H

#include <stdbool.h>
#include <stddef.h>

struct json_piece {
	const char *text;
	size_t size;
};

/* Of an array that is a member of the outermost object. */
struct json_pieces {
	struct json_piece *elements; /* to be freed */
	size_t count;
	struct json_piece before; /* the text up to the array's "[", with it */
	struct json_piece after;  /* from its "]" on */
};

/* Finds the array of that name. Returns whether it is there, once, and could be cut; if not, there
 * is nothing to free, and *no_memory tells whether memory was out. */
bool json_pieces_find(struct json_pieces *pieces, const char *text, size_t size, const char *name,
	bool *no_memory);

#endif
