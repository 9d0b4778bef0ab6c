/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text in a chart. Names and reasons of a result are whatever its file says: before they reach a
 * gnuplot script they are cleaned to printable text and written between single quotes, where
 * gnuplot expands nothing.
 */
#ifndef BREAKEVEN_PLOTS_LABEL_H
#define BREAKEVEN_PLOTS_LABEL_H

#include <stddef.h>
#include <stdio.h>

/* Large enough for any label that charts write. */
#define LABEL_SIZE 640

/* Copies text as printable UTF-8 on one line: control and direction characters are dropped, what is
 * not UTF-8 becomes "?", and what is beyond `limit` characters an ellipsis. NULL is "". Returns
 * buffer. */
char *label_clean(char *buffer, size_t size, size_t limit, const char *text);

/* Writes the cleaned text between single quotes, with apostrophes for the quotes in it. */
void label_write(FILE *script, const char *text);

/* About how wide the text is in the charts' font of that size; rather too much than too little. */
double label_width(const char *text, double size);

/* A number on an axis, with an SI prefix: "500", "20 k", "1.5 M". Returns buffer. */
char *label_number(char *buffer, size_t size, double number);

#endif
