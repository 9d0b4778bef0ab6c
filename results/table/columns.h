/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text in columns of a terminal: UTF-8, where wide characters take two columns, combining marks
 * take none, and no character controls the terminal.
 *
 * Text of a result is data: what is not printable (support/printable.h) becomes "?". A
 * no-break blank (U+00A0) becomes a plain one.
 */
#ifndef BREAKEVEN_RESULTS_TABLE_COLUMNS_H
#define BREAKEVEN_RESULTS_TABLE_COLUMNS_H

#include <stddef.h>
#include <stdio.h>

/* How many columns a text takes. */
size_t columns_of(const char *text);

/* Writes a text in at most `limit` columns, "…" at its end where it was cut; 0: all of it.
 * Returns how many columns it took. */
size_t columns_write(FILE *stream, const char *text, size_t limit);

/* Writes one line, printable whatever its arguments hold. */
void columns_line(FILE *stream, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Writes a text in lines of at most `width` columns, broken at blanks (a longer word gets its own
 * line). Lines after the first are indented, by less where a word needs the room. A newline is at
 * the end. 0: one line. */
void columns_wrap(FILE *stream, const char *text, size_t width, size_t indent);

/* The same where the first `indent` columns of the first line are already taken. */
void columns_wrap_beside(FILE *stream, const char *text, size_t width, size_t indent);

/* Writes the lines of a text. Lines wider than `width` columns are broken and continue below the
 * text after their last gap of two blanks or more, where there is one. Lines of one paragraph that
 * begin at the left edge are joined first. 0: lines as they are. */
void columns_text(FILE *stream, const char *text, size_t width);

/* The same without joining lines. */
void columns_lines(FILE *stream, const char *text, size_t width);

#endif
