/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Structs to JSON objects and back by a table of their members.
 *
 * One table writes an object, reads it strictly (every member present, of its type and in its
 * range, none unknown) and names what is wrong. results/result.schema.json is generated from the
 * same tables (tests/made/make-schema.c). Members that no kind describes are in the table as
 * MEMBER_OTHER, so that they are known; the owner of the table reads and writes them.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_MEMBERS_H
#define BREAKEVEN_RESULTS_RECORD_MEMBERS_H

#include "support/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The range of a real number that is not 0. */
#define MEMBERS_REAL_LEAST 1e-30
#define MEMBERS_REAL_MOST 1e30

enum member_kind {
	MEMBER_WHOLE,   /* uint64_t, or an int64_t that is never negative */
	MEMBER_SMALL,   /* unsigned */
	MEMBER_REAL,    /* double, 0 or in the range above */
	MEMBER_COUNTED, /* double: a whole number that every reader of JSON holds exactly */
	MEMBER_FIGURE,  /* double from 0; this and the one above are written without a fraction
	                 * where they have none */
	MEMBER_FLAG,    /* bool */
	MEMBER_TEXT,    /* char *, owned by the struct */
	MEMBER_STATUS,  /* enum status, by its name */
	MEMBER_NUMBERS, /* unsigned *, owned by the struct; their number, a size_t, at count_offset
	                 */
	MEMBER_TEXTS,   /* char **, the array and each text owned by the struct; count_offset too */
	MEMBER_OBJECT,  /* json_t *, owned by the struct: any object */
	MEMBER_STRUCT,  /* a struct inside this one, by a table of its own */
	MEMBER_OTHER,   /* anything: only its presence is checked */
};

struct block;
struct case_record;
struct member_table;
struct sample;

struct member {
	const char *name; /* NULL ends a table */
	enum member_kind kind;
	size_t offset, count_offset;
	uint64_t smallest, largest; /* of a number; largest 0: whatever fits */
	bool nullable;              /* null stands for 0 or NULL */
	bool optional;              /* may be absent, and is where it is 0, false, NULL or empty */
	size_t known_at; /* of a bool that says whether it is known, else it is null or, where it is
	                  * optional, absent; members with the same bool are known together. 0: it
	                  * is always known */
	const struct member_table *table; /* of a MEMBER_STRUCT */
	const char *description;          /* for the schema; NULL: its name says all */
	const char *schema; /* what it is, where the kind does not say: a name in the schema's
	                     * $defs, or members of a schema */
	/* A figure of a summary: what it is in a sample, NAN where that is not known. The summary
	 * has the median over blocks of the median over samples, as a number or an estimate. */
	double (*of)(const struct case_record *record, const struct block *block,
		const struct sample *sample);
};

/* A table with the name that the schema has for such objects. */
struct member_table {
	const char *name, *description;
	const struct member *members;
	bool open; /* whether such an object may have members that are not in the table */
};

/* Puts every member but MEMBER_OTHER into the object; a nullable number that is 0 becomes null
 * where zero_is_null is set. 0, or -1 where memory is out or a number has no JSON (NaN, above
 * 2^63). */
int members_write(json_t *object, const struct member *table, const void *data, bool zero_is_null);

/* A new object with them, or NULL. */
json_t *members_object(const struct member *table, const void *data, bool zero_is_null);

/* Reads every member but MEMBER_OTHER into data, which is zero; NULL: only checks. Members that the
 * table does not have are an error unless `open` is set. 0, or -1 with the error; in both cases
 * data owns what was read. */
int members_read(const json_t *object, const struct member *table, void *data, bool open,
	struct error *error);

/* An array of any length into freshly allocated, zeroed elements of `size` bytes. 0, or -1 with
 * the error where it is no array or memory is out. *elements is NULL where it is empty. */
int members_array(const json_t *object, const char *name, size_t size, void **elements,
	size_t *count, struct error *error);

#endif
