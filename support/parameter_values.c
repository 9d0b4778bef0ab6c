/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gets the values of parameters, and refuses what is not a number; see parameter.h. */
#include "config.h"

#include "support/parameter.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "support/parameter_inside.h"
#include "support/text.h"
#include "support/whole.h"

/* The error of the first name that this process requested in vain; "" while there is none. */
static struct error asked_in_vain;
static atomic_flag asked_in_vain_taken = ATOMIC_FLAG_INIT;

static const struct parameter_value *value_of(const struct parameters *parameters, const char *name)
{
	static const struct parameter_value none = {.text = ""};
	int position = parameter_find(parameters->table, name);

	if (position >= 0)
		return &parameters->values[position];
	if (!atomic_flag_test_and_set(&asked_in_vain_taken))
		parameter_refuse_name(parameters->table, name, &asked_in_vain);
	return &none;
}

int parameters_check_asked(struct error *error)
{
	return asked_in_vain.text[0] == '\0'
		? 0
		: error_set(error, "the code asks for a parameter that its table does not have: %s",
			  asked_in_vain.text);
}

double parameters_number(const struct parameters *parameters, const char *name)
{
	return value_of(parameters, name)->number;
}

uint64_t parameters_integer(const struct parameters *parameters, const char *name)
{
	return whole_within(value_of(parameters, name)->number, UINT64_MAX);
}

const char *parameters_text(const struct parameters *parameters, const char *name)
{
	return value_of(parameters, name)->text;
}

/* The length in bytes of a number at the start of the text that only a unit follows: that of the
 * parameter, "%", or that of a duration or a size. 0: none. */
static size_t number_before_unit(const struct parameter *parameter, const char *text)
{
	const size_t digits = strspn(text, "+-0123456789._");
	const char *behind = text + digits + strspn(text + digits, " ");
	char number[TEXT_NUMBER_SIZE];
	double ignored;

	if (digits >= sizeof(number) || *behind == '\0')
		return 0;
	snprintf(number, sizeof(number), "%.*s", (int)digits, text);
	if (text_parse_number(number, &ignored) < 0)
		return 0;
	if (strcmp(behind, "%") == 0 || strncmp(behind, parameter->unit, strlen(behind)) == 0 ||
		text_parse_duration(text, &ignored) == 0 || text_parse_bytes(text, &ignored) == 0)
		return digits;
	return 0;
}

int parameter_refuse_number(const struct parameter *parameter, const char *text,
	const char *described, struct error *error)
{
	const size_t digits =
		parameter->kind <= PARAMETER_NUMBER ? number_before_unit(parameter, text) : 0;
	const char *behind = text + digits + strspn(text + digits, " ");

	if (digits == 0)
		return error_set(error, "\"%.100s\" is not %s", text, described);
	return error_set(error, "\"%.100s\" is not %s; write %.*s, without \"%s\"%s%s", text,
		described, (int)digits, text, behind, *parameter->unit != '\0' ? ": it is in " : "",
		parameter->unit);
}
