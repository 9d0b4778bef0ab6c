/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking for the values of parameters; see parameter.h. */
#include "config.h"

#include "support/parameter.h"

#include <stdatomic.h>

#include "support/parameter_inside.h"
#include "support/whole.h"

/* What is wrong with the first name that this process asked for in vain; "" while there is none. */
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
