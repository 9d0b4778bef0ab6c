/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads a JSON file that a person wrote: strictly, with the position of every error.
 *
 * Every error reads "FILE:LINE:COLUMN: PATH: what is wrong".
 */
#ifndef BREAKEVEN_BENCH_SUITE_JSON_READER_H
#define BREAKEVEN_BENCH_SUITE_JSON_READER_H

#include "bench/suite/json_position.h"
#include "support/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct json_reader {
	const char *file;
	char *text;
	json_t *root;
	struct error *error; /* where errors go */
};

/* Reads and parses a file. The path must stay valid as long as the reader. Returns 0, or -1 with
 * the error; then there is nothing to close. */
int json_reader_open(struct json_reader *reader, const char *path, struct error *error);
void json_reader_close(struct json_reader *reader);

/* Set the error at a value, or at its key. Return -1. */
int json_reader_refuse(const struct json_reader *reader, const struct json_place *place,
	const char *format, ...) __attribute__((format(printf, 3, 4)));
int json_reader_refuse_key(const struct json_reader *reader, const struct json_place *place,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Whether a value is an object with no keys but these (the list ends with NULL). 0 or -1. */
int json_reader_object(const struct json_reader *reader, const struct json_place *place,
	const json_t *value, const char *const *keys);

/* Whether a value is an array with at least one entry. 0 or -1. */
int json_reader_array(const struct json_reader *reader, const struct json_place *place,
	const json_t *value);

/* The text of a string, or NULL with the error. */
const char *json_reader_string(const struct json_reader *reader, const struct json_place *place,
	const json_t *value);

/* The text of a string, or of a number as a person would write it (possibly in buffer); NULL with
 * the error. */
const char *json_reader_text(const struct json_reader *reader, const struct json_place *place,
	const json_t *value, char *buffer, size_t size);

#endif
