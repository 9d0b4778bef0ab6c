/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Structs to JSON objects and back by a table of their members.
 *
 * One table writes an object, reads it strictly (every member present, of its type and in its
 * range, none unknown) and names what is wrong. Members that are objects or arrays of their own
 * are in the table as MEMBER_OTHER, so that they are known, and are read and written by whoever
 * owns the table.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_MEMBERS_H
#define BREAKEVEN_RESULTS_RECORD_MEMBERS_H

#include "support/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a real number may be where it is not 0. */
#define MEMBERS_REAL_LEAST 1e-30
#define MEMBERS_REAL_MOST 1e30

enum member_kind {
	MEMBER_WHOLE,   /* uint64_t, or an int64_t that is never negative */
	MEMBER_SMALL,   /* unsigned */
	MEMBER_REAL,    /* double, 0 or in the range above */
	MEMBER_FLAG,    /* bool */
	MEMBER_TEXT,    /* char *, owned by the struct */
	MEMBER_STATUS,  /* enum status, by its name */
	MEMBER_NUMBERS, /* unsigned *, owned by the struct; their number, a size_t, at count_offset
	                 */
	MEMBER_TEXTS,   /* char **, each and all owned by the struct; count_offset likewise */
	MEMBER_OBJECT,  /* json_t *, owned by the struct: any object */
	MEMBER_OTHER,   /* anything: only its presence is checked */
};

struct member {
	const char *name; /* NULL ends a table */
	enum member_kind kind;
	size_t offset, count_offset;
	uint64_t smallest, largest; /* of a whole number; largest 0: whatever fits */
	bool nullable;              /* null stands for 0 or NULL */
	bool optional;              /* may be absent; numbers and texts are, where there are none */
};

/* Puts every member but MEMBER_OTHER into the object; a nullable number that is 0 becomes null
 * where zero_is_null is set. 0, or -1 where memory is out or a number has no JSON (NaN, above
 * 2^63). */
int members_write(json_t *object, const struct member *table, const void *data, bool zero_is_null);

/* A fresh object with them; NULL where it cannot be. */
json_t *members_object(const struct member *table, const void *data, bool zero_is_null);

/* Reads every member but MEMBER_OTHER into data; NULL: only checks. Members that the table does
 * not have are an error unless `open` is set. 0, or -1 with the error; what was read so far is
 * owned by data all the same. */
int members_read(const json_t *object, const struct member *table, void *data, bool open,
	struct error *error);

/* An array of any length into freshly allocated, zeroed elements of `size` bytes. 0, or -1 with
 * the error where it is no array or memory is out. *elements is NULL where it is empty. */
int members_array(const json_t *object, const char *name, size_t size, void **elements,
	size_t *count, struct error *error);

#endif
