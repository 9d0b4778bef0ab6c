/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parameters of a plugin, from its table; see parameter.h.
 *
 * A value is kept as a number and as the one text that stands for it, so that "1e5" and "100000"
 * make the same case.
 */
#include "config.h"

#include "support/parameter.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/parameter_applies.h"
#include "support/parameter_inside.h"
#include "support/pool.h"
#include "support/printable.h"
#include "support/text.h"
#include "support/utf8.h"

#define WHOLE_LIMIT 9007199254740992.0 /* 2^53: up to here a double holds every whole number */

/* How each kind of number is read and written. */
static const struct kind {
	int (*parse)(const char *text, double *number);
	char *(*format)(char *buffer, size_t size, double number);
	const char *described;
	const char *whole; /* what only whole numbers can count; NULL: fractions are allowed */
} kinds[] = {
	[PARAMETER_INTEGER] = {text_parse_number, text_format_number, TEXT_A_WHOLE_NUMBER,
		"numbers"},
	[PARAMETER_NUMBER] = {text_parse_number, text_format_number, TEXT_A_NUMBER, NULL},
	[PARAMETER_DURATION] = {text_parse_duration, text_format_duration, TEXT_A_DURATION,
		"nanoseconds"},
	[PARAMETER_BYTES] = {text_parse_bytes, text_format_bytes, TEXT_A_SIZE, "bytes"},
	[PARAMETER_CHOICE] = {NULL, NULL, "one of its choices", NULL},
	[PARAMETER_TEXT] = {NULL, NULL, "text", NULL},
};

unsigned parameter_count(const struct parameter *table)
{
	unsigned count = 0;

	while (table != NULL && table[count].name != NULL)
		count++;
	return count;
}

int parameter_find(const struct parameter *table, const char *name)
{
	unsigned count = parameter_count(table);

	for (unsigned i = 0; i < count; i++)
		if (strcmp(table[i].name, name) == 0)
			return (int)i;
	return -1;
}

/* "a, b, c", cut if it does not fit. Returns the buffer. */
static char *join(char *buffer, size_t size, const char *const *words)
{
	size_t used = 0;

	buffer[0] = '\0';
	for (unsigned i = 0; words[i] != NULL && used < size; i++)
		used += (size_t)snprintf(buffer + used, size - used, "%s%s", i > 0 ? ", " : "",
			words[i]);
	return buffer;
}

/* The error for a misspelt word: it names the nearest valid word, or all of them. */
static int refuse_word(const char *what, const char *word, const char *const *words,
	struct error *error)
{
	const char *nearest = text_nearest(word, words);
	char all[512];

	join(all, sizeof(all), words);
	if (nearest != NULL)
		return error_set(error, "%s \"%.100s\": did you mean \"%s\"? (there is %s)", what,
			word, nearest, all);
	return error_set(error, "%s \"%.100s\": there is %s", what, word, all);
}

int parameter_refuse_name(const struct parameter *table, const char *name, struct error *error)
{
	const char *names[PARAMETER_LIMIT + 1] = {NULL};
	unsigned count = parameter_count(table);

	if (count == 0)
		return error_set(error,
			"unknown parameter \"%.100s\": there are no parameters here", name);
	for (unsigned i = 0; i < count && i < PARAMETER_LIMIT; i++)
		names[i] = table[i].name;
	return refuse_word("unknown parameter", name, names, error);
}

/* Sets the value's number and the one text that stands for it. */
static int keep(struct parameter_value *value, double number, const char *text, struct error *error)
{
	const char *kept = pool_keep_text(text);

	if (kept == NULL)
		return error_set(error, "out of memory for the parameters");
	*value = (struct parameter_value){number, kept};
	return 0;
}

static int set_choice(const struct parameter *parameter, struct parameter_value *value,
	const char *text, struct error *error)
{
	for (unsigned i = 0; parameter->choices[i] != NULL; i++)
		if (strcmp(parameter->choices[i], text) == 0)
			return keep(value, i, text, error);
	return refuse_word("unknown choice", text, parameter->choices, error);
}

/* Whether the text is one of the beginnings with a name behind it. */
static bool begins(const char *text, const char *const *beginnings)
{
	for (; *beginnings != NULL; beginnings++) {
		size_t length = strlen(*beginnings);

		if (strncmp(text, *beginnings, length) == 0)
			return strchr("/:?#", text[length]) == NULL; /* or the end */
	}
	return false;
}

static int check_beginning(const struct parameter *parameter, const char *text, struct error *error)
{
	char all[512];

	if (parameter->choices == NULL || *text == '\0' || begins(text, parameter->choices))
		return 0;
	return error_set(error, "\"%.100s\" must begin with one of %s and a name behind it", text,
		join(all, sizeof(all), parameter->choices));
}

static int set_text(const struct parameter *parameter, struct parameter_value *value,
	const char *text, struct error *error)
{
	size_t length = strlen(text);
	uint32_t character;

	if (length >= PARAMETER_TEXT_SIZE)
		return error_set(error, "a text of %zu bytes, at most %d fit", length,
			PARAMETER_TEXT_SIZE - 1);
	for (size_t i = 0, step; i < length; i += step) {
		step = utf8_step(text + i, &character);
		if (character == UTF8_NO_CHARACTER)
			return error_set(error, "byte %zu is not UTF-8, leave it out", i + 1);
		if (!printable_is(character))
			return error_set(error,
				"byte %zu is a control character or cannot be seen, leave it out",
				i + 1);
	}
	if (check_beginning(parameter, text, error) < 0)
		return -1;
	return keep(value, 0, text, error);
}

static int set_number(const struct parameter *parameter, struct parameter_value *value,
	const char *text, struct error *error)
{
	const struct kind *kind = &kinds[parameter->kind];
	char least[TEXT_NUMBER_SIZE], most[TEXT_NUMBER_SIZE], canonical[TEXT_NUMBER_SIZE];
	double number;

	if (kind->parse(text, &number) < 0)
		return parameter_refuse_number(parameter, text, kind->described, error);
	if (number < parameter->smallest || number > parameter->largest) {
		const char *unit = parameter->kind <= PARAMETER_NUMBER ? parameter->unit : "";

		kind->format(least, sizeof(least), parameter->smallest);
		kind->format(most, sizeof(most), parameter->largest);
		return error_set(error, "%.100s is out of range, give %s to %s%s%s", text, least,
			most, *unit != '\0' ? " " : "", unit);
	}
	if (kind->whole != NULL && number != rint(number))
		return error_set(error, "%.100s is not whole; give whole %s", text, kind->whole);
	if (kind->whole != NULL && fabs(number) > WHOLE_LIMIT)
		return error_set(error, "%.100s is too large to be exact, give at most 2^53", text);
	return keep(value, number, kind->format(canonical, sizeof(canonical), number), error);
}

/* The error does not name the parameter. */
static int set_value(const struct parameter *parameter, struct parameter_value *value,
	const char *text, struct error *error)
{
	switch (parameter->kind) {
	case PARAMETER_CHOICE:
		return set_choice(parameter, value, text, error);
	case PARAMETER_TEXT:
		return set_text(parameter, value, text, error);
	default:
		return set_number(parameter, value, text, error);
	}
}

/* What a table's entry must have before its default can be checked. */
static int check_entry(const struct parameter *table, unsigned position, struct error *error)
{
	const struct parameter *entry = &table[position];
	const char *missing = NULL;

	if (*entry->name == '\0' || strlen(entry->name) > PARAMETER_NAME_LIMIT ||
		entry->name[strspn(entry->name, "abcdefghijklmnopqrstuvwxyz0123456789_-")] != '\0')
		return error_set(error,
			"parameter %u of the table: \"%.99s\" is no name, use 1 to %d of a-z0-9_-",
			position + 1, entry->name, PARAMETER_NAME_LIMIT);
	if (parameter_find(table, entry->name) != (int)position)
		return error_set(error, "parameter %s is in the table twice", entry->name);
	if ((unsigned)entry->kind >= sizeof(kinds) / sizeof(kinds[0]))
		return error_set(error, "parameter %s has no kind that there is", entry->name);
	if (entry->help == NULL || *entry->help == '\0')
		missing = "help";
	else if (entry->unit == NULL)
		missing = "unit (\"\" for none)";
	else if (entry->standard == NULL)
		missing = "default";
	else if (entry->kind == PARAMETER_CHOICE &&
		(entry->choices == NULL || entry->choices[0] == NULL))
		missing = "choices";
	if (missing != NULL)
		return error_set(error, "parameter %s has no %s in the table", entry->name,
			missing);
	if (kinds[entry->kind].parse != NULL && !(entry->smallest <= entry->largest))
		return error_set(error, "parameter %s has an empty range in the table",
			entry->name);
	/* parameters_integer() could not give them back */
	if (kinds[entry->kind].whole != NULL && entry->smallest < 0)
		return error_set(error, "parameter %s has a range below 0 in the table",
			entry->name);
	return 0;
}

int parameters_init(struct parameters *parameters, const struct parameter *table,
	struct error *error)
{
	unsigned count = parameter_count(table);

	memset(parameters, 0, sizeof(*parameters));
	parameters->table = table;
	if (count > PARAMETER_LIMIT)
		return error_set(error, "%u parameters in the table, at most %d fit", count,
			PARAMETER_LIMIT);
	for (unsigned i = 0; i < count; i++)
		parameters->values[i].text = "";
	for (unsigned i = 0; i < count; i++) {
		struct error cause = {0};

		if (check_entry(table, i, error) < 0)
			return -1;
		if (set_value(&table[i], &parameters->values[i], table[i].standard, &cause) < 0)
			return error_set(error, "default in the table: parameter %s: %s",
				table[i].name, cause.text);
	}
	for (unsigned i = 0; i < count; i++)
		if (parameters_check_table(parameters, i, error) < 0)
			return -1;
	return 0;
}

int parameters_set_named(struct parameters *parameters, const char *name, const char *text,
	struct error *error)
{
	int position = parameter_find(parameters->table, name);

	if (position < 0)
		return parameter_refuse_name(parameters->table, name, error);
	return set_value(&parameters->table[position], &parameters->values[position], text, error);
}

int parameters_set(struct parameters *parameters, const char *name, const char *text,
	struct error *error)
{
	if (parameters_set_named(parameters, name, text, error) == 0)
		return 0;
	if (parameter_find(parameters->table, name) < 0)
		return -1;
	return error_prefix(error, "parameter %s", name);
}

/* Cuts the assignment at its end and takes the backslashes out. Returns what follows, or NULL. */
static char *cut_assignment(char *text)
{
	char *to = text;

	for (; *text != '\0' && *text != ','; text++) {
		if (text[0] == '\\' && (text[1] == ',' || text[1] == '\\'))
			text++;
		*to++ = *text;
	}
	text = *text == ',' ? text + 1 : NULL;
	*to = '\0';
	return text;
}

static int set_assignment(struct parameters *parameters, char *assignment, unsigned *given,
	struct error *error)
{
	char *value = text_split(assignment, '=');
	int position;

	if (value == NULL || *assignment == '\0')
		return error_set(error,
			"\"%.100s\" is not of the form name=value; commas separate parameters, "
			"\"\\,\" is a comma inside a value",
			assignment);
	position = parameter_find(parameters->table, assignment);
	if (position >= 0 && (*given >> position & 1) != 0)
		return error_set(error, "parameter %s is given twice", assignment);
	if (parameters_set(parameters, assignment, value, error) < 0)
		return -1;
	*given |= 1U << position;
	return 0;
}

int parameters_set_all(struct parameters *parameters, const char *assignments, struct error *error)
{
	struct parameters changed = *parameters;
	unsigned given = 0; /* one bit for each parameter */
	size_t length = strlen(assignments);
	char *copy, *next;
	int result = 0;

	if (length >= 2 && assignments[0] == '{' && assignments[length - 1] == '}') {
		assignments++;
		length -= 2;
	}
	if (length == 0)
		return 0;
	copy = strndup(assignments, length);
	if (copy == NULL)
		return error_set(error, "out of memory for the parameters");
	for (char *assignment = copy; assignment != NULL && result == 0; assignment = next) {
		next = cut_assignment(assignment);
		result = set_assignment(&changed, assignment, &given, error);
	}
	for (unsigned i = 0; i < parameter_count(changed.table) && result == 0; i++)
		if ((given >> i & 1) != 0)
			result = parameters_check(&changed, changed.table[i].name, error);
	if (result == 0)
		*parameters = changed;
	free(copy);
	return result;
}

/* Appends one character if it still fits, and counts it. */
static void put(char *buffer, size_t size, size_t *used, char character)
{
	if (*used + 1 < size) {
		buffer[*used] = character;
		buffer[*used + 1] = '\0';
	}
	++*used;
}

/* Whether a value is part of the text. The default was accepted when the table was read. */
static bool is_told(const struct parameter *parameter, const struct parameter_value *value)
{
	struct parameter_value standard;
	struct error none = {0};

	if (value->text[0] == '\0')
		return false;
	return !parameter->option ||
		set_value(parameter, &standard, parameter->standard, &none) < 0 ||
		standard.text != value->text;
}

/* The number of letters, including those that do not fit. */
static size_t format(const struct parameters *parameters, char *buffer, size_t size)
{
	unsigned count = parameter_count(parameters->table), written = 0;
	size_t used = 0;

	if (size > 0)
		buffer[0] = '\0';
	for (unsigned i = 0; i < count; i++) {
		if (!parameters_apply(parameters, i) ||
			!is_told(&parameters->table[i], &parameters->values[i]))
			continue;
		put(buffer, size, &used, written++ == 0 ? '{' : ',');
		for (const char *from = parameters->table[i].name; *from != '\0'; from++)
			put(buffer, size, &used, *from);
		put(buffer, size, &used, '=');
		for (const char *from = parameters->values[i].text; *from != '\0'; from++) {
			if (*from == ',' || *from == '\\')
				put(buffer, size, &used, '\\');
			put(buffer, size, &used, *from);
		}
	}
	if (written > 0)
		put(buffer, size, &used, '}');
	return used;
}

char *parameters_format(const struct parameters *parameters, char *buffer, size_t size)
{
	format(parameters, buffer, size);
	return buffer;
}

char *parameters_format_new(const struct parameters *parameters)
{
	size_t size = format(parameters, NULL, 0) + 1;
	char *text = malloc(size);

	if (text != NULL)
		format(parameters, text, size);
	return text;
}

char *parameter_key(const struct parameter *parameter, char *buffer, size_t size)
{
	const char *unit = parameter->unit;

	if (parameter->kind == PARAMETER_DURATION)
		unit = "ns";
	else if (parameter->kind == PARAMETER_BYTES)
		unit = "bytes";
	else if (parameter->kind > PARAMETER_BYTES || strcmp(unit, parameter->name) == 0)
		unit = "";
	snprintf(buffer, size, "%s%s%s", parameter->name, *unit != '\0' ? "_" : "", unit);
	return buffer;
}
