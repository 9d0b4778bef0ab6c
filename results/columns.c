/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting, cutting and wrapping UTF-8; see columns.h. */
#include "config.h"

#include "results/columns.h"

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

size_t columns_of(const char *text)
{
	size_t columns = 0;

	for (; *text != '\0'; text += character_length(text))
		columns++;
	return columns;
}

/* Writes this many columns of the text. Returns where it stopped. */
static const char *write_some(FILE *stream, const char *text, size_t columns)
{
	for (; columns > 0 && *text != '\0'; columns--) {
		size_t length = character_length(text);

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
	size_t columns = columns_of(text);

	if (limit == 0 || columns <= limit) {
		write_some(stream, text, columns);
		return columns;
	}
	write_some(stream, text, limit - 1);
	fputs("…", stream);
	return limit;
}

/* The columns up to the next blank or the end. */
static size_t word_columns(const char *text)
{
	size_t columns = 0;

	for (; *text != '\0' && *text != ' '; text += character_length(text))
		columns++;
	return columns;
}

void columns_wrap(FILE *stream, const char *text, size_t width, size_t indent)
{
	bool empty = true; /* the line has no word yet */
	size_t used = 0;

	while (*text != '\0') {
		size_t word = word_columns(text);

		if (!empty && width > 0 && used + 1 + word > width) {
			fprintf(stream, "\n%*s", (int)indent, "");
			used = indent;
		} else if (!empty) {
			fputc(' ', stream);
			used++;
		}
		text = write_some(stream, text, word);
		empty = false;
		used += word;
		while (*text == ' ')
			text++;
	}
	fputc('\n', stream);
}
