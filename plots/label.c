/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cleaning, quoting and measuring the text of charts. */
#include "config.h"

#include "plots/label.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "support/printable.h"
#include "support/utf8.h"

#define LENGTH_LIMIT 400 /* of one quoted text; the callers' limits are far below */
#define ELLIPSIS "…"

/* Written instead of a quote: gnuplot 5.4 takes a doubled quote at the beginning of a string for
 * its end. */
#define APOSTROPHE "’"

#define WIDTH_PER_SIZE 0.59 /* of an average character of DejaVu Sans */

char *label_clean(char *buffer, size_t size, size_t limit, const char *text)
{
	const char *from = text != NULL ? text : "";
	size_t used = 0;
	size_t ellipsis_at = 0;
	size_t count = 0;

	while (*from != '\0') {
		uint32_t character;
		const size_t length = utf8_step(from, &character);
		const bool valid = character != UTF8_NO_CHARACTER;
		const char *source = valid ? from : "?";

		from += length;
		if (valid && !printable_is(character))
			continue;
		if (count == limit || used + length + sizeof(ELLIPSIS) > size) {
			memcpy(buffer + (count == limit ? ellipsis_at : used), ELLIPSIS,
				sizeof(ELLIPSIS));
			return buffer;
		}
		ellipsis_at = used;
		memcpy(buffer + used, source, length);
		used += length;
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

double label_width(const char *text, double size)
{
	return (double)utf8_length(text) * size * WIDTH_PER_SIZE;
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
