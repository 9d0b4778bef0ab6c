/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is said on standard error, in order with standard output.
 *
 * All of the program's lines on standard error go through here, and only those: before each, what
 * standard output holds is written, and a line is one write. So whoever has both streams in one
 * place reads them in the order in which they were said.
 *
 * On a terminal with a cursor there is also the status, a line that changes. It is never wider than
 * the terminal and is cleared before anything else is said.
 */
#ifndef BREAKEVEN_BENCH_PROGRAM_MESSAGE_H
#define BREAKEVEN_BENCH_PROGRAM_MESSAGE_H

#include <stdbool.h>

/* Writes what standard output holds. 0, or the errno of the first time that this failed. */
int message_flush(void);

/* One line, without its end. */
void message_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Several lines as they are. */
void message_text(const char *text);

/* Whether standard error can show a status. */
bool message_has_status(void);

/* Shows "FIGURES  WHAT" as the status in place of the last one, cut where the terminal ends; only
 * where there is one. */
void message_status(const char *figures, const char *what);

/* Before standard output is written, so that it begins in a line of its own. */
void message_status_end(void);

#endif
