/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a stream that may be a terminal can show. */
#ifndef BREAKEVEN_BENCH_TERMINAL_H
#define BREAKEVEN_BENCH_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

/* Whether colours are wanted there: on a terminal that has them, unless NO_COLOR is set. */
bool terminal_colour(FILE *stream);

/* Whether what was written there can be written over: on a terminal that has a cursor. */
bool terminal_has_cursor(FILE *stream);

/* Its columns; 0 where it is no terminal. */
unsigned terminal_width(FILE *stream);

#endif
