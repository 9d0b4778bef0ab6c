/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers for keys: equal keys have the same number, and keys are numbered from 0 in the order in
 * which they came. Adding and finding take the same time however many there are.
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
	size_t count; /* of keys, which is the number of the next */
};

/* The number of the key into *number. 1 where it is new, 0 where it was known, -1 without memory.
 */
int numbering_add(struct numbering *numbering, const void *key, size_t size, size_t *number);
int numbering_add_text(struct numbering *numbering, const char *text, size_t *number);

/* The number of a key that was added. Whether there is one. */
bool numbering_find(const struct numbering *numbering, const void *key, size_t size,
	size_t *number);
bool numbering_find_text(const struct numbering *numbering, const char *text, size_t *number);

void numbering_clear(struct numbering *numbering);

#endif
