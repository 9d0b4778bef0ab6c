/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cutting an array out of a JSON text, and that a result that is read in pieces is the one that is
 * read as a whole, its errors included. */
#include "config.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "results/record/json_pieces.h"
#include "results/record/record.h"
#include "results/record/record_json.h"
#include "results/record/record_stream.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define EXAMPLE "/tests/data/example-result.json"

/* Of the array "a": its elements, each followed by a "|"; NULL where it cannot be cut. */
static const struct {
	const char *text, *elements;
} cases[] = {
	{"{\"a\": []}", ""},
	{" {\"a\":[1]}\n", "1|"},
	{"{\"b\": 1, \"a\": [1, \"x\" , {}, [ ] ,null]}", "1|\"x\"|{}|[ ]|null|"},
	{"{\"a\": [{\"a\": [1, 2]}, \"],[\", \"\\\"\", \"\\\\\"], \"b\": {\"a\": [3]}}",
		"{\"a\": [1, 2]}|\"],[\"|\"\\\"\"|\"\\\\\"|"},
	{"{\"a\": [{\"b\": \"}\"}\n,\t-1e5]}", "{\"b\": \"}\"}|-1e5|"},
	{"{\"ab\": [1], \"b\": 2}", NULL},
	{"{\"a\": {}}", NULL},
	{"{\"a\": [1], \"a\": [2]}", NULL},
	{"{\"a\": [1,]}", NULL},
	{"{\"a\": [,1]}", NULL},
	{"{\"a\": [1 2]}", NULL},
	{"{\"a\": [1]", NULL},
	{"{\"a\": [\"x]}", NULL},
	{"{\"a\": [{]}", NULL},
	{"{\"a\": [1]}}", NULL},
	{"{\"a\": [1]} 1", NULL},
	{"{\"a\" [1]}", NULL},
	{"{\"a\": [\"\\", NULL},
	{"[1]", NULL},
	{"{", NULL},
	{"{}", NULL},
	{"", NULL},
};

Test(json_pieces, elements)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		/* Without a final zero: nothing behind the text is read. */
		size_t size = strlen(cases[i].text), used = 0;
		char *text = malloc(size + 1), found[256] = "";
		struct json_pieces pieces;
		bool no_memory, cut;

		text = realloc(text, size > 0 ? size : 1);
		memcpy(text, cases[i].text, size);
		cut = json_pieces_find(&pieces, text, size, "a", &no_memory);
		cr_expect_eq(cut, cases[i].elements != NULL, "%s", cases[i].text);
		cr_expect_not(no_memory);
		for (size_t j = 0; cut && j < pieces.count; j++)
			used += (size_t)snprintf(found + used, sizeof(found) - used, "%.*s|",
				(int)pieces.elements[j].size, pieces.elements[j].text);
		if (cut && cases[i].elements != NULL) {
			cr_expect_str_eq(found, cases[i].elements, "%s gives %s", cases[i].text,
				found);
			cr_expect_eq(pieces.before.text, text);
			cr_expect_eq(pieces.before.text[pieces.before.size - 1], '[');
			cr_expect_eq(pieces.after.text[0], ']');
			cr_expect_eq(pieces.after.text + pieces.after.size, text + size);
			free(pieces.elements);
		}
		free(text);
	}
}

static char *read_example(void)
{
	const char *sources = getenv("top_srcdir"); /* of `make check` */
	json_error_t cause;
	json_t *json;
	char *text, *path;

	cr_assert(asprintf(&path, "%s" EXAMPLE, sources != NULL ? sources : ".") > 0);
	json = json_load_file(path, 0, &cause);
	free(path);
	cr_assert_not_null(json, "%s", cause.text);
	text = json_dumps(json, JSON_INDENT(1));
	json_decref(json);
	return text;
}

/* What reading the text in pieces, or as a whole, says: the error, or the result as JSON. */
static char *told(const char *text, bool in_pieces)
{
	struct result result = {0};
	struct error error = {0};
	json_error_t position;
	json_t *json = NULL;
	char *says;

	if (in_pieces) {
		FILE *stream = fmemopen((void *)text, strlen(text), "r");

		result_read_stream(&result, stream, "r", &error);
		fclose(stream);
	} else {
		json = json_loads(text, JSON_REJECT_DUPLICATES, &position);
		if (json == NULL)
			snprintf(error.text, sizeof(error.text), "r:%d:%d: %s", position.line,
				position.column, position.text);
		else if (result_from_json(&result, json, &error) != 0)
			error_prefix(&error, "r");
		json_decref(json);
	}
	if (error.text[0] != '\0')
		return strdup(error.text);
	json = result_to_json(&result);
	says = json_dumps(json, 0);
	json_decref(json);
	result_clear(&result);
	return says;
}

static void check_same(const char *text, const char *what)
{
	char *whole = told(text, false), *pieces = told(text, true);

	cr_expect_str_eq(pieces, whole, "%s", what);
	free(whole);
	free(pieces);
}

Test(json_pieces, a_result_is_the_same_in_pieces)
{
	char *text = read_example();

	check_same(text, "the example");
	free(text);
}

/* Every sort of damage somewhere in the text: the same line, column and words as ever. */
Test(json_pieces, errors_are_the_same_in_pieces)
{
	static const char letters[] = "x\"]},\\[";
	char *text = read_example(), what[64];
	size_t size = strlen(text);

	for (size_t i = 0; i < size; i += 1 + size / 80) {
		char before = text[i];

		text[i] = letters[i % (sizeof(letters) - 1)];
		snprintf(what, sizeof(what), "'%c' at %zu", text[i], i);
		check_same(text, what);
		text[i] = '\0';
		snprintf(what, sizeof(what), "the first %zu", i);
		if (i > 0)
			check_same(text, what);
		text[i] = before;
	}
	free(text);
}

#define MANY 260 /* cases: enough for several readers to share them */

/* The example with its cases again and again, changed in one member from one of them on. */
static char *read_many(size_t changed, const char *member, json_t *value)
{
	char *text = read_example();
	json_t *json = json_loads(text, 0, NULL), *few = json_object_get(json, "cases");
	json_t *many = json_array();

	free(text);
	for (size_t i = 0; i < MANY; i++) {
		json_t *copy = json_deep_copy(json_array_get(few, i % json_array_size(few)));

		if (i >= changed)
			json_object_set(copy, member, value);
		json_array_append_new(many, copy);
	}
	json_decref(value);
	json_object_set_new(json, "cases", many);
	text = json_dumps(json, 0);
	json_decref(json);
	return text;
}

Test(json_pieces, many_cases_are_the_same_in_pieces)
{
	char *text = read_many(77, "id", json_string("another"));

	check_same(text, "many cases");
	free(text);
}

/* Whoever reads it, and whatever is wrong behind it: the first fault is told. */
Test(json_pieces, the_first_fault_of_many_cases_is_told)
{
	static const size_t faults[] = {0, 64, MANY - 1};

	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		char *text = read_many(faults[i], "status", json_integer(1)), *says, expected[64];

		says = told(text, true);
		snprintf(expected, sizeof(expected), "r: cases[%zu]: status ", faults[i]);
		cr_expect_eq(strncmp(says, expected, strlen(expected)), 0, "%s", says);
		free(says);
		free(text);
	}
}
