/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of JSON lines that survives any end of the program: one object per line, whose first
 * member "check" is a checksum over the rest of the line.
 *
 * A line is appended with one write and synced before anything else happens, so at most the last
 * line can be torn: by a kill, a full disk, or a power cut that left zeros in its place. A torn
 * line is not used, and is removed once the caller has recognised the lines before it; any other
 * invalid line is damage and refused. The file gets its name when its first line is on the disk,
 * and only if nothing has that name. The process that has a journal open holds a lock on it. Links
 * are not followed.
 */
#ifndef BREAKEVEN_BENCH_JOURNAL_JOURNAL_H
#define BREAKEVEN_BENCH_JOURNAL_JOURNAL_H

#include "support/error.h"
#include "support/plain_file.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct journal {
	int descriptor; /* -1: closed */
	off_t length;   /* of its whole lines, in bytes */
	bool torn;      /* bytes follow that are not a line */
	char *path;     /* its own */
};

/* Creates it with its first line (the caller keeps ownership) and its name. On failure the error is
 * set; there is nothing to close unless it was named. */
enum plain_file_named journal_create(struct journal *journal, const char *path, const json_t *first,
	struct error *error);

/* Opens a journal to continue it: puts its lines, at least one, into a fresh array *lines, and the
 * number of bytes of a torn last line into *torn. Does not change the file. Returns 0, or -1 with
 * the error and nothing to close or free. */
int journal_open(struct journal *journal, const char *path, json_t **lines, size_t *torn,
	struct error *error);

/* Cuts off a torn last line. 0, or -1 with the error. */
int journal_cut(struct journal *journal, struct error *error);

/* Appends a line after the complete ones, and returns when it is on the disk. Takes ownership of
 * the object; NULL counts as out of memory. Returns 0, or -1 with the error; the journal then keeps
 * its earlier lines. */
int journal_append(struct journal *journal, json_t *line, struct error *error);

/* Does nothing if it is already closed. */
void journal_close(struct journal *journal);

/* The line of an object, with its checksum and its newline; the caller frees it. NULL if out of
 * memory. */
char *journal_line(const json_t *object);

/* Writes all of a text. 0, or -1 with errno. */
int journal_write(int descriptor, const char *text, size_t length);

/* Reads a whole open file; the caller frees *text, which is NULL for an empty file. Returns 0, or
 * -1 with errno. */
int journal_read(int descriptor, char **text, size_t *length);

/* Whether bytes are the (possibly incomplete) beginning of a journal; zeros may stand for unwritten
 * bytes. */
bool journal_begins(const char *text, size_t length);

/* Parses the bytes of a journal for journal_open(): puts its lines into a fresh array *lines, and
 * the length of the complete lines into *whole. Without a complete line, the bytes must be the
 * beginning of one. Returns 0, or -1 with an error that begins with the number of the line. */
int journal_parse(const char *text, size_t length, json_t **lines, size_t *whole,
	struct error *error);

#endif
