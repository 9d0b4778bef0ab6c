/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages on standard error, in order with standard output.
 *
 * All lines on standard error go through this module. It flushes standard output before each line
 * and writes each line with one call, so that both streams, seen together, are in order.
 *
 * On a terminal with a cursor it also shows a status, a line that changes. The status is never
 * wider than the terminal and is cleared before any other output.
 */
#ifndef BREAKEVEN_BENCH_PROGRAM_MESSAGE_H
#define BREAKEVEN_BENCH_PROGRAM_MESSAGE_H

#include <stdbool.h>

/* Flushes standard output. Returns 0, or the errno of the first failure. */
int message_flush(void);

/* One line; the text has no newline at its end. */
void message_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Several lines, unchanged. */
void message_text(const char *text);

/* Whether standard error can show a status. */
bool message_has_status(void);

/* Replaces the status by "FIGURES WHAT", cut to the width of the terminal; does nothing without a
 * status. */
void message_status(const char *figures, const char *what);

/* Call before writing to standard output, so that it begins on a new line. */
void message_status_end(void);

#endif
