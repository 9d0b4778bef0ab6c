/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting, cutting and wrapping UTF-8; see columns.h. */
#include "config.h"

#include "results/columns.h"

#include "results/character_width.h"

#include <stdbool.h>
#include <string.h>

#define NO_BREAK \
	"\u00a0" /* holds a number and its unit together while wrapping; written as a blank */

/* The bytes of the character at text: more than one only where they are a well-formed sequence. */
static size_t character_length(const char *text)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t length = bytes[0] >= 0xf0 ? 4 : bytes[0] >= 0xe0 ? 3 : bytes[0] >= 0xc2 ? 2 : 1;

	for (size_t i = 1; i < length; i++)
		if ((bytes[i] & 0xc0) != 0x80)
			return 1;
	return length;
}

/* C0, DEL, C1 (which UTF-8 writes as c2 80 … c2 9f), and bytes that are no UTF-8. */
static bool is_printable(const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)text;

	if (length == 1)
		return bytes[0] >= 0x20 && bytes[0] < 0x7f;
	return !(bytes[0] == 0xc2 && bytes[1] < 0xa0);
}

/* The columns of the character at text; one that is not printed is a "?". */
static size_t character_columns(const char *text)
{
	static const unsigned char first_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	const unsigned char *bytes = (const unsigned char *)text;
	const size_t length = character_length(text);
	uint32_t character = bytes[0] & first_bits[length];

	if (length == 1)
		return 1;
	for (size_t i = 1; i < length; i++)
		character = character << 6 | (bytes[i] & 0x3f);
	return character_width(character);
}

size_t columns_of(const char *text)
{
	size_t columns = 0;

	for (; *text != '\0'; text += character_length(text))
		columns += character_columns(text);
	return columns;
}

/* Writes at most *columns of the text, which becomes what is left. Returns where it stopped. */
static const char *write_some(FILE *stream, const char *text, size_t *columns)
{
	while (*text != '\0' && character_columns(text) <= *columns) {
		size_t length = character_length(text);

		*columns -= character_columns(text);
		if (length == 2 && memcmp(text, NO_BREAK, 2) == 0)
			fputc(' ', stream);
		else if (is_printable(text, length))
			fwrite(text, 1, length, stream);
		else
			fputc('?', stream);
		text += length;
	}
	return text;
}

size_t columns_write(FILE *stream, const char *text, size_t limit)
{
	size_t columns = columns_of(text), left = columns;

	if (limit == 0 || columns <= limit) {
		write_some(stream, text, &left);
		return columns;
	}
	left = limit - 1;
	write_some(stream, text, &left);
	fputs("…", stream);
	return limit - left;
}

/* The columns up to the next blank or the end. */
static size_t word_columns(const char *text)
{
	size_t columns = 0;

	for (; *text != '\0' && *text != ' '; text += character_length(text))
		columns += character_columns(text);
	return columns;
}

void columns_wrap(FILE *stream, const char *text, size_t width, size_t indent)
{
	bool empty = true; /* the line has no word yet */
	size_t used = 0;

	while (*text != '\0') {
		size_t word = word_columns(text), left = word;

		if (!empty && width > 0 && used + 1 + word > width) {
			fprintf(stream, "\n%*s", (int)indent, "");
			used = indent;
		} else if (!empty) {
			fputc(' ', stream);
			used++;
		}
		text = write_some(stream, text, &left);
		empty = false;
		used += word;
		while (*text == ' ')
			text++;
	}
	fputc('\n', stream);
}
