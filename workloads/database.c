/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * database: a task reads or updates one row of a database in a file, in a transaction of its own.
 *
 * Which row, and whether it is an update, follows from the task's index, so it is the same under
 * every runner. A task's value is the content of its row.
 */
#include "config.h"

#include "workloads/operations/database.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define QUERY_CPU_NS 2500   /* whose page is in the cache */
#define UPDATE_CPU_NS 10000 /* more than that, to write the log */

struct database_task {
	struct task task;
	struct database_arguments database;
};

struct database {
	char path[sizeof(((struct work *)NULL)->folder) + sizeof("/database")];
	uint64_t rows;
	double update_share;
};

static const struct parameter parameters[] = {
	{.name = "rows",
		.kind = PARAMETER_INTEGER,
		.unit = "rows",
		.standard = "10000",
		.smallest = 1,
		.largest = 1e7,
		.help = "number of rows of the database"},
	{.name = "mix",
		.kind = PARAMETER_NUMBER,
		.unit = "percent",
		.standard = "10",
		.smallest = 0,
		.largest = 100,
		.help = "share of the tasks that update their row; the others read it"},
	{0},
};

static unsigned needs(const struct parameters *values)
{
	(void)values;
	return WORKLOAD_NEEDS_FOLDER;
}

static int open(struct work *work, struct error *error)
{
	struct database *database;

	if (work->folder[0] == '\0')
		return error_set(error, "database needs a folder for its file, and has none");
	database = malloc(sizeof(*database));
	if (database == NULL)
		return error_set(error, "no memory");
	snprintf(database->path, sizeof(database->path), "%s/database", work->folder);
	database->rows = parameters_integer(&work->parameters, "rows");
	database->update_share = parameters_number(&work->parameters, "mix") / 100;
	if (!work->attached && database_create(database->path, database->rows, error) < 0) {
		free(database);
		return -1;
	}
	work->state = database;
	return 0;
}

static uint64_t row_of(const struct database *database, uint64_t index)
{
	return 1 + mix(index) % database->rows;
}

static bool is_update(const struct database *database, uint64_t index)
{
	/* Not from the number that chose the row: each row would get only one kind of access. */
	return (double)mix(~index) < database->update_share * 0x1p64;
}

static enum step step(struct task *base, struct work *work)
{
	struct database_task *task = (struct database_task *)base;
	const struct database *database = work->state;

	if (base->state == 0) {
		base->state = 1;
		base->operation = &operation_database;
		base->arguments = &task->database;
		task->database = (struct database_arguments){
			.path = database->path,
			.update = is_update(database, base->index),
			.id = row_of(database, base->index),
		};
		return STEP_WAIT;
	}
	base->value = task->database.content;
	return base->result < 0 ? STEP_FAILED : STEP_DONE;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	return database_content(row_of(work->state, index));
}

static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	snprintf(buffer, size, "row %" PRIu64 " holds %016" PRIx64 " instead of %016" PRIx64,
		row_of(work->state, index), value, right);
}

static void cost(const struct work *work, struct cost *cost)
{
	double updates = parameters_number(&work->parameters, "mix") / 100;

	*cost = (struct cost){.cpu_ns = QUERY_CPU_NS + updates * UPDATE_CPU_NS};
}

static void close(struct work *work)
{
	struct database *database = work->state;

	if (!work->attached)
		database_remove(database->path);
	free(database);
}

const struct workload workload_database = {
	.interface = WORKLOAD_INTERFACE,
	.name = "database",
	.summary = "a library that blocks: read or update a row through SQLite",
	.parameters = parameters,
	.task_size = sizeof(struct database_task),
	.needs = needs,
	.open = open,
	.step = step,
	.expected = expected,
	.describe = describe,
	.cost = cost,
	.close = close,
};
