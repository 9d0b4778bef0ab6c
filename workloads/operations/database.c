/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite, with one connection per worker, whose statements are prepared once; see database.h. */
#include "config.h"

#include "workloads/operations/database.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sqlite3.h>

#include "workloads/locals.h"

#define BUSY_LIMIT_MS 60000
#define SET_UP \
	"PRAGMA journal_mode=WAL;" \
	"PRAGMA synchronous=NORMAL;" \
	"CREATE TABLE entries (id INTEGER PRIMARY KEY, content INTEGER NOT NULL," \
	" updates INTEGER NOT NULL) STRICT;"
#define FILL "INSERT INTO entries (id, content, updates) VALUES (?1, ?2, 0)"
#define QUERY "SELECT content FROM entries WHERE id = ?1"
#define UPDATE "UPDATE entries SET updates = updates + 1 WHERE id = ?1 RETURNING content"

/* What a worker keeps. */
struct connection {
	sqlite3 *database;
	sqlite3_stmt *query, *update;
};

/* Translates SQLite's codes to errno. */
static const struct meaning {
	int code, error;
} meanings[] = {
	{SQLITE_BUSY, ETIMEDOUT},
	{SQLITE_CANTOPEN, ENOENT},
	{SQLITE_CORRUPT, EILSEQ},
	{SQLITE_FULL, ENOSPC},
	{SQLITE_IOERR, EIO},
	{SQLITE_NOMEM, ENOMEM},
	{SQLITE_NOTADB, EILSEQ},
	{SQLITE_PERM, EACCES},
	{SQLITE_READONLY, EROFS},
};

static int64_t result_of(int code)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].code == (code & 0xff))
			return -meanings[i].error;
	return code == SQLITE_OK ? 0 : -EPROTO;
}

/* SQLITE_OK or a code. Close in either case. */
static int connect(sqlite3 **database, const char *path, int flags)
{
	int code = sqlite3_open_v2(path, database,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | flags, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_busy_timeout(*database, BUSY_LIMIT_MS);
	return code;
}

static int fill(sqlite3 *database, uint64_t rows)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_exec(database, SET_UP "BEGIN", NULL, NULL, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_prepare_v2(database, FILL, -1, &statement, NULL);
	for (uint64_t id = 1; id <= rows && code == SQLITE_OK; id++) {
		sqlite3_bind_int64(statement, 1, (sqlite3_int64)id);
		sqlite3_bind_int64(statement, 2, (sqlite3_int64)database_content(id));
		sqlite3_step(statement);
		code = sqlite3_reset(statement);
	}
	if (code == SQLITE_OK)
		code = sqlite3_exec(database, "COMMIT", NULL, NULL, NULL);
	sqlite3_finalize(statement);
	return code;
}

int database_create(const char *path, uint64_t rows, struct error *error)
{
	sqlite3 *database = NULL;
	int code = connect(&database, path, SQLITE_OPEN_CREATE);

	if (code == SQLITE_OK)
		code = fill(database, rows);
	if (code != SQLITE_OK)
		error_set(error, "cannot make the database %s: %s", path,
			database != NULL ? sqlite3_errmsg(database) : sqlite3_errstr(code));
	sqlite3_close(database);
	if (code == SQLITE_OK)
		return 0;
	database_remove(path);
	return -1;
}

void database_remove(const char *path)
{
	static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
	char name[PATH_MAX];

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		snprintf(name, sizeof(name), "%s%s", path, endings[i]);
		unlink(name);
	}
}

static void close_connection(void *state)
{
	struct connection *connection = state;

	sqlite3_finalize(connection->query);
	sqlite3_finalize(connection->update);
	sqlite3_close(connection->database);
	free(connection);
}

/* Opens a connection with its statements. SQLITE_OK or a code. Close in either case. */
static int open_connection(struct connection *connection, const char *path)
{
	int code = connect(&connection->database, path, 0);

	if (code == SQLITE_OK)
		code = sqlite3_exec(connection->database, "PRAGMA synchronous=NORMAL", NULL, NULL,
			NULL);
	if (code == SQLITE_OK)
		code = sqlite3_prepare_v3(connection->database, QUERY, -1,
			SQLITE_PREPARE_PERSISTENT, &connection->query, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_prepare_v3(connection->database, UPDATE, -1,
			SQLITE_PREPARE_PERSISTENT, &connection->update, NULL);
	return code;
}

/* Gives the worker a connection. 0 or -errno. */
static int64_t add_connection(struct locals *worker, const char *path)
{
	struct connection *connection = calloc(1, sizeof(*connection));
	int64_t result;

	if (connection == NULL)
		return -ENOMEM;
	result = result_of(open_connection(connection, path));
	if (result == 0 &&
		locals_put(worker, &operation_database, connection, close_connection) < 0)
		result = -ENOBUFS;
	if (result < 0)
		close_connection(connection);
	return result;
}

/* Accesses one row, in a complete transaction. */
static int64_t execute(sqlite3_stmt *statement, struct database_arguments *arguments)
{
	bool found;
	int code;

	sqlite3_bind_int64(statement, 1, (sqlite3_int64)arguments->id);
	code = sqlite3_step(statement);
	found = code == SQLITE_ROW;
	if (found) {
		arguments->content = (uint64_t)sqlite3_column_int64(statement, 0);
		code = sqlite3_step(statement);
	}
	sqlite3_reset(statement);
	if (code != SQLITE_DONE)
		return result_of(code);
	return found ? 0 : -ENODATA;
}

static int64_t perform(void *base, struct locals *worker)
{
	struct database_arguments *arguments = base;
	const struct connection *connection = locals_get(worker, &operation_database);

	if (connection == NULL) {
		int64_t result = add_connection(worker, arguments->path);

		if (result < 0)
			return result;
		connection = locals_get(worker, &operation_database);
	}
	return execute(arguments->update ? connection->update : connection->query, arguments);
}

const struct operation operation_database = {
	.name = "database",
	.perform = perform,
};
