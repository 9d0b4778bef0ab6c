/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stepping over a UTF-8 text, character by character. All code that counts, checks or copies
 * characters uses utf8_step(), so that all agree on where one begins and on what is no character:
 * bytes that are cut off, overlong, halves of a surrogate pair or beyond Unicode.
 */
#ifndef BREAKEVEN_SUPPORT_UTF8_H
#define BREAKEVEN_SUPPORT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_NO_CHARACTER UINT32_MAX

/* Writes the first character of the text to *character and returns its length in bytes. For a byte
 * that begins none: UTF8_NO_CHARACTER and 1. */
size_t utf8_step(const char *text, uint32_t *character);

/* Characters of a text; a byte that begins none counts as one. */
size_t utf8_length(const char *text);

/* Whether all of the text is UTF-8. */
bool utf8_is_valid(const char *text);

#endif
