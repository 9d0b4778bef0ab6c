/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which characters may reach a terminal; see printable.h. */
#include "config.h"

#include "support/printable.h"

#include <string.h>

/* What is not printed, from … to, in order. */
static const struct {
	uint32_t first, last;
} hidden[] = {
	{0x0000, 0x001f},       /* C0 */
	{0x007f, 0x009f},       /* DEL and C1 */
	{0x00ad, 0x00ad},       /* a hyphen that is not there */
	{0x061c, 0x061c},       /* the Arabic mark of direction */
	{0x180e, 0x180e},       /* a separator that is not there */
	{0x200b, 0x200f},       /* no width, joiners, marks of direction */
	{0x2028, 0x202e},       /* separators of lines; embedding and overriding direction */
	{0x2060, 0x206f},       /* no width; isolating direction */
	{0xd800, 0xdfff},       /* halves of a pair */
	{0xfeff, 0xfeff},       /* the mark of byte order */
	{0xfff9, 0xfffb},       /* notes between lines */
	{0xfffe, 0xffff},       /* no characters */
	{0xe0000, 0xe007f},     /* tags */
	{0x110000, UINT32_MAX}, /* no Unicode, no UTF-8 */
};

size_t printable_character(const char *text, uint32_t *character)
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

	*character = PRINTABLE_NO_CHARACTER;
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

bool printable_is(uint32_t character)
{
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (character <= hidden[i].last)
			return character < hidden[i].first;
	return false;
}

char *printable(char *text)
{
	uint32_t character;
	size_t length;
	char *to = text;

	for (const char *from = text; *from != '\0'; from += length) {
		length = printable_character(from, &character);
		if (printable_is(character)) {
			memmove(to, from, length);
			to += length;
		} else {
			*to++ = '?';
		}
	}
	*to = '\0';
	return text;
}
