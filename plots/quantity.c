/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The units that parameters have in a result, and how their numbers are written. */
#include "config.h"

#include "plots/quantity.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "plots/label.h"

#define WORDS_LIMIT 40 /* characters of a name or a unit */
#define DIGITS 4

struct quantity_unit {
	const char *name; /* NULL ends the table */
	double factor;    /* larger than that of the next; the last is 1 */
};

static const struct quantity_unit durations[] = {
	{"s", 1e9}, {"ms", 1e6}, {"µs", 1e3}, {"ns", 1}, {NULL, 0}};

static const struct quantity_unit sizes[] = {{"TiB", 0x1p40}, {"TB", 1e12}, {"GiB", 0x1p30},
	{"GB", 1e9}, {"MiB", 0x1p20}, {"MB", 1e6}, {"KiB", 0x1p10}, {"KB", 1e3}, {"B", 1},
	{NULL, 0}};

/* By the ending that parameter_key() gives a key. Any other unit is a word, used as it is. */
static const struct {
	const char *ending, *unit;
	const struct quantity_unit *units;
} known[] = {
	{"ns", "", durations},
	{"bytes", "", sizes},
	{"percent", "%", NULL},
};

#define KNOWN (sizeof(known) / sizeof(known[0]))

/* Whether the key is this name, alone or followed by a unit. */
static bool begins_with_name(const char *key, const char *name, size_t length)
{
	return length > 0 && strncmp(key, name, length) == 0 &&
		(key[length] == '\0' || key[length] == '_');
}

/* The length of the longest name in the text that the key begins with; 0: there is none. */
static size_t length_by_text(const char *key, const char *text)
{
	size_t longest = 0;

	for (const char *at = text; *at != '\0'; at++) {
		if (*at == '\\' && at[1] != '\0') {
			at++; /* a comma inside a value */
		} else if (*at == '{' || *at == ',') {
			size_t length = strcspn(at + 1, "=,}");

			if (length > longest && begins_with_name(key, at + 1, length))
				longest = length;
		}
	}
	return longest;
}

/* The length of the key before a known ending; the whole length if there is none. */
static size_t length_by_ending(const char *key)
{
	size_t length = strlen(key);

	for (size_t i = 0; i < KNOWN; i++) {
		size_t ending = strlen(known[i].ending);

		if (length > ending + 1 && key[length - ending - 1] == '_' &&
			strcmp(key + length - ending, known[i].ending) == 0)
			return length - ending - 1;
	}
	return length;
}

/* Names are written with "-" and "_", words with spaces. */
static void copy_words(char words[QUANTITY_SIZE], const char *name, size_t length)
{
	char whole[LABEL_SIZE];

	snprintf(whole, sizeof(whole), "%.*s",
		(int)(length < sizeof(whole) ? length : sizeof(whole)), name);
	for (char *at = whole; *at != '\0'; at++)
		if (*at == '-' || *at == '_')
			*at = ' ';
	label_clean(words, QUANTITY_SIZE, WORDS_LIMIT, whole);
}

void quantity_of_parameter(struct quantity *quantity, const char *key, const char *text)
{
	size_t length = length_by_text(key, text);

	*quantity = (struct quantity){.units = NULL};
	if (length == 0)
		length = length_by_ending(key);
	copy_words(quantity->words, key, length);
	if (key[length] == '\0')
		return;

	const char *unit = key + length + 1;

	for (size_t i = 0; i < KNOWN; i++) {
		if (strcmp(unit, known[i].ending) == 0) {
			quantity->units = known[i].units;
			unit = known[i].unit;
			break;
		}
	}
	copy_words(quantity->unit, unit, strlen(unit));
}

/* The largest unit in which the number has few digits, else the largest not above it. */
static const struct quantity_unit *unit_of(const struct quantity_unit *units, double number)
{
	const struct quantity_unit *first = NULL;

	for (; units->name; units++) {
		double times = number / units->factor;
		char text[LABEL_SIZE];

		if (fabs(times) < 1 && units[1].name)
			continue;
		snprintf(text, sizeof(text), "%.*g", DIGITS, times);
		if (strtod(text, NULL) * units->factor == number)
			return units;
		if (!first)
			first = units;
	}
	return first;
}

char *quantity_tick(const struct quantity *quantity, char *buffer, size_t size, double number)
{
	const struct quantity_unit *unit;

	if (!quantity || !quantity->units || number == 0)
		return label_number(buffer, size, number);
	unit = unit_of(quantity->units, number);
	snprintf(buffer, size, "%.*g %s", DIGITS, number / unit->factor, unit->name);
	return buffer;
}

/* The name of the unit in which all numbers except 0 are written; "" if the units differ. */
static const char *common_unit(const struct quantity *quantity, const double *numbers, size_t count)
{
	const struct quantity_unit *common = NULL;

	if (!quantity->units)
		return quantity->unit;
	for (size_t i = 0; i < count; i++) {
		const struct quantity_unit *unit = unit_of(quantity->units, numbers[i]);

		if (numbers[i] == 0)
			continue;
		if (common && unit != common)
			return "";
		common = unit;
	}
	return common ? common->name : "";
}

char *quantity_title(const struct quantity *quantity, char *buffer, size_t size,
	const double *numbers, size_t count)
{
	const char *unit = common_unit(quantity, numbers, count);

	if (*unit != '\0')
		snprintf(buffer, size, "%s (%s)", quantity->words, unit);
	else
		snprintf(buffer, size, "%s", quantity->words);
	return buffer;
}
