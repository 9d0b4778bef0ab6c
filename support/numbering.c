/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers for keys, in a hash table with linear probing; see numbering.h. */
#include "config.h"

#include "support/numbering.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "support/checksum.h"

#define FIRST_SLOTS 16

struct numbering_key {
	uint64_t hash;
	size_t number, size;
	unsigned char bytes[];
};

static uint64_t hash_of(const void *key, size_t size)
{
	uint64_t sum = checksum(CHECKSUM_START, key, size);

	return sum ^ sum >> 32; /* slots are chosen by the low bits */
}

/* The slot of the key, or the free one where it would be put. There is always one. */
static struct numbering_key **find_slot(const struct numbering *numbering, uint64_t hash,
	const void *key, size_t size)
{
	size_t mask = numbering->slot_count - 1;

	for (size_t i = hash & mask;; i = (i + 1) & mask) {
		struct numbering_key *entry = numbering->slots[i];

		if (entry == NULL ||
			(entry->hash == hash && entry->size == size &&
				memcmp(entry->bytes, key, size) == 0))
			return &numbering->slots[i];
	}
}

/* Makes sure that a quarter of the slots stays free with one key more. 0 or -1. */
static int make_room(struct numbering *numbering)
{
	struct numbering larger = {.count = numbering->count};

	if (4 * (numbering->count + 1) <= 3 * numbering->slot_count)
		return 0;
	larger.slot_count = numbering->slot_count > 0 ? 2 * numbering->slot_count : FIRST_SLOTS;
	larger.slots = calloc(larger.slot_count, sizeof(*larger.slots));
	if (larger.slots == NULL)
		return -1;
	for (size_t i = 0; i < numbering->slot_count; i++) {
		struct numbering_key *entry = numbering->slots[i];

		if (entry != NULL)
			*find_slot(&larger, entry->hash, entry->bytes, entry->size) = entry;
	}
	free(numbering->slots);
	*numbering = larger;
	return 0;
}

int numbering_add(struct numbering *numbering, const void *key, size_t size, size_t *number)
{
	uint64_t hash = hash_of(key, size);
	struct numbering_key **slot, *entry;

	if (make_room(numbering) != 0)
		return -1;
	slot = find_slot(numbering, hash, key, size);
	if (*slot != NULL) {
		*number = (*slot)->number;
		return 0;
	}
	entry = malloc(sizeof(*entry) + size);
	if (entry == NULL)
		return -1;
	*entry = (struct numbering_key){hash, numbering->count++, size};
	memcpy(entry->bytes, key, size);
	*slot = entry;
	*number = entry->number;
	return 1;
}

int numbering_add_text(struct numbering *numbering, const char *text, size_t *number)
{
	return numbering_add(numbering, text, strlen(text), number);
}

bool numbering_find(const struct numbering *numbering, const void *key, size_t size, size_t *number)
{
	struct numbering_key *entry;

	if (numbering->slot_count == 0)
		return false;
	entry = *find_slot(numbering, hash_of(key, size), key, size);
	if (entry == NULL)
		return false;
	*number = entry->number;
	return true;
}

bool numbering_find_text(const struct numbering *numbering, const char *text, size_t *number)
{
	return numbering_find(numbering, text, strlen(text), number);
}

void numbering_clear(struct numbering *numbering)
{
	for (size_t i = 0; i < numbering->slot_count; i++)
		free(numbering->slots[i]);
	free(numbering->slots);
	*numbering = (struct numbering){0};
}
