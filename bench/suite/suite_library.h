/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where suites are: in the folder suites/ of $BREAKEVEN_DATA where that is set, else beside the
 * program (in the source folder, or as installed), else where it was installed to.
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

/* Finds all suites; the first folder that has a name wins. Their files are not read. 0 or -1. */
int suite_library_open(struct suite_library *library, struct error *error);
void suite_library_close(struct suite_library *library);

/* The file of a suite, to be freed: `suite` itself where it has a '/' or ends in ".json", else that
 * of its name. NULL with an error that lists the names there are. */
char *suite_library_find(const char *suite, struct error *error);

#endif
