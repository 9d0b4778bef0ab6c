/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting, cutting and wrapping UTF-8; see columns.h. */
#include "config.h"

#include "results/table/columns.h"

#include "results/table/character_width.h"
#include "support/printable.h"
#include "support/utf8.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NO_BREAK \
	"\u00a0" /* keeps a number and its unit together while wrapping; written as a blank */

static size_t character_length(const char *text)
{
	uint32_t character;

	return utf8_step(text, &character);
}

/* The columns of the character at text; an unprintable one is written as "?". */
static size_t character_columns(const char *text)
{
	uint32_t character;

	utf8_step(text, &character);
	return printable_is(character) ? character_width(character) : 1;
}

size_t columns_of(const char *text)
{
	size_t columns = 0;

	for (; *text != '\0'; text += character_length(text))
		columns += character_columns(text);
	return columns;
}

/* Writes at most *columns of the text and sets it to the rest. Returns where it stopped. */
static const char *write_some(FILE *stream, const char *text, size_t *columns)
{
	while (*text != '\0' && character_columns(text) <= *columns) {
		uint32_t character;
		const size_t length = utf8_step(text, &character);

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

/* The indent, or less if the first word of the text does not fit after it. */
static size_t indent_of(const char *text, size_t width, size_t indent)
{
	const size_t word = word_columns(text), room = width > word ? width - word : 0;

	return indent < room ? indent : room;
}

/* The line has `used` columns already. */
static void wrap(FILE *stream, const char *text, size_t width, size_t indent, size_t used)
{
	bool empty = true; /* the line has no word yet */

	while (*text != '\0') {
		size_t word = word_columns(text), left = word;

		if (!empty && width > 0 && used + 1 + word > width) {
			used = indent_of(text, width, indent);
			fprintf(stream, "\n%*s", (int)used, "");
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

void columns_wrap(FILE *stream, const char *text, size_t width, size_t indent)
{
	wrap(stream, text, width, indent, 0);
}

void columns_wrap_beside(FILE *stream, const char *text, size_t width, size_t indent)
{
	wrap(stream, text, width, indent, indent);
}

/* Where the last column of a line begins: after its last gap of two or more blanks, or after its
 * indent. */
static size_t last_column(const char *line)
{
	size_t start = strspn(line, " ");

	for (size_t i = start; line[i] != '\0'; i++)
		if (i > start && line[i] != ' ' && line[i - 1] == ' ' && line[i - 2] == ' ')
			start = i;
	return start;
}

/* The first `length` bytes with non-breaking blanks, then the rest. NULL: no memory. */
static char *hold_together(const char *line, size_t length)
{
	char *held = malloc(strlen(line) + length * strlen(NO_BREAK) + 1), *to = held;

	for (size_t i = 0; held != NULL && i < length; i++)
		to = line[i] == ' ' ? stpcpy(to, NO_BREAK) : (*to = line[i], to + 1);
	if (held != NULL)
		strcpy(to, line + length);
	return held;
}

/* A first column that would take more than half of the width gets lines of its own. */
static void write_line(FILE *stream, char *line, size_t width)
{
	const size_t indent = strspn(line, " "), below = indent + 4;
	size_t start = last_column(line);
	const bool long_first = start > width / 2 && start >= below;
	char *held = NULL;

	if (columns_of(line) > width && long_first) {
		held = strndup(line, start);
		for (size_t end = start; held != NULL && held[end - 1] == ' '; end--)
			held[end - 1] = '\0';
		if (held != NULL)
			write_line(stream, held, width);
		free(held);
		line += start - below;
		memset(line, ' ', below);
		start = below;
	}
	if (start == strspn(line, " ")) {
		const size_t less = start - indent_of(line + start, width, start);

		line += less;
		start -= less;
	}
	held = columns_of(line) > width ? hold_together(line, start) : NULL;
	if (held != NULL) {
		columns_wrap(stream, held, width, start);
	} else {
		columns_write(stream, line, 0);
		fputc('\n', stream);
	}
	free(held);
}

/* The end of the line; with `join`, first joins the lines of its paragraph. NULL for the last line.
 */
static char *find_end(char *line, bool join)
{
	char *end = strchr(line, '\n');

	while (join && end != NULL && *line != ' ' && end > line && strchr(" \n", end[1]) == NULL) {
		*end = ' ';
		end = strchr(end, '\n');
	}
	return end;
}

static bool fits(const char *text, size_t width)
{
	size_t columns = 0;

	for (; *text != '\0' && columns <= width; text += character_length(text))
		columns = *text == '\n' ? 0 : columns + character_columns(text);
	return columns <= width;
}

/* Line by line: if writing a text larger than the stream's buffer fails, the buffer stays empty,
 * and the later flush, which reports the reason, would have nothing to do. */
static void put_lines(FILE *stream, const char *text)
{
	for (size_t length; *text != '\0'; text += length) {
		length = strcspn(text, "\n");
		length += text[length] == '\n';
		fwrite(text, 1, length, stream);
	}
}

static void write_lines(FILE *stream, const char *text, size_t width, bool join)
{
	char *copy = width == 0 || fits(text, width) ? NULL : strdup(text), *line = copy;

	for (char *end; line != NULL && (end = find_end(line, join)) != NULL; line = end + 1) {
		*end = '\0';
		write_line(stream, line, width);
	}
	put_lines(stream, copy != NULL ? line : text);
	free(copy);
}

void columns_text(FILE *stream, const char *text, size_t width)
{
	write_lines(stream, text, width, true);
}

void columns_lines(FILE *stream, const char *text, size_t width)
{
	write_lines(stream, text, width, false);
}
