/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The body of every good answer of the built-in server: the beginning of one endless text that
 * repeats with a period that is a prime number, so that a byte out of place is found.
 */
#ifndef BREAKEVEN_WORKLOADS_OPERATIONS_HTTP_BODY_H
#define BREAKEVEN_WORKLOADS_OPERATIONS_HTTP_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define HTTP_BODY_PERIOD 89

/* Byte `offset` of the endless text: "!", """, "#" … "y", then again. */
static inline char http_body_byte(uint64_t offset)
{
	return (char)('!' + offset % HTTP_BODY_PERIOD);
}

/* Whether these bytes stand at this offset of the text. Only the first period is checked byte by
 * byte: after it each byte must equal the one a period before. */
static inline bool http_body_matches(const char *bytes, size_t length, uint64_t offset)
{
	for (size_t i = 0; i < length && i < HTTP_BODY_PERIOD; i++)
		if (bytes[i] != http_body_byte(offset + i))
			return false;
	return length <= HTTP_BODY_PERIOD ||
		memcmp(bytes, bytes + HTTP_BODY_PERIOD, length - HTTP_BODY_PERIOD) == 0;
}

#endif
