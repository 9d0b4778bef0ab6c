/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of JSON lines that survives whatever ends the program: one object a line, each with a
 * checksum over the rest of its line in its first member "check".
 *
 * A line is appended with one write and synced before the next thing happens, so at most the last
 * line can be torn: by a kill, a full disk, or a power cut that left zeros where it should stand.
 * Such an end is not used, and cut off once the caller has recognised the lines before it; a line
 * that is wrong anywhere else is damage, and refused. The first line is there from the beginning:
 * the file gets its name when that line is on the disk, and only where nothing has that name.
 * Whoever has a journal open holds a lock on it. Links are not followed.
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
	bool torn;      /* there is more behind them, which is no line */
	char *path;     /* its own */
};

/* Creates it with its first line, which is not taken over, and its name. Where it
 * fails, the error is set; nothing is to be closed unless it is named. */
enum plain_file_named journal_create(struct journal *journal, const char *path, const json_t *first,
	struct error *error);

/* Opens one to continue it: its lines, at least one, into a fresh array *lines, and how many bytes
 * of a torn last line stand behind them into *torn. The file is not changed. 0, or -1 with the
 * error and nothing to close or to free. */
int journal_open(struct journal *journal, const char *path, json_t **lines, size_t *torn,
	struct error *error);

/* Cuts off a torn last line. 0, or -1 with the error. */
int journal_cut(struct journal *journal, struct error *error);

/* Appends a line, behind the whole ones, and returns when it is on the disk. The object is taken
 * over; NULL is an error for want of memory. 0, or -1 with the error; the journal then holds its
 * earlier lines. */
int journal_append(struct journal *journal, json_t *line, struct error *error);

/* Of one that is closed already it does nothing. */
void journal_close(struct journal *journal);

/* The line of an object, with its checksum and its end, to be freed; NULL without memory. */
char *journal_line(const json_t *object);

/* Writes all of a text. 0, or -1 with errno. */
int journal_write(int descriptor, const char *text, size_t length);

/* All of an open file, to be freed; NULL where there is none. 0, or -1 with errno. */
int journal_read(int descriptor, char **text, size_t *length);

/* Whether bytes are how a journal begins, as far as it was written: zeros may stand for what was
 * not. */
bool journal_begins(const char *text, size_t length);

/* What journal_open() reads from the bytes of a journal: its lines into a fresh array *lines, and
 * the length of the whole ones into *whole. Where there is no whole line, it must be the beginning
 * of one. 0, or -1 with an error that begins with the number of the line. */
int journal_parse(const char *text, size_t length, json_t **lines, size_t *whole,
	struct error *error);

#endif
