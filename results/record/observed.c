/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures that workloads observed; see observed.h. */
#include "config.h"

#include "results/record/observed.h"

#include <string.h>

#include "results/record/json_value.h"

const struct observed *observed_find(const struct observed *observed, unsigned count,
	const char *name)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(observed[i].name, name) == 0)
			return &observed[i];
	return NULL;
}

int observed_write(json_t *object, const struct observed *observed, unsigned count)
{
	json_t *json;

	if (count == 0)
		return 0;
	json = json_object();
	for (unsigned i = 0; i < count; i++)
		if (json_object_set_new(json, observed[i].name,
			    json_value_number(observed[i].value)) != 0) {
			json_decref(json);
			return -1;
		}
	return json_object_set_new(object, "observations", json);
}

int observed_read(const json_t *object, struct observed *observed, unsigned *count,
	struct error *error)
{
	const json_t *json = json_object_get(object, "observations");
	const char *name;
	json_t *value;

	*count = 0;
	if (json == NULL)
		return 0;
	if (!json_is_object(json) || json_object_size(json) > OBSERVED_LIMIT)
		return error_set(error, "observations must be an object of at most %d members",
			OBSERVED_LIMIT);
	json_object_foreach((json_t *)json, name, value) {
		size_t length = strlen(name);

		if (length == 0 || length >= sizeof(observed->name))
			return error_set(error,
				"observations: the name \"%.60s\" must have 1 to %zu bytes", name,
				sizeof(observed->name) - 1);
		if (!json_is_number(value))
			return error_set(error, "observations: %s must be a number", name);
		memcpy(observed[*count].name, name, length + 1);
		observed[(*count)++].value = json_number_value(value);
	}
	return 0;
}
