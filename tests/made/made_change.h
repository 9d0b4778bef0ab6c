/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The example result with one member changed, which the reader must refuse. */
#ifndef BREAKEVEN_TESTS_MADE_MADE_CHANGE_H
#define BREAKEVEN_TESTS_MADE_MADE_CHANGE_H

#include "results/record/record_json.h"
#include "tests/made/made_result.h"

static inline json_t *made_example_json(void)
{
	char *text = made_read_file("example-result.json");
	json_t *json = json_loads(text, 0, NULL);

	free(text);
	cr_assert_not_null(json);
	return json;
}

/* The member at a path as "cases/0/blocks/1/tasks"; the object that holds it into *holder. */
static inline const char *made_find(json_t *json, char *path, json_t **holder)
{
	char *name = path;

	for (char *slash; (slash = strchr(name, '/')) != NULL; name = slash + 1) {
		*slash = '\0';
		json = json_is_array(json) ? json_array_get(json, (size_t)atoi(name))
					   : json_object_get(json, name);
		cr_assert_not_null(json, "no %s", name);
	}
	*holder = json;
	return name;
}

/* Gives a member of the example another value, as JSON (NULL takes it away), and expects the
 * reader to say this about it; NULL: to accept it. */
static inline void made_expect_refused(const char *where, const char *value, const char *expected)
{
	json_t *json = made_example_json(), *holder;
	char *path = strdup(where);
	const char *name = made_find(json, path, &holder);
	struct result result;
	struct error error = {0};
	int outcome;

	if (value == NULL)
		json_object_del(holder, name);
	else if (json_is_array(holder))
		json_array_set_new(holder, (size_t)atoi(name),
			json_loads(value, JSON_DECODE_ANY, NULL));
	else
		json_object_set_new(holder, name, json_loads(value, JSON_DECODE_ANY, NULL));
	outcome = result_from_json(&result, json, &error);
	cr_expect_eq(outcome, expected != NULL ? -1 : 0, "%s = %s: %s", where, value, error.text);
	cr_expect_str_eq(error.text, expected != NULL ? expected : "", "%s", error.text);
	if (outcome == 0)
		result_clear(&result);
	free(path);
	json_decref(json);
}

#endif
