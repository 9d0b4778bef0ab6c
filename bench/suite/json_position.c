/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Positions in a JSON text that jansson has accepted: a scanner that only needs to distinguish
 * strings and brackets. Keys are decoded by jansson before they are compared, including escapes.
 */
#include "config.h"

#include "bench/suite/json_position.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "support/utf8.h"

static const char *skip_space(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

/* At the opening quote; returns what follows the closing one. */
static const char *skip_string(const char *at)
{
	for (at++; *at != '"' && *at != '\0'; at++)
		if (*at == '\\' && at[1] != '\0')
			at++;
	return *at == '"' ? at + 1 : at;
}

static const char *skip_value(const char *at)
{
	unsigned depth = 0;

	do {
		if (*at == '"') {
			at = skip_string(at);
		} else if (*at == '{' || *at == '[') {
			depth++;
			at++;
		} else if (*at == '}' || *at == ']') {
			depth--;
			at++;
		} else if (depth == 0) {
			return at + strcspn(at, ",]} \t\r\n");
		} else {
			at++;
		}
	} while (depth > 0 && *at != '\0');
	return at;
}

static bool key_is(const char *begin, const char *end, const char *key)
{
	json_t *decoded = json_loadb(begin, (size_t)(end - begin), JSON_DECODE_ANY, NULL);
	bool same = decoded != NULL && strcmp(json_string_value(decoded), key) == 0;

	json_decref(decoded);
	return same;
}

/* The member for this step in the container at `at`, or NULL. Sets *key_at if it has a key. */
static const char *find_member(const char *at, const struct json_place *step, const char **key_at)
{
	bool object = *at == '{';

	if ((!object && *at != '[') || object != (step->key != NULL))
		return NULL;
	at = skip_space(at + 1);
	for (size_t index = 0; *at != '}' && *at != ']' && *at != '\0'; index++) {
		const char *begin = at, *end = at;

		if (object) {
			end = skip_string(at);
			at = skip_space(skip_space(end) + 1); /* the colon */
		}
		if (object ? key_is(begin, end, step->key) : index == step->index) {
			*key_at = begin;
			return at;
		}
		at = skip_space(skip_value(at));
		if (*at == ',')
			at = skip_space(at + 1);
	}
	return NULL;
}

/* Finds the value at a place. False if there is none: *at is then the last container reached. */
static bool find_place(const char *text, const struct json_place *place, const char **at,
	const char **key_at)
{
	const char *member;

	if (place->parent == NULL) {
		*at = *key_at = skip_space(text);
		return true;
	}
	if (!find_place(text, place->parent, at, key_at))
		return false;
	member = find_member(*at, place, key_at);
	if (member == NULL)
		return false;
	*at = member;
	return true;
}

void json_position_find(const char *text, const struct json_place *place, bool at_key,
	unsigned *line, unsigned *column)
{
	const char *at, *key_at;

	if (find_place(text, place, &at, &key_at) && at_key)
		at = key_at;
	*line = 1;
	*column = 1;
	for (uint32_t character; text < at;) {
		text += utf8_step(text, &character);
		*line += character == '\n';
		*column = character == '\n' ? 1 : *column + 1;
	}
}

char *json_place_format(const struct json_place *place, char *buffer, size_t size)
{
	size_t used;

	if (place->parent == NULL) {
		buffer[0] = '\0';
		return buffer;
	}
	json_place_format(place->parent, buffer, size);
	used = strlen(buffer);
	if (place->key == NULL)
		snprintf(buffer + used, size - used, "[%zu]", place->index);
	else
		snprintf(buffer + used, size - used, "%s%s", used > 0 ? "." : "", place->key);
	return buffer;
}
