/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Errors: what went wrong, in one line that a person can act on.
 *
 * A function that can fail takes a struct error, returns 0 or -1 (or NULL) and fills it. The first
 * error wins: a later one, met while unwinding, does not hide the cause. Nothing below the commands
 * prints or exits.
 */
#ifndef BREAKEVEN_SUPPORT_ERROR_H
#define BREAKEVEN_SUPPORT_ERROR_H

struct error {
	char text[1024]; /* empty: no error; one printable line, without its end */
};

/* Sets the text unless one is set already. A NULL error is allowed. Returns -1, always. */
int error_set(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts "prefix: " before a text that is set (which file, which case). Returns -1, always. */
int error_prefix(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
