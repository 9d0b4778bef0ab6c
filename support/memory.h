/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory that workers share, whether they are threads, processes forked later, or programs of their
 * own that are started later.
 *
 * Each mapping is of a memory file, if one can be made, and all are in a list. A program that is
 * started again gets the list and the files' descriptors and maps them at the same addresses, so
 * that pointers into this memory are valid there. All calls of memory_map() and
 * memory_map_present() in the process that makes the memory must be in one thread.
 */
#ifndef BREAKEVEN_SUPPORT_MEMORY_H
#define BREAKEVEN_SUPPORT_MEMORY_H

#include "support/error.h"

#include <stdbool.h>
#include <stddef.h>

#define MEMORY_LIST_LIMIT 64 /* mappings that can be passed on */

/* Maps zeroed memory without reserving it: only pages that are touched are used. NULL with an error
 * that names `what`. */
void *memory_map(size_t size, const char *what, struct error *error);

/* Maps zeroed memory with its pages present, for workloads (shared.h). In a program that has
 * adopted a list, each call returns what the same call returned in the other program, with its
 * content. NULL if there is no memory. */
void *memory_map_present(size_t size);

/* Unmaps memory of both kinds. NULL is allowed. */
void memory_unmap(void *memory, size_t size);

/* Makes pages present and writable in this process's page table, whether or not another process has
 * them already. */
void memory_prefault(void *memory, size_t size);

/* ---- Passing it on */

struct memory_list {
	unsigned count;
	struct memory_mapping {
		void *address;
		size_t size;
		int descriptor; /* of its file */
		bool present;   /* from memory_map_present() */
	} mappings[MEMORY_LIST_LIMIT];
};

/* Lists all present mappings. 0, or -1 with the error if not all can be passed on. */
int memory_list(struct memory_list *list, struct error *error);

/* For the child between fork and exec: keeps the files' descriptors open. */
void memory_list_pass(const struct memory_list *list);

enum memory_adopt {
	MEMORY_ADOPTED,
	MEMORY_ADDRESS_TAKEN, /* by what this program has loaded; another start may succeed */
	MEMORY_NOT_ADOPTED,   /* with the error */
};

/* In the new program, before anything else is mapped: maps all of it and closes the files. The
 * mappings stay until the program ends. */
enum memory_adopt memory_adopt(const struct memory_list *list, struct error *error);

#endif
