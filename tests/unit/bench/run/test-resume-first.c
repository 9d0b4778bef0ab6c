/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first line of a journal, whoever wrote it: what is wrong with it is named, and nothing else
 * happens. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/run/resume_first.h"
#include "bench/run/run_journal.h"
#include "tests/made/made_result.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* As a run begins it. */
static json_t *make_line(void)
{
	char *arguments[] = {(char[]){"run"}, (char[]){"quick"}, NULL};
	struct result result;
	struct error error = {0};
	json_t *line;

	made_read_example(&result);
	line = run_journal_first(2, arguments, &result, &error);
	cr_assert_not_null(line, "%s", error.text);
	result_clear(&result);
	return line;
}

Test(first_line, is_read)
{
	json_t *line = make_line();
	struct resume_first first;
	struct error error = {0};

	cr_assert_eq(resume_first_read(&first, line, &error), 0, "%s", error.text);
	cr_expect_eq(first.directory[0], '/');
	cr_expect_eq(json_array_size(first.arguments), 2);
	cr_expect_eq(json_array_size(first.plugins), 0);
	cr_expect_eq(first.seed, 2087654321);
	cr_expect_eq(strncmp(first.started, "20", 2), 0);
	json_decref(line);
}

/* The member `name` of `object`, or of the line where that is NULL; value NULL: it is missing. */
static const struct row {
	const char *object, *name, *value, *message;
} rows[] = {
	{NULL, "journal", "2", "1: it has version 2; this program reads version 1"},
	{NULL, "journal", "\"1\"", "journal must be a whole number"},
	{NULL, "journal", NULL, "journal is missing"},
	{NULL, "directory", "null", "directory must be text, not null"},
	{NULL, "directory", "[\"/\"]", "directory must be text"},
	{NULL, "directory", "\"\"", "directory must be an absolute path"},
	{NULL, "directory", NULL, "directory is missing"},
	{NULL, "arguments", "null", "arguments must be an array of texts, at least one"},
	{NULL, "arguments", "\"run\"", "arguments must be an array of texts, at least one"},
	{NULL, "arguments", "[]", "arguments must be an array of texts, at least one"},
	{NULL, "arguments", "[\"run\",null,1]", "arguments[1] must be text"},
	{NULL, "arguments", "[\"run\",\"-q\",1]", "arguments[2] must be text"},
	{NULL, "arguments", "[[\"run\"]]", "arguments[0] must be text"},
	{NULL, "arguments", NULL, "arguments is missing"},
	{NULL, "plugins", "{}", "plugins must be an array"},
	{NULL, "plugins", "[null]", "plugins[0]: must be an object"},
	{NULL, "plugins", "[{\"path\":\"/p\"}]", "plugins[0]: checksum is missing"},
	{NULL, "plugins", "[{\"path\":7,\"checksum\":\"1\"}]", "plugins[0]: path must be text"},
	{NULL, "plugins", "[{\"path\":\"/p\",\"checksum\":1}]",
		"plugins[0]: checksum must be text"},
	{NULL, "plugins", "[{\"path\":\"/p\",\"checksum\":\"1\",\"x\":1}]",
		"plugins[0]: member \"x\" is not known"},
	{NULL, "result", "7", "result must be an object"},
	{NULL, "result", "{}", "result: is not a result of breakeven"},
	{NULL, "more", "1", "member \"more\" is not known"},
	{"result", "schema", "2", "result: has schema 2"},
	{"result", "seed", "-1", "result: seed must be a whole number"},
	{"result", "seed", "1e300", "result: seed must be a whole number"},
	{"result", "seed", "9223372036854775807", "result: seed must be a whole number from 0 to"},
	{"result", "suite", "null", "result: suite must be text"},
	{"result", "started", "null", "result: started must be text"},
	{"result", "machine", "null", "result: machine must be an object"},
	{"result", "machine", "{}", "result: machine: "},
	{"result", "tool", "[]", "result: tool must be an object"},
	{"result", "settings", "{}", "result: settings: blocks is missing"},
	{"result", "cases", "{}", "result: cases must be an array"},
	{"result", "cases", "[7]", "result: cases[0]: must be an object"},
	{"result", "runners", "[{}]", "result: runners[0]: name is missing"},
};

Test(first_line, whatever_is_wrong_is_named)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *row = &rows[i];
		json_t *line = make_line();
		json_t *object = row->object != NULL ? json_object_get(line, row->object) : line;
		struct resume_first first;
		struct error error = {0};

		if (row->value != NULL)
			json_object_set_new(object, row->name,
				json_loads(row->value, JSON_DECODE_ANY, NULL));
		else
			json_object_del(object, row->name);
		cr_expect_eq(resume_first_read(&first, line, &error), -1, "row %zu is taken", i);
		cr_expect_eq(strncmp(error.text, "1: ", 3), 0, "row %zu: %s", i, error.text);
		cr_expect_not_null(strstr(error.text, row->message), "row %zu: %s", i, error.text);
		json_decref(line);
	}
}

static const char *const strange[] = {"null", "true", "-1", "1.5", "9223372036854775807", "\"\"",
	"\"\\n\"", "[]", "[null]", "[[]]", "{}", "{\"a\":null}"};

/* Puts each strange value in the place of a member: it is taken or refused, and nothing dies of it.
 */
static void sweep(json_t *line, json_t *object, size_t *refused)
{
	const char *name;
	json_t *value;
	void *next;

	json_object_foreach_safe(object, next, name, value) {
		json_t *kept = json_incref(value);

		for (size_t i = 0; i < COUNT(strange); i++) {
			struct resume_first first;
			struct error error = {0};

			json_object_set_new(object, name,
				json_loads(strange[i], JSON_DECODE_ANY, NULL));
			*refused += resume_first_read(&first, line, &error) < 0;
		}
		json_object_set_new(object, name, kept);
	}
}

Test(first_line, nothing_dies_of_a_strange_member)
{
	static const char *const objects[] = {"result", "tool", "machine", "settings"};
	json_t *line = make_line(), *object = line;
	size_t refused = 0;

	sweep(line, line, &refused);
	for (size_t i = 0; i < COUNT(objects); i++) {
		object = json_object_get(i == 0 ? line : json_object_get(line, "result"),
			objects[i]);
		sweep(line, object, &refused);
	}
	sweep(line, json_array_get(json_object_get(json_object_get(line, "result"), "cases"), 0),
		&refused);
	cr_expect_gt(refused, 100);
	json_decref(line);
}
