/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cleaning, quoting and measuring the text of charts. */
#include "config.h"

#include "plots/label.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define LENGTH_LIMIT 400 /* of one quoted text; the callers' limits are far below */
#define ELLIPSIS "…"

/* Written for a quote: gnuplot 5.4 takes the doubled quote at the beginning of a string for its
 * end. */
#define APOSTROPHE "’"

#define WIDTH_PER_SIZE 0.59 /* of an average character of DejaVu Sans */

/* How many bytes one character takes, or 0 where it is not valid UTF-8. */
static size_t character_decode(const unsigned char *bytes, uint32_t *code)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t length = bytes[0] < 0x80     ? 1
		: (bytes[0] & 0xe0) == 0xc0 ? 2
		: (bytes[0] & 0xf0) == 0xe0 ? 3
		: (bytes[0] & 0xf8) == 0xf0 ? 4
					    : 0;

	if (length == 0)
		return 0;
	*code = length == 1 ? bytes[0] : bytes[0] & (0xffU >> (length + 1));
	for (size_t i = 1; i < length; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (bytes[i] & 0x3fU);
	}
	if (*code < smallest[length] || *code > 0x10ffff || (*code >= 0xd800 && *code <= 0xdfff))
		return 0;
	return length;
}

/* Control characters, line separators, marks that turn the direction of text, and
 * what XML forbids. */
static bool character_dropped(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code <= 0x9f) ||
		(code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
		(code >= 0x2060 && code <= 0x206f) || code == 0xfeff || (code & 0xfffe) == 0xfffe;
}

char *label_clean(char *buffer, size_t size, size_t limit, const char *text)
{
	const unsigned char *bytes = (const unsigned char *)(text ? text : "");
	size_t used = 0;
	size_t ellipsis_at = 0;
	size_t count = 0;

	while (*bytes != '\0') {
		uint32_t code = 0;
		size_t length = character_decode(bytes, &code);
		const void *source = length > 0 ? (const void *)bytes : "?";
		size_t copied = length > 0 ? length : 1;

		bytes += copied;
		if (length > 0 && character_dropped(code))
			continue;
		if (count == limit || used + copied + sizeof(ELLIPSIS) > size) {
			memcpy(buffer + (count == limit ? ellipsis_at : used), ELLIPSIS,
				sizeof(ELLIPSIS));
			return buffer;
		}
		ellipsis_at = used;
		memcpy(buffer + used, source, copied);
		used += copied;
		count++;
	}
	buffer[used] = '\0';
	return buffer;
}

void label_write(FILE *script, const char *text)
{
	char clean[4 * LENGTH_LIMIT + sizeof(ELLIPSIS)];

	label_clean(clean, sizeof(clean), LENGTH_LIMIT, text);
	fputc('\'', script);
	for (const char *byte = clean; *byte != '\0'; byte++) {
		if (*byte == '\'')
			fputs(APOSTROPHE, script);
		else
			fputc(*byte, script);
	}
	fputc('\'', script);
}

size_t label_length(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += (*text & 0xc0) != 0x80;
	return count;
}

double label_width(const char *text, double size)
{
	return (double)label_length(text) * size * WIDTH_PER_SIZE;
}

char *label_number(char *buffer, size_t size, double number)
{
	static const struct {
		double factor;
		const char *prefix;
	} prefixes[] = {{1e12, " T"}, {1e9, " G"}, {1e6, " M"}, {1e3, " k"}};

	bool exact = number < 1e4 && fmod(number, 100) != 0; /* 1024, not 1.024 k */

	for (size_t i = 0; !exact && i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		if (number >= prefixes[i].factor * 0.9999) {
			snprintf(buffer, size, "%.4g%s", number / prefixes[i].factor,
				prefixes[i].prefix);
			return buffer;
		}
	}
	snprintf(buffer, size, "%.4g", number);
	return buffer;
}
