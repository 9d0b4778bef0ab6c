/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads a result from a stream. Its cases are decoded one at a time, so that memory holds the text
 * and the records, but not all JSON values, which are many times as large. If that fails, the text
 * is decoded as a whole, which gives the best error message.
 */
#include "config.h"

#include "results/record/record_stream.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "results/record/json_pieces.h"
#include "results/record/record_cases.h"
#include "results/record/record_check.h"
#include "results/record/record_json.h"
#include "support/limits.h"

#define FIRST_SIZE 65536 /* of the text, if its length is not known */

/* The text, for the caller to free; NULL with the error. */
static char *read_text(FILE *stream, size_t *size, struct error *error)
{
	struct stat about;
	size_t room = FIRST_SIZE, count;
	char *text, *larger;

	if (fstat(fileno(stream), &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0)
		room = (size_t)about.st_size + 1;
	*size = 0;
	text = malloc(room);
	while (text != NULL && (count = fread(text + *size, 1, room - *size, stream)) > 0) {
		*size += count;
		if (*size < room)
			continue;
		larger = room <= SIZE_MAX / 2 ? realloc(text, room *= 2) : NULL;
		if (larger == NULL)
			free(text);
		text = larger;
	}
	if (text == NULL) {
		error_set(error, "out of memory");
	} else if (ferror(stream)) {
		error_set(error, "cannot be read: %s", limits_error(errno));
		free(text);
		text = NULL;
	}
	return text;
}

static int read_whole(struct result *result, const char *text, size_t size, const char *name,
	struct error *error)
{
	json_error_t position;
	json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, &position);
	int status;

	if (json == NULL)
		return error_set(error, "%s:%d:%d: %s", name, position.line, position.column,
			position.text);
	status = result_from_json(result, json, error);
	if (status != 0)
		error_prefix(error, "%s", name);
	json_decref(json);
	return status;
}

/* The result without its cases; NULL if that is not JSON, or memory is out. */
static json_t *decode_frame(const struct json_pieces *pieces)
{
	const size_t size = pieces->before.size + pieces->after.size;
	char *text = malloc(size);
	json_t *json = NULL;

	if (text != NULL) {
		memcpy(text, pieces->before.text, pieces->before.size);
		memcpy(text + pieces->before.size, pieces->after.text, pieces->after.size);
		json = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
	}
	free(text);
	return json;
}

/* As record_cases_read(); the result is clear unless it is read. */
static enum record_cases read_pieces(struct result *result, const struct json_pieces *pieces,
	struct error *error)
{
	json_t *frame = decode_frame(pieces);
	enum record_cases found = RECORD_CASES_WRONG;
	int status;

	if (frame == NULL)
		return RECORD_CASES_NO_JSON;
	status = result_from_json(result, frame, error);
	json_decref(frame);
	if (status != 0)
		return RECORD_CASES_WRONG;
	result->cases = calloc(pieces->count + 1, sizeof(*result->cases));
	if (result->cases != NULL) {
		result->case_count = pieces->count;
		found = record_cases_read(result, pieces, error);
		if (found == RECORD_CASES_READ && record_check(result, error) != 0)
			found = RECORD_CASES_WRONG;
	} else {
		error_set(error, "out of memory");
	}
	if (found != RECORD_CASES_READ)
		result_clear(result);
	return found;
}

int result_read_stream(struct result *result, FILE *stream, const char *name, struct error *error)
{
	struct json_pieces pieces;
	bool no_memory = false;
	enum record_cases found = RECORD_CASES_NO_JSON;
	int status = 0;
	size_t size;
	char *text = read_text(stream, &size, error);

	*result = (struct result){0};
	if (text == NULL)
		return error_prefix(error, "%s", name);
	if (json_pieces_find(&pieces, text, size, "cases", &no_memory)) {
		found = read_pieces(result, &pieces, error);
		free(pieces.elements);
	}
	if (no_memory) {
		error_set(error, "out of memory");
		found = RECORD_CASES_WRONG;
	}
	if (found == RECORD_CASES_WRONG)
		status = error_prefix(error, "%s", name);
	else if (found == RECORD_CASES_NO_JSON)
		status = read_whole(result, text, size, name, error);
	free(text);
	return status;
}
