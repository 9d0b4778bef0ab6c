/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers for keys: equal keys have the same number, and keys are numbered from 0 in the order in
 * which they came. The time to add or find a key does not depend on the number of keys.
 *
 * A key is a text, or the bytes of a struct without padding; the numbering keeps a copy.
 */
#ifndef BREAKEVEN_SUPPORT_NUMBERING_H
#define BREAKEVEN_SUPPORT_NUMBERING_H

#include <stdbool.h>
#include <stddef.h>

/* All zero: without keys. */
struct numbering {
	struct numbering_key **slots; /* a power of two of them, by hash; NULL where one is free */
	size_t slot_count;
	size_t count; /* of keys; also the number of the next key */
};

/* Writes the key's number to *number. 1 if it is new, 0 if it was known, -1 without memory. */
int numbering_add(struct numbering *numbering, const void *key, size_t size, size_t *number);
int numbering_add_text(struct numbering *numbering, const char *text, size_t *number);

/* Writes the number of a key that was added to *number. Returns whether there is one. */
bool numbering_find(const struct numbering *numbering, const void *key, size_t size,
	size_t *number);
bool numbering_find_text(const struct numbering *numbering, const char *text, size_t *number);

void numbering_clear(struct numbering *numbering);

#endif
