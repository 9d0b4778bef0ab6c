/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers with units to text; see text.h. What is written reads back as the same double. */
#include "config.h"

#include "support/text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS_LIMIT 17 /* what the shortest exact form of a double can need */

/* A decimal number taken apart: sign, digits d1 d2 d3 …, and the power of ten of d1. */
struct decimal {
	bool negative;
	char digits[DIGITS_LIMIT + 1];
	int exponent;
};

/* The fewest digits that read back as the same double. */
static void decimal_of(struct decimal *decimal, double number)
{
	char buffer[DIGITS_LIMIT + 16];
	size_t used = 0;

	for (int precision = 0; precision < DIGITS_LIMIT; precision++) {
		snprintf(buffer, sizeof(buffer), "%.*e", precision, fabs(number));
		if (strtod(buffer, NULL) == fabs(number))
			break;
	}
	decimal->negative = number < 0;
	decimal->exponent = atoi(strchr(buffer, 'e') + 1);
	for (const char *from = buffer; *from != 'e'; from++)
		if (isdigit((unsigned char)*from))
			decimal->digits[used++] = *from;
	decimal->digits[used] = '\0';
}

/* Writes it times ten to the power of -shift, with the unit behind it. */
static char *write_decimal(char *buffer, size_t size, const struct decimal *decimal, int shift,
	const char *unit)
{
	const char *sign = decimal->negative ? "-" : "", *digits = decimal->digits;
	int exponent = decimal->exponent - shift, count = (int)strlen(digits);

	if (exponent > 20 || exponent < -7)
		snprintf(buffer, size, "%s%.1s%s%se%d%s", sign, digits, count > 1 ? "." : "",
			digits + 1, exponent, unit);
	else if (exponent < 0)
		snprintf(buffer, size, "%s0.%.*s%s%s", sign, -exponent - 1, "000000", digits, unit);
	else if (exponent >= count - 1)
		snprintf(buffer, size, "%s%s%.*s%s", sign, digits, exponent - count + 1,
			"00000000000000000000", unit);
	else
		snprintf(buffer, size, "%s%.*s.%s%s", sign, exponent + 1, digits,
			digits + exponent + 1, unit);
	return buffer;
}

static char *format_shifted(char *buffer, size_t size, double number, int shift, const char *unit)
{
	struct decimal decimal;

	if (!isfinite(number)) {
		snprintf(buffer, size, "%f", number);
		return buffer;
	}
	decimal_of(&decimal, number);
	return write_decimal(buffer, size, &decimal, shift, unit);
}

char *text_format_number(char *buffer, size_t size, double number)
{
	return format_shifted(buffer, size, number, 0, "");
}

/* The largest unit of which there is at least one; minutes only where they are whole. */
char *text_format_duration(char *buffer, size_t size, double nanoseconds)
{
	const double minute = 60e9, hour = 3600e9;
	double magnitude = fabs(nanoseconds);

	if (magnitude == 0)
		return format_shifted(buffer, size, 0, 0, "");
	if (magnitude >= hour && magnitude < 1e6 * hour && fmod(magnitude, hour) == 0)
		return format_shifted(buffer, size, nanoseconds / hour, 0, "h");
	if (magnitude >= minute && magnitude < 1e6 * minute && fmod(magnitude, minute) == 0)
		return format_shifted(buffer, size, nanoseconds / minute, 0, "min");
	if (magnitude >= 1e9)
		return format_shifted(buffer, size, nanoseconds, 9, "s");
	if (magnitude >= 1e6)
		return format_shifted(buffer, size, nanoseconds, 6, "ms");
	if (magnitude >= 1e3)
		return format_shifted(buffer, size, nanoseconds, 3, "us");
	return format_shifted(buffer, size, nanoseconds, 0, "ns");
}

/* The shortest of plain bytes and the binary units, the largest unit among equally short ones. */
char *text_format_bytes(char *buffer, size_t size, double bytes)
{
	static const char *const names[] = {"", "KiB", "MiB", "GiB", "TiB"};
	char shortest[TEXT_NUMBER_SIZE], next[TEXT_NUMBER_SIZE];

	format_shifted(shortest, sizeof(shortest), bytes, 0, "");
	for (size_t i = 1; i < sizeof(names) / sizeof(names[0]) && isfinite(bytes); i++) {
		double count = ldexp(bytes, -10 * (int)i);

		if (fabs(count) < 1)
			break;
		format_shifted(next, sizeof(next), count, 0, names[i]);
		if (strlen(next) <= strlen(shortest))
			memcpy(shortest, next, sizeof(next));
	}
	snprintf(buffer, size, "%s", shortest);
	return buffer;
}

/* Rounded to three significant digits. */
static double round_to_three(double number)
{
	char buffer[TEXT_NUMBER_SIZE];

	snprintf(buffer, sizeof(buffer), "%.2e", number);
	return strtod(buffer, NULL);
}

/* A number rounded to three digits, with exactly these digits, and a unit. */
static char *write_three(char *buffer, size_t size, double number, const char *unit)
{
	double magnitude = fabs(number);
	int decimals = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3;

	snprintf(buffer, size, "%.*f%s%s", decimals, number, *unit != '\0' ? " " : "", unit);
	return buffer;
}

char *text_rounded(char *buffer, size_t size, double number)
{
	static const char *const prefixes[] = {"", "k", "M", "G", "T", "P", "E"};
	double rounded = round_to_three(number);
	size_t prefix = 0;

	if (!isfinite(number) || fabs(rounded) < 1 || fabs(rounded) >= 1e21) {
		snprintf(buffer, size, "%.3g", number);
		return buffer;
	}
	if (fabs(rounded) < 1000 && number == rint(number)) {
		snprintf(buffer, size, "%.0f", number);
		return buffer;
	}
	for (; fabs(rounded) >= 1000; prefix++)
		rounded /= 1000;
	return write_three(buffer, size, round_to_three(rounded), prefixes[prefix]);
}

char *text_bytes_rounded(char *buffer, size_t size, double bytes)
{
	char number[TEXT_NUMBER_SIZE];

	text_rounded(number, sizeof(number), bytes);
	snprintf(buffer, size, "%s%sB", number, strchr(number, ' ') != NULL ? "" : " ");
	return buffer;
}

char *text_duration_rounded(char *buffer, size_t size, double nanoseconds)
{
	static const struct {
		double from_ns, unit_ns;
		const char *name;
	} units[] = {
		{7200e9, 3600e9, "h"},
		{120e9, 60e9, "min"},
		{1e9, 1e9, "s"},
		{1e6, 1e6, "ms"},
		{1e3, 1e3, "µs"},
		{0, 1, "ns"},
	};
	double magnitude = fabs(round_to_three(nanoseconds));
	size_t unit = 0;

	if (!isfinite(nanoseconds) || nanoseconds == 0 || magnitude < 0.001) {
		snprintf(buffer, size, "%.3g ns", nanoseconds);
		return buffer;
	}
	while (magnitude < units[unit].from_ns)
		unit++;
	return write_three(buffer, size, round_to_three(nanoseconds / units[unit].unit_ns),
		units[unit].name);
}
