/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as JSON; see json_value.h. */
#include "config.h"

#include "results/record/json_value.h"

#include <stdlib.h>
#include <string.h>

#include "support/printable.h"
#include "support/whole.h"

json_t *json_value_number(double number)
{
	return whole_is_exact(number) ? json_integer((json_int_t)number) : json_real(number);
}

json_t *json_value_text(const char *text)
{
	json_t *json = json_string(text);
	char *copy;

	if (json != NULL)
		return json;
	copy = strdup(text);
	if (copy == NULL)
		return NULL;
	json = json_string(printable(copy));
	free(copy);
	return json;
}

json_t *json_value_text_or_null(const char *text)
{
	json_t *json = text != NULL ? json_string(text) : NULL;

	return json != NULL ? json : json_null();
}

json_t *json_value_numbers(const unsigned *numbers, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; array != NULL && i < count; i++)
		if (json_array_append_new(array, json_integer(numbers[i])) != 0) {
			json_decref(array);
			return NULL;
		}
	return array;
}

json_t *json_value_texts(const char *const *texts)
{
	json_t *array = json_array();

	for (; array != NULL && texts != NULL && *texts != NULL; texts++)
		if (json_array_append_new(array, json_string(*texts)) != 0) {
			json_decref(array);
			return NULL;
		}
	return array;
}
