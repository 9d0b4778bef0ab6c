/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a stream can show, depending on whether it is a terminal. */
#ifndef BREAKEVEN_BENCH_PROGRAM_TERMINAL_H
#define BREAKEVEN_BENCH_PROGRAM_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

/* Whether to use colours: on a terminal that has them, unless NO_COLOR is set. */
bool terminal_colour(FILE *stream);

/* Whether output can be overwritten: on a terminal that has a cursor. */
bool terminal_has_cursor(FILE *stream);

/* Its columns; 0 if it is not a terminal. */
unsigned terminal_width(FILE *stream);

/* A text whose lines are wrapped to the terminal's width once it is complete. */
struct terminal_text {
	FILE *stream, *memory; /* memory is NULL if none is left; then the text is not wrapped */
	char *text;
	size_t length;
};

/* Returns the stream to write it to, which is open until terminal_text_end(). */
FILE *terminal_text_begin(struct terminal_text *text, FILE *stream);
void terminal_text_end(struct terminal_text *text);

/* The same for a text without paragraphs: each line is wrapped separately. */
void terminal_text_end_lines(struct terminal_text *text);

#endif
