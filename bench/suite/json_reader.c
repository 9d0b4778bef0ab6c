/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strict reader of hand-written JSON files: keeps the text, so that errors can give positions. */
#include "config.h"

#include "bench/suite/json_reader.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/limits.h"
#include "support/text.h"

#define PLACE_SIZE 256

/* Reads the whole file. Reading ends after a zero byte, which is included so that jansson refuses
 * it. */
static char *read_whole(const char *path, size_t *length, struct error *error)
{
	FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t size = 0;
	ssize_t got;

	if (file == NULL) {
		error_set(error, "%s: %s", path, limits_error(errno));
		return NULL;
	}
	errno = 0;
	got = getdelim(&text, &size, '\0', file);
	if (got < 0) {
		error_set(error, "%s: %s", path,
			ferror(file) ? limits_error(errno) : "the file is empty");
		free(text);
		text = NULL;
	}
	fclose(file);
	*length = (size_t)got;
	return text;
}

int json_reader_open(struct json_reader *reader, const char *path, struct error *error)
{
	json_error_t cause;
	size_t length;

	*reader = (struct json_reader){.file = path, .error = error};
	reader->text = read_whole(path, &length, error);
	if (reader->text == NULL)
		return -1;
	reader->root = json_loadb(reader->text, length, JSON_REJECT_DUPLICATES, &cause);
	if (reader->root == NULL) {
		free(reader->text);
		return error_set(error, "%s:%d:%d: %s", path, cause.line, cause.column, cause.text);
	}
	return 0;
}

void json_reader_close(struct json_reader *reader)
{
	json_decref(reader->root);
	free(reader->text);
}

static int __attribute__((format(printf, 4, 0))) refuse(const struct json_reader *reader,
	const struct json_place *place, bool at_key, const char *format, va_list arguments)
{
	char cause[sizeof(reader->error->text)];
	char where[PLACE_SIZE];
	unsigned line, column;

	vsnprintf(cause, sizeof(cause), format, arguments);
	json_position_find(reader->text, place, at_key, &line, &column);
	json_place_format(place, where, sizeof(where));
	return error_set(reader->error, "%s:%u:%u: %s%s%s", reader->file, line, column, where,
		where[0] != '\0' ? ": " : "", cause);
}

int json_reader_refuse(const struct json_reader *reader, const struct json_place *place,
	const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	refuse(reader, place, false, format, arguments);
	va_end(arguments);
	return -1;
}

int json_reader_refuse_key(const struct json_reader *reader, const struct json_place *place,
	const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	refuse(reader, place, true, format, arguments);
	va_end(arguments);
	return -1;
}

static bool is_among(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

/* "name, summary, cases" */
static const char *join(const char *const *words, char *buffer, size_t size)
{
	size_t used = 0;

	buffer[0] = '\0';
	for (; *words != NULL && used < size; words++)
		used += (size_t)snprintf(buffer + used, size - used, "%s%s", used > 0 ? ", " : "",
			*words);
	return buffer;
}

static int refuse_unknown_key(const struct json_reader *reader, const struct json_place *parent,
	const char *key, const char *const *keys)
{
	struct json_place place = {.parent = parent, .key = key};
	const char *nearest = text_nearest(key, keys);
	char known[PLACE_SIZE];

	if (nearest != NULL)
		return json_reader_refuse_key(reader, &place, "unknown key; did you mean '%s'?",
			nearest);
	return json_reader_refuse_key(reader, &place, "unknown key; there are %s",
		join(keys, known, sizeof(known)));
}

int json_reader_object(const struct json_reader *reader, const struct json_place *place,
	const json_t *value, const char *const *keys)
{
	void *entry;

	if (!json_is_object(value))
		return json_reader_refuse(reader, place, "must be an object, { … }");
	/* The iterator functions only read, but their argument is not const. */
	for (entry = json_object_iter((json_t *)value); entry != NULL;
		entry = json_object_iter_next((json_t *)value, entry))
		if (!is_among(json_object_iter_key(entry), keys))
			return refuse_unknown_key(reader, place, json_object_iter_key(entry), keys);
	return 0;
}

int json_reader_array(const struct json_reader *reader, const struct json_place *place,
	const json_t *value)
{
	if (!json_is_array(value) || json_array_size(value) == 0)
		return json_reader_refuse(reader, place,
			"must be a list with at least one entry, [ … ]");
	return 0;
}

const char *json_reader_string(const struct json_reader *reader, const struct json_place *place,
	const json_t *value)
{
	if (!json_is_string(value))
		json_reader_refuse(reader, place, "must be a text in quotes");
	return json_string_value(value);
}

const char *json_reader_text(const struct json_reader *reader, const struct json_place *place,
	const json_t *value, char *buffer, size_t size)
{
	if (json_is_string(value))
		return json_string_value(value);
	if (json_is_number(value))
		return text_format_number(buffer, size, json_number_value(value));
	json_reader_refuse(reader, place, "must be a number or a text in quotes");
	return NULL;
}
