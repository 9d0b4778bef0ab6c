/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cutting an array out of a JSON text; see json_pieces.h. */
#include "config.h"

#include "results/record/json_pieces.h"

#include <stdlib.h>
#include <string.h>

/* A text, read from `at` up to `end`. */
struct cursor {
	const char *at, *end;
};

static bool is_blank(char letter)
{
	return letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r';
}

static void skip_blanks(struct cursor *cursor)
{
	while (cursor->at < cursor->end && is_blank(*cursor->at))
		cursor->at++;
}

/* The next letter after blanks; '\0' at the end. */
static char next(struct cursor *cursor)
{
	skip_blanks(cursor);
	return cursor->at < cursor->end ? *cursor->at : '\0';
}

/* Moves past this letter. False if it does not come next. */
static bool take(struct cursor *cursor, char letter)
{
	if (next(cursor) != letter)
		return false;
	cursor->at++;
	return true;
}

static bool skip_string(struct cursor *cursor)
{
	for (cursor->at++; cursor->at < cursor->end; cursor->at++) {
		if (*cursor->at == '"') {
			cursor->at++;
			return true;
		}
		if (*cursor->at == '\\')
			cursor->at++;
	}
	return false;
}

/* Skips an object or an array up to its closing bracket; the kinds of brackets are not checked. */
static bool skip_brackets(struct cursor *cursor)
{
	size_t depth = 0;

	while (cursor->at < cursor->end) {
		switch (*cursor->at) {
		case '"':
			if (!skip_string(cursor))
				return false;
			continue;
		case '{':
		case '[':
			depth++;
			break;
		case '}':
		case ']':
			depth--;
			break;
		}
		cursor->at++;
		if (depth == 0)
			return true;
	}
	return false;
}

/* Skips the next value of any kind. False if there is none. */
static bool skip_value(struct cursor *cursor)
{
	const char *begin;

	switch (next(cursor)) {
	case '"':
		return skip_string(cursor);
	case '{':
	case '[':
		return skip_brackets(cursor);
	}
	begin = cursor->at;
	while (cursor->at < cursor->end && !is_blank(*cursor->at) &&
		memchr(",:]}", *cursor->at, 4) == NULL)
		cursor->at++;
	return cursor->at > begin;
}

/* Appends a piece; the room doubles whenever the count is a power of two. */
static bool append(struct json_pieces *pieces, struct json_piece piece)
{
	const size_t count = pieces->count;

	if ((count & (count - 1)) == 0) {
		struct json_piece *elements = reallocarray(pieces->elements,
			count > 0 ? 2 * count : 1, sizeof(*elements));

		if (elements == NULL)
			return false;
		pieces->elements = elements;
	}
	pieces->elements[pieces->count++] = piece;
	return true;
}

/* Collects the elements of the next array and moves the cursor past it. */
static bool cut_array(struct json_pieces *pieces, struct cursor *cursor, bool *no_memory)
{
	if (!take(cursor, '['))
		return false;
	pieces->before.size = (size_t)(cursor->at - pieces->before.text);
	if (next(cursor) != ']')
		do {
			struct json_piece piece;

			skip_blanks(cursor);
			piece.text = cursor->at;
			if (!skip_value(cursor))
				return false;
			piece.size = (size_t)(cursor->at - piece.text);
			if (!append(pieces, piece)) {
				*no_memory = true;
				return false;
			}
		} while (take(cursor, ','));
	pieces->after.text = cursor->at;
	return take(cursor, ']');
}

/* Walks the members of the next object. */
static bool cut_object(struct json_pieces *pieces, struct cursor *cursor, const char *name,
	bool *no_memory)
{
	const size_t length = strlen(name);

	if (!take(cursor, '{'))
		return false;
	do {
		const char *key;
		bool wanted;

		if (next(cursor) != '"')
			return false;
		key = cursor->at + 1;
		if (!skip_string(cursor))
			return false;
		wanted = (size_t)(cursor->at - key) == length + 1 && memcmp(key, name, length) == 0;
		if (!take(cursor, ':') || (wanted && pieces->after.text != NULL) ||
			!(wanted ? cut_array(pieces, cursor, no_memory) : skip_value(cursor)))
			return false;
	} while (take(cursor, ','));
	return take(cursor, '}') && next(cursor) == '\0' && pieces->after.text != NULL;
}

bool json_pieces_find(struct json_pieces *pieces, const char *text, size_t size, const char *name,
	bool *no_memory)
{
	struct cursor cursor = {text, text + size};

	*pieces = (struct json_pieces){.before.text = text};
	*no_memory = false;
	if (cut_object(pieces, &cursor, name, no_memory)) {
		pieces->after.size = (size_t)(text + size - pieces->after.text);
		return true;
	}
	free(pieces->elements);
	*pieces = (struct json_pieces){0};
	return false;
}
