/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stepping over a UTF-8 text, character by character. Whoever counts, checks or copies characters
 * steps with utf8_step(), so that all agree on where one begins and on what is none: bytes that are
 * cut off, overlong, halves of a pair or beyond Unicode.
 */
#ifndef BREAKEVEN_SUPPORT_UTF8_H
#define BREAKEVEN_SUPPORT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_NO_CHARACTER UINT32_MAX

/* The character that the text begins with, whose bytes it returns. A byte that begins none:
 * UTF8_NO_CHARACTER, 1. */
size_t utf8_step(const char *text, uint32_t *character);

/* Characters of a text; a byte that begins none counts as one. */
size_t utf8_length(const char *text);

/* Whether all of the text is UTF-8. */
bool utf8_is_valid(const char *text);

#endif
