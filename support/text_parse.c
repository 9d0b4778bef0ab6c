/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers, durations and sizes from text; see text.h, which has the grammar.
 *
 * Units that are powers of ten move the decimal point in the text and leave the one rounding to
 * strtod(); powers of two are exact anyway. So what text.c writes reads back as the same double.
 */
#include "config.h"

#include "support/text.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_TEXT_LIMIT 63 /* characters of a number */
#define EXPONENT_LIMIT 9999

/* A unit is `factor` times ten to the power of `exponent`. */
struct unit {
	const char *name;
	int exponent;
	double factor;
};

static const struct unit multiples[] = {
	{"", 0, 1},
	{"k", 3, 1},
	{"M", 6, 1},
	{"G", 9, 1},
	{"T", 12, 1},
	{NULL, 0, 0},
};

/* From the largest to the smallest, as they follow each other in "1h30m". */
static const struct unit duration_units[] = {
	{"h", 9, 3600},
	{"m", 9, 60},
	{"min", 9, 60},
	{"s", 9, 1},
	{"ms", 6, 1},
	{"us", 3, 1},
	{"\u00b5s", 3, 1}, /* the micro sign */
	{"\u03bcs", 3, 1}, /* the Greek letter */
	{"ns", 0, 1},
	{NULL, 0, 0},
};

static const struct unit byte_units[] = {
	{"", 0, 1},
	{"B", 0, 1},
	{"kB", 3, 1},
	{"KB", 3, 1},
	{"MB", 6, 1},
	{"GB", 9, 1},
	{"TB", 12, 1},
	{"KiB", 0, 1024.0},
	{"MiB", 0, 1024.0 * 1024},
	{"GiB", 0, 1024.0 * 1024 * 1024},
	{"TiB", 0, 1024.0 * 1024 * 1024 * 1024},
	{NULL, 0, 0},
};

/* A number that a text begins with, without its "_". */
struct figure {
	char mantissa[NUMBER_TEXT_LIMIT + 1]; /* sign, digits, point */
	long exponent;
};

/* Appends the digits at `text`, which a single "_" may part. Returns where they end, NULL if
 * there are too many of them or a "_" is misplaced. */
static const char *take_digits(const char *text, char *buffer, size_t *used)
{
	for (; isdigit((unsigned char)*text); text++) {
		if (*used == NUMBER_TEXT_LIMIT)
			return NULL;
		buffer[(*used)++] = *text;
		if (text[1] == '_' && isdigit((unsigned char)text[2]))
			text++;
	}
	return *text != '_' ? text : NULL;
}

/* The end of the mantissa at the start of `text`; NULL if there is none. */
static const char *take_mantissa(struct figure *figure, const char *text)
{
	size_t used = 0, digits;

	if (*text == '+' || *text == '-')
		figure->mantissa[used++] = *text++;
	digits = used;
	text = take_digits(text, figure->mantissa, &used);
	if (text == NULL)
		return NULL;
	digits = used - digits;
	if (*text == '.' && used < NUMBER_TEXT_LIMIT) {
		const size_t point = used;

		figure->mantissa[used++] = '.';
		text = take_digits(text + 1, figure->mantissa, &used);
		if (text == NULL)
			return NULL;
		digits += used - point - 1;
	}
	figure->mantissa[used] = '\0';
	return digits > 0 ? text : NULL;
}

/* The end of the number at the start of `text`; NULL if there is none. */
static const char *take_figure(struct figure *figure, const char *text)
{
	char *end;

	text = take_mantissa(figure, text);
	figure->exponent = 0;
	if (text == NULL || (*text != 'e' && *text != 'E') ||
		!isdigit((unsigned char)text[1 + (text[1] == '+' || text[1] == '-')]))
		return text;
	figure->exponent = strtol(text + 1, &end, 10);
	return labs(figure->exponent) <= EXPONENT_LIMIT ? end : NULL;
}

/* The value of a number with that unit. Only decimal numbers get here: strtod() alone would accept
 * "0x10", "inf" and " 1". 0, or -1 if no double can hold it. */
static int scale(const struct figure *figure, const struct unit *unit, double *number)
{
	char buffer[NUMBER_TEXT_LIMIT + 32];
	double value;

	snprintf(buffer, sizeof(buffer), "%se%ld", figure->mantissa,
		figure->exponent + unit->exponent);
	errno = 0;
	value = strtod(buffer, NULL) + 0.0; /* makes -0 to 0 */
	if (errno == ERANGE && value == 0)
		return -1;
	value *= unit->factor;
	if (!isfinite(value))
		return -1;
	*number = value;
	return 0;
}

static const struct unit *find_unit(const struct unit *units, const char *name, size_t length)
{
	for (; units->name != NULL; units++)
		if (strlen(units->name) == length && strncmp(units->name, name, length) == 0)
			return units;
	return NULL;
}

/* One number with one of the units behind it. */
static int parse_with_unit(const char *text, const struct unit *units, double *number)
{
	struct figure figure;
	const char *name = take_figure(&figure, text);
	const struct unit *unit = name != NULL ? find_unit(units, name, strlen(name)) : NULL;

	return unit != NULL ? scale(&figure, unit, number) : -1;
}

int text_parse_number(const char *text, double *number)
{
	return parse_with_unit(text, multiples, number);
}

int text_parse_bytes(const char *text, double *bytes)
{
	double value;

	if (parse_with_unit(text, byte_units, &value) < 0 || value < 0)
		return -1;
	*bytes = value;
	return 0;
}

/* The letters of a unit, from whatever alphabet. */
static size_t letters(const char *text)
{
	size_t count = 0;

	while (isalpha((unsigned char)text[count]) || (text[count] & 0x80) != 0)
		count++;
	return count;
}

/* Whether a smaller unit may follow this one: each is smaller than the one before. */
static bool is_shorter(const struct unit *unit, const struct unit *before)
{
	return before == NULL || unit->exponent < before->exponent ||
		(unit->exponent == before->exponent && unit->factor < before->factor);
}

int text_parse_duration(const char *text, double *nanoseconds)
{
	const struct unit *unit, *before = NULL;
	struct figure figure;
	double total = 0, part;

	if (strcmp(text, "0") == 0) {
		*nanoseconds = 0;
		return 0;
	}
	do {
		size_t length;

		if (before != NULL && !isdigit((unsigned char)*text))
			return -1;
		text = take_figure(&figure, text);
		if (text == NULL)
			return -1;
		length = letters(text);
		unit = find_unit(duration_units, text, length);
		if (unit == NULL || !is_shorter(unit, before) || scale(&figure, unit, &part) < 0)
			return -1;
		total += part;
		text += length;
		before = unit;
	} while (*text != '\0');
	if (total < 0 || !isfinite(total))
		return -1;
	*nanoseconds = total;
	return 0;
}
