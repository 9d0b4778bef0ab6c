/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What operations keep from one call to the next in one worker or one loop: a connection, a set of
 * handles. Each operation finds its own by a key (the address of its struct operation); the worker
 * or loop closes them all when it ends.
 */
#ifndef BREAKEVEN_WORKLOADS_LOCALS_H
#define BREAKEVEN_WORKLOADS_LOCALS_H

#include <stddef.h>

#define LOCALS_LIMIT 8 /* operations with something to keep, in one worker */

struct locals {
	unsigned count;
	struct local {
		const void *key;
		void *state;
		void (*close)(void *state);
	} entries[LOCALS_LIMIT];
};

/* The state under this key, or NULL where none was put yet. */
static inline void *locals_get(const struct locals *locals, const void *key)
{
	for (unsigned i = 0; i < locals->count; i++)
		if (locals->entries[i].key == key)
			return locals->entries[i].state;
	return NULL;
}

/* Puts state under a new key. 0, or -1 where LOCALS_LIMIT are taken. */
static inline int locals_put(struct locals *locals, const void *key, void *state,
	void (*close)(void *state))
{
	if (locals->count == LOCALS_LIMIT)
		return -1;
	locals->entries[locals->count++] = (struct local){key, state, close};
	return 0;
}

/* Closes all, the last one first. */
static inline void locals_close(struct locals *locals)
{
	while (locals->count > 0) {
		struct local *local = &locals->entries[--locals->count];

		local->close(local->state);
	}
}

#endif
