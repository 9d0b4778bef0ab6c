/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which characters may reach a terminal; see printable.h. */
#include "config.h"

#include "support/printable.h"

#include <string.h>

#include "support/utf8.h"

/* Ranges that are not printed, from … to, in order. */
static const struct {
	uint32_t first, last;
} hidden[] = {
	{0x0000, 0x001f},       /* C0 */
	{0x007f, 0x009f},       /* DEL and C1 */
	{0x00ad, 0x00ad},       /* soft hyphen */
	{0x061c, 0x061c},       /* Arabic letter mark */
	{0x180e, 0x180e},       /* Mongolian vowel separator */
	{0x200b, 0x200f},       /* zero width, joiners, direction marks */
	{0x2028, 0x202e},       /* line separators; embedded and overridden direction */
	{0x2060, 0x206f},       /* zero width; isolated direction */
	{0xd800, 0xdfff},       /* surrogates */
	{0xfeff, 0xfeff},       /* byte order mark */
	{0xfff9, 0xfffb},       /* interlinear annotation */
	{0xfffe, 0xffff},       /* noncharacters */
	{0xe0000, 0xe007f},     /* tags */
	{0x110000, UINT32_MAX}, /* outside Unicode, invalid UTF-8 */
};

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
		length = utf8_step(from, &character);
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
