/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which characters may reach a terminal. All text that comes from outside (files, arguments,
 * plugins, other programs) passes through here before it is shown, so that none of it moves the
 * cursor, changes colours, or is read in another order than it stands in.
 *
 * Not printed: C0, DEL and C1 controls, marks that turn the direction of text, characters that
 * cannot be seen, separators of lines, and bytes that are no UTF-8. Each is shown as one "?".
 */
#ifndef BREAKEVEN_SUPPORT_PRINTABLE_H
#define BREAKEVEN_SUPPORT_PRINTABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PRINTABLE_NO_CHARACTER UINT32_MAX

/* The character that the text begins with, whose bytes it returns. A byte that begins none:
 * PRINTABLE_NO_CHARACTER, 1. */
size_t printable_character(const char *text, uint32_t *character);

bool printable_is(uint32_t character);

/* Makes a text printable, as one line, in its place: it only ever gets shorter. Returns it. */
char *printable(char *text);

#endif
