/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts that are kept once; see text_pool.h.
 *
 * A tree in which each node has a text and four children, chosen by the next two bits of the text's
 * hash. Nodes are only ever added, each with one compare-and-swap of the pointer it hangs from.
 */
#include "config.h"

#include "support/text_pool.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "support/checksum.h"

#define BRANCHES 4

struct node {
	_Atomic(struct node *) children[BRANCHES];
	char text[];
};

static _Atomic(struct node *) root;

static struct node *node_new(const char *text, size_t size)
{
	struct node *node = calloc(1, sizeof(*node) + size);

	if (node != NULL)
		memcpy(node->text, text, size);
	return node;
}

const char *text_pool_keep(const char *text)
{
	size_t size = strlen(text) + 1;
	uint64_t hash = checksum(CHECKSUM_START, text, size);
	_Atomic(struct node *) *place = &root;
	struct node *node, *made = NULL;

	/* Where the bits are used up, the tree goes on as a list. */
	for (;; hash /= BRANCHES) {
		node = atomic_load_explicit(place, memory_order_acquire);
		if (node == NULL) {
			if (made == NULL)
				made = node_new(text, size);
			if (made == NULL || atomic_compare_exchange_strong(place, &node, made))
				return made != NULL ? made->text : NULL;
		}
		if (strcmp(node->text, text) == 0)
			break;
		place = &node->children[hash % BRANCHES];
	}
	free(made);
	return node->text;
}
