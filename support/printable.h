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
#include <stdint.h>

/* Of a character that utf8_step() gave, its UTF8_NO_CHARACTER too. */
bool printable_is(uint32_t character);

/* Makes a text printable, as one line, in its place: it only ever gets shorter. Returns it. */
char *printable(char *text);

#endif
