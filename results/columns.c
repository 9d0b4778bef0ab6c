/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting, cutting and wrapping UTF-8; see columns.h. */
#include "config.h"

#include "results/columns.h"

#include "results/character_width.h"
#include "support/printable.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NO_BREAK \
	"\u00a0" /* holds a number and its unit together while wrapping; written as a blank */

static size_t character_length(const char *text)
{
	uint32_t character;

	return printable_character(text, &character);
}

/* The columns of the character at text; one that is not printed is a "?". */
static size_t character_columns(const char *text)
{
	uint32_t character;

	printable_character(text, &character);
	return printable_is(character) ? character_width(character) : 1;
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
		uint32_t character;
		const size_t length = printable_character(text, &character);

		*columns -= character_columns(text);
		if (length == 2 && memcmp(text, NO_BREAK, 2) == 0)
			fputc(' ', stream);
		else if (printable_is(character))
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

void columns_line(FILE *stream, const char *format, ...)
{
	va_list arguments;
	char *line = NULL;
	int length;

	va_start(arguments, format);
	length = vasprintf(&line, format, arguments);
	va_end(arguments);
	if (length >= 0)
		columns_write(stream, line, 0);
	fputc('\n', stream);
	if (length >= 0)
		free(line);
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
