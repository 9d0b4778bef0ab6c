/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parameters have an effect; see parameter_applies.h. */
#include "config.h"

#include "support/parameter_applies.h"

#include <string.h>

#include "support/parameter_inside.h"

enum comparison { NONE, EQUAL, DIFFERENT, LESS, AT_MOST };

/* "url=" or "block<size" taken apart. */
struct condition {
	enum comparison comparison; /* NONE: it is no condition about parameters of the table */
	int position;               /* of the parameter on its left */
	int other;                  /* of that on its right; -1: a text stands there */
	const char *text;
};

static enum comparison read_comparison(const char **text)
{
	static const struct {
		const char *sign;
		enum comparison comparison;
	} signs[] = {{"!=", DIFFERENT}, {"=", EQUAL}, {"<=", AT_MOST}, {"<", LESS}};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		const size_t length = strlen(signs[i].sign);

		if (strncmp(*text, signs[i].sign, length) != 0)
			continue;
		*text += length;
		return signs[i].comparison;
	}
	return NONE;
}

/* Numbers of one kind can be compared. */
static bool are_comparable(const struct parameter *table, int one, int other)
{
	return one >= 0 && other >= 0 && one != other && table[one].kind < PARAMETER_CHOICE &&
		table[one].kind == table[other].kind;
}

static struct condition read_condition(const struct parameter *table, const char *text)
{
	const size_t length = strcspn(text, "!=<");
	struct condition condition = {.position = -1, .other = -1, .text = text + length};

	condition.comparison = read_comparison(&condition.text);
	for (int i = 0; table[i].name != NULL; i++)
		if (strlen(table[i].name) == length && strncmp(table[i].name, text, length) == 0)
			condition.position = i;
	if (condition.comparison >= LESS) {
		condition.other = parameter_find(table, condition.text);
		if (!are_comparable(table, condition.position, condition.other))
			condition.position = -1;
	}
	if (condition.position < 0)
		condition.comparison = NONE;
	return condition;
}

int parameters_check_table(const struct parameters *parameters, unsigned position,
	struct error *error)
{
	const struct parameter *table = parameters->table;
	struct parameters scratch = *parameters;
	struct condition condition;

	if (table[position].applies == NULL)
		return 0;
	condition = read_condition(table, table[position].applies);
	if (condition.comparison >= LESS)
		return 0;
	if (condition.comparison != NONE && condition.position != (int)position &&
		parameters_set(&scratch, table[condition.position].name, condition.text, NULL) ==
			0 &&
		strcmp(scratch.values[condition.position].text, condition.text) == 0)
		return 0;
	return error_set(error,
		"parameter %s applies with \"%.99s\", which is no value of another parameter",
		table[position].name, table[position].applies);
}

bool parameters_apply(const struct parameters *parameters, unsigned position)
{
	const struct parameter_value *values = parameters->values;
	const char *applies = parameters->table[position].applies;
	struct condition condition;

	if (applies == NULL)
		return true;
	condition = read_condition(parameters->table, applies);
	switch (condition.comparison) {
	case EQUAL:
		return strcmp(values[condition.position].text, condition.text) == 0;
	case DIFFERENT:
		return strcmp(values[condition.position].text, condition.text) != 0;
	case LESS:
		return values[condition.position].number < values[condition.other].number;
	case AT_MOST:
		return values[condition.position].number <= values[condition.other].number;
	default:
		return true;
	}
}

/* Says why the parameter at this position has no effect. */
static int refuse(const struct parameters *parameters, unsigned position, struct error *error)
{
	const struct parameter *table = parameters->table, *entry = &table[position];
	const struct parameter_value *values = parameters->values;
	const struct condition condition = read_condition(table, entry->applies);

	if (condition.other < 0)
		return error_set(error, "parameter %s has no effect with %s=%.100s; leave it out",
			entry->name, table[condition.position].name,
			values[condition.position].text);
	return error_set(error,
		"parameter %s has no effect unless %s, but %s=%.100s and %s=%.100s; leave it out",
		entry->name, entry->applies, table[condition.position].name,
		values[condition.position].text, table[condition.other].name,
		values[condition.other].text);
}

int parameters_check(const struct parameters *parameters, const char *name, struct error *error)
{
	const int position = parameter_find(parameters->table, name);

	if (position < 0 || parameters_apply(parameters, (unsigned)position))
		return 0;
	return refuse(parameters, (unsigned)position, error);
}
