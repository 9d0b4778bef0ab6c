/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parameters have an effect; see parameter_applies.h. */
#include "config.h"

#include "support/parameter_applies.h"

#include <string.h>

/* "url=" taken apart. */
struct condition {
	int position;     /* of the other parameter in the table; -1: it has none of that name */
	bool equal;       /* it must have that text, rather than any other */
	const char *text; /* as the value is written */
};

static struct condition read_condition(const struct parameter *table, const char *text)
{
	const size_t length = strcspn(text, "!=");
	const unsigned count = parameter_count(table);
	struct condition condition = {.position = -1, .text = "", .equal = text[length] == '='};

	if (!condition.equal && strncmp(text + length, "!=", 2) != 0)
		return condition;
	condition.text = text + length + (condition.equal ? 1 : 2);
	for (unsigned i = 0; i < count; i++)
		if (strlen(table[i].name) == length && strncmp(table[i].name, text, length) == 0)
			condition.position = (int)i;
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
	if (condition.position >= 0 && condition.position != (int)position &&
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
	const char *applies = parameters->table[position].applies;
	struct condition condition;

	if (applies == NULL)
		return true;
	condition = read_condition(parameters->table, applies);
	return condition.position < 0 ||
		(strcmp(parameters->values[condition.position].text, condition.text) == 0) ==
		condition.equal;
}

int parameters_check(const struct parameters *parameters, const char *name, struct error *error)
{
	const unsigned count = parameter_count(parameters->table);

	for (unsigned i = 0; i < count; i++) {
		const struct parameter *entry = &parameters->table[i];
		int other;

		if (strcmp(entry->name, name) != 0 || parameters_apply(parameters, i))
			continue;
		other = read_condition(parameters->table, entry->applies).position;
		return error_set(error, "parameter %s has no effect with %s=%.100s; leave it out",
			name, parameters->table[other].name, parameters->values[other].text);
	}
	return 0;
}
