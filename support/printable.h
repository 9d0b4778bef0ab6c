/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which characters may reach a terminal. All text that comes from outside (files, arguments,
 * plugins, other programs) passes through here before it is shown, so that none of it moves the
 * cursor, changes colours, or is shown in another order.
 *
 * Not printed: C0, DEL and C1 controls, marks that change the direction of text, invisible
 * characters, line separators, and bytes that are not UTF-8. Each is shown as one "?".
 */
#ifndef BREAKEVEN_SUPPORT_PRINTABLE_H
#define BREAKEVEN_SUPPORT_PRINTABLE_H

#include <stdbool.h>
#include <stdint.h>

/* For a character from utf8_step(), including UTF8_NO_CHARACTER. */
bool printable_is(uint32_t character);

/* Makes a text printable, as one line, in place: it never gets longer. Returns it. */
char *printable(char *text);

#endif
