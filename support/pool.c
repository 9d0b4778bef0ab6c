/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes that are stored once; see pool.h.
 *
 * A tree in which each node has some bytes and four children, chosen by the next two bits of the
 * bytes' hash. Nodes are only ever added, each with one compare-and-swap of the pointer it hangs
 * from.
 */
#include "config.h"

#include "support/pool.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "support/checksum.h"

#define BRANCHES 4

struct node {
	_Atomic(struct node *) children[BRANCHES];
	size_t size;
	_Alignas(max_align_t) char bytes[];
};

static _Atomic(struct node *) root;

static struct node *node_new(const void *bytes, size_t size)
{
	struct node *node = calloc(1, sizeof(*node) + size);

	if (node == NULL)
		return NULL;
	node->size = size;
	memcpy(node->bytes, bytes, size);
	return node;
}

const void *pool_keep(const void *bytes, size_t size)
{
	uint64_t hash = checksum(CHECKSUM_START, bytes, size);
	_Atomic(struct node *) *place = &root;
	struct node *node, *made = NULL;

	/* When the bits are used up, the tree continues as a list. */
	for (;; hash /= BRANCHES) {
		node = atomic_load_explicit(place, memory_order_acquire);
		if (node == NULL) {
			if (made == NULL)
				made = node_new(bytes, size);
			if (made == NULL || atomic_compare_exchange_strong(place, &node, made))
				return made != NULL ? made->bytes : NULL;
		}
		if (node->size == size && memcmp(node->bytes, bytes, size) == 0)
			break;
		place = &node->children[hash % BRANCHES];
	}
	free(made);
	return node->bytes;
}

const char *pool_keep_text(const char *text)
{
	return pool_keep(text, strlen(text) + 1);
}
