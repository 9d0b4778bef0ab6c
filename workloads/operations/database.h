/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A database in a file, through SQLite: a library that blocks, as most do.
 *
 * One table, `entries`: id from 1, content (database_content of the id), updates (how many there
 * were). Write-ahead log with synchronous=NORMAL, so that readers and a writer do not wait for each
 * other; writers do, up to a minute. Only connections in struct locals outlive a call here, so that
 * none crosses a fork.
 */
#ifndef BREAKEVEN_WORKLOADS_OPERATIONS_DATABASE_H
#define BREAKEVEN_WORKLOADS_OPERATIONS_DATABASE_H

#include "workloads/mix.h"
#include "workloads/workload.h"

#include <stdbool.h>

/* What row `id` holds. Never negative, as SQLite's integers are signed. */
static inline uint64_t database_content(uint64_t id)
{
	return mix(id) >> 1;
}

/* Makes the database. 0, or -1 with the error. */
int database_create(const char *path, uint64_t rows, struct error *error);

/* Removes it, with the files that SQLite keeps beside it. */
void database_remove(const char *path);

struct database_arguments {
	const char *path; /* the same for all tasks of a case */
	bool update;      /* count an update of the row, else only read it */
	uint64_t id;
	uint64_t content; /* out: what the row holds */
};

/* One statement in a transaction of its own, on the worker's connection. Result 0; -ENODATA: there
 * is no such row. */
extern const struct operation operation_database;

#endif
