/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory that workers share, whether they are threads, processes forked later, or programs of their
 * own that are started later.
 *
 * Each mapping is of a memory file, where one can be had, and all are kept in a list. A program
 * that is started anew gets the list and the files' descriptors and maps them at the same
 * addresses, so that pointers into this memory mean the same there. What the one who made the
 * memory calls by memory_map() and memory_map_present(), it does in one thread.
 */
#ifndef BREAKEVEN_SUPPORT_MEMORY_H
#define BREAKEVEN_SUPPORT_MEMORY_H

#include "support/error.h"

#include <stdbool.h>
#include <stddef.h>

#define MEMORY_LIST_LIMIT 64 /* mappings that can be handed on */

/* Zeroed, and not reserved: only as much is taken as is touched. NULL with an error that says for
 * what it was. */
void *memory_map(size_t size, const char *what, struct error *error);

/* Zeroed and present, for workloads (shared.h). In a program that has adopted a list it is, call by
 * call, what the other has got from the same calls, with what is in it. NULL where there is none.
 */
void *memory_map_present(size_t size);

/* Of either. NULL is allowed. */
void memory_unmap(void *memory, size_t size);

/* Makes pages present and writable in this process's page table, whether or not another process has
 * them already. */
void memory_prefault(void *memory, size_t size);

/* ---- Handing it on */

struct memory_list {
	unsigned count;
	struct memory_mapping {
		void *address;
		size_t size;
		int descriptor; /* of its file */
		bool present;   /* from memory_map_present() */
	} mappings[MEMORY_LIST_LIMIT];
};

/* All that there is now. 0, or -1 with the error where not all can be handed on. */
int memory_list(struct memory_list *list, struct error *error);

/* For the child between fork and exec: lets the files' descriptors stay open. */
void memory_list_pass(const struct memory_list *list);

enum memory_adopt {
	MEMORY_ADOPTED,
	MEMORY_ADDRESS_TAKEN, /* by what this program has loaded; another start may be luckier */
	MEMORY_NOT_ADOPTED,   /* with the error */
};

/* In the new program, before anything else is mapped: maps all of it and closes the files. It all
 * stays until the program ends. */
enum memory_adopt memory_adopt(const struct memory_list *list, struct error *error);

#endif
