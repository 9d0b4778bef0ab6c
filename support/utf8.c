/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stepping over UTF-8; see utf8.h. */
#include "config.h"

#include "support/utf8.h"

size_t utf8_step(const char *text, uint32_t *character)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *bytes = (const unsigned char *)text;
	const size_t length = bytes[0] < 0x80 ? 1
		: bytes[0] < 0xc2             ? 0
		: bytes[0] < 0xe0             ? 2
		: bytes[0] < 0xf0             ? 3
		: bytes[0] < 0xf5             ? 4
					      : 0;
	uint32_t code = length == 1 ? bytes[0] : bytes[0] & (0xffU >> (length + 1));

	*character = UTF8_NO_CHARACTER;
	if (length == 0)
		return 1;
	for (size_t i = 1; i < length; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 1;
		code = code << 6 | (bytes[i] & 0x3fU);
	}
	if (code < smallest[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return 1;
	*character = code;
	return length;
}

size_t utf8_length(const char *text)
{
	uint32_t character;
	size_t length = 0;

	for (; *text != '\0'; text += utf8_step(text, &character))
		length++;
	return length;
}

bool utf8_is_valid(const char *text)
{
	uint32_t character = 0;

	while (*text != '\0' && character != UTF8_NO_CHARACTER)
		text += utf8_step(text, &character);
	return character != UTF8_NO_CHARACTER;
}
