/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where suites are: in the folder suites/ of $BREAKEVEN_DATA if that is set, else beside the
 * program (in the source folder, or as installed), else in the folder of the installation.
 */
#ifndef BREAKEVEN_BENCH_SUITE_SUITE_LIBRARY_H
#define BREAKEVEN_BENCH_SUITE_SUITE_LIBRARY_H

#include "support/error.h"

#include <stddef.h>

struct suite_library {
	struct suite_entry {
		char *name;
		char *path;
	} * entries; /* by name */
	size_t count;
};

/* Finds all suites; of equal names, the first folder wins. Does not read the files. Returns 0 or
 * -1. */
int suite_library_open(struct suite_library *library, struct error *error);
void suite_library_close(struct suite_library *library);

/* The file of a suite; the caller frees it. `suite` itself if it has a '/' or ends in ".json", else
 * the file of that name. NULL with an error that lists all names. */
char *suite_library_find(const char *suite, struct error *error);

#endif
