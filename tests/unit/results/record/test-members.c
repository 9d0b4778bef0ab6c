/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every row of the tables of members: to JSON and back, refused when wrong, in the schema. */
#include "config.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "results/record/block_json.h"
#include "results/record/machine_members.h"
#include "results/record/memory_record.h"
#include "results/record/record_events.h"
#include "results/record/result_members.h"
#include "results/record/settings_members.h"
#include "results/record/summary_members.h"
#include "tests/made/made_result.h"

static const struct member_table *const tables[] = {&block_table, &estimate_table, &evidence_table,
	&latency_table, &memory_table, &memory_summary_table, &sample_table, &server_table,
	&summary_table};

#define TABLES (sizeof(tables) / sizeof(tables[0]))

/* Those that are only held against the schema: their members own memory, or are kept as JSON. */
static const struct member_table *const other_tables[] = {&cache_table, &case_runner_table,
	&case_table, &case_workload_table, &machine_table, &other_run_table, &result_runner_table,
	&settings_members, &result_tool_table, &unfinished_table};

/* Any of the structs. */
union any {
	struct block block;
	struct summary summary;
	struct sample sample;
	struct evidence evidence;
	struct memory memory;
};

/* Gives each member another value that it may have, and lets it be known. */
static void fill(void *data, const struct member *table)
{
	double number = 0;

	for (const struct member *member = table; member->name != NULL; member++) {
		void *at = (char *)data + member->offset;

		number++;
		if (member->known_at != 0)
			*(bool *)((char *)data + member->known_at) = true;
		if (member->kind == MEMBER_WHOLE)
			*(uint64_t *)at = (uint64_t)number;
		else if (member->kind == MEMBER_FLAG)
			*(bool *)at = true;
		else if (member->kind == MEMBER_STRUCT)
			fill(at, member->table->members);
		else if (member->kind == MEMBER_REAL || member->kind == MEMBER_COUNTED ||
			member->kind == MEMBER_FIGURE)
			*(double *)at = member->largest > 0 ? (double)member->largest : number;
	}
}

/* As it is read: members that the table's owner writes are there, too. */
static json_t *written(const void *data, const struct member *table)
{
	json_t *json = members_object(table, data, false);

	cr_assert_not_null(json);
	for (; table->name != NULL; table++)
		if (table->kind == MEMBER_OTHER)
			json_object_set_new(json, table->name, json_object());
	return json;
}

Test(members, to_json_and_back)
{
	for (size_t i = 0; i < TABLES; i++) {
		const struct member *table = tables[i]->members;
		union any data = {0}, again = {0};
		struct error error = {0};
		json_t *json, *twice;

		fill(&data, table);
		json = written(&data, table);
		for (const struct member *member = table; member->name != NULL; member++)
			cr_expect_not_null(json_object_get(json, member->name), "%s: %s",
				tables[i]->name, member->name);
		cr_assert_eq(members_read(json, table, &again, false, &error), 0, "%s: %s",
			tables[i]->name, error.text);
		twice = written(&again, table);
		cr_expect(json_equal(json, twice), "%s", tables[i]->name);
		json_decref(twice);
		json_decref(json);
	}
}

Test(members, what_is_not_known_is_null_or_absent)
{
	for (size_t i = 0; i < TABLES; i++) {
		const struct member *table = tables[i]->members;
		union any data = {0};
		json_t *json = written(&data, table);

		for (const struct member *member = table; member->name != NULL; member++) {
			const json_t *value = json_object_get(json, member->name);

			if (member->kind == MEMBER_OTHER)
				continue;
			cr_expect_eq(value == NULL, member->optional, "%s: %s", tables[i]->name,
				member->name);
			if (member->known_at != 0 && !member->optional)
				cr_expect(json_is_null(value), "%s: %s", tables[i]->name,
					member->name);
		}
		json_decref(json);
	}
}

/* What the reader says of the object with this member; NULL: without it. */
static const char *refusal(const json_t *json, const struct member *table,
	const struct member *member, json_t *value)
{
	static struct error error;
	json_t *changed = json_copy((json_t *)json);

	error = (struct error){0};
	if (value == NULL)
		json_object_del(changed, member->name);
	else
		json_object_set_new(changed, member->name, value);
	cr_expect_eq(members_read(changed, table, NULL, false, &error),
		error.text[0] != '\0' ? -1 : 0);
	json_decref(changed);
	return error.text;
}

Test(members, what_is_wrong_is_refused_by_name)
{
	for (size_t i = 0; i < TABLES; i++) {
		const struct member *table = tables[i]->members;
		union any data = {0};
		json_t *json;

		fill(&data, table);
		json = written(&data, table);
		for (const struct member *member = table; member->name != NULL; member++) {
			const size_t length = strlen(member->name);
			const char *text = refusal(json, table, member, NULL);

			if (!member->optional)
				cr_expect(strncmp(text, member->name, length) == 0 &&
						strcmp(text + length, " is missing") == 0,
					"%s", text);
			if (member->kind == MEMBER_OTHER)
				continue;
			text = refusal(json, table, member, json_integer(-1));
			cr_expect(strncmp(text, member->name, length) == 0, "%s: %s is \"%s\"",
				tables[i]->name, member->name, text);
		}
		json_decref(json);
	}
}

static json_t *read_schema(void)
{
	char *text = made_read_file("../../results/result.schema.json");
	json_t *schema = json_loads(text, 0, NULL);

	cr_assert_not_null(schema);
	free(text);
	return schema;
}

static bool is_among(const json_t *array, const char *text)
{
	for (size_t i = 0; i < json_array_size(array); i++)
		if (strcmp(json_string_value(json_array_get(array, i)), text) == 0)
			return true;
	return false;
}

static void expect_members(const json_t *object, const struct member_table *table)
{
	const json_t *properties = json_object_get(object, "properties");
	size_t count = 0;

	for (const struct member *member = table->members; member->name != NULL; member++) {
		cr_expect_not_null(json_object_get(properties, member->name),
			"%s: %s; run make schema", table->name, member->name);
		cr_expect_eq(is_among(json_object_get(object, "required"), member->name),
			!member->optional, "%s: %s; run make schema", table->name, member->name);
		count++;
	}
	cr_expect_eq(json_object_size(properties), count, "%s; run make schema", table->name);
}

Test(members, the_schema_has_them)
{
	json_t *schema = read_schema();
	const json_t *defs = json_object_get(schema, "$defs");

	expect_members(schema, &result_table);
	for (size_t i = 0; i < TABLES; i++)
		expect_members(json_object_get(defs, tables[i]->name), tables[i]);
	for (size_t i = 0; i < sizeof(other_tables) / sizeof(other_tables[0]); i++)
		expect_members(json_object_get(defs, other_tables[i]->name), other_tables[i]);
	json_decref(schema);
}

/* A sample that knows nothing but its time has no figure of it. */
Test(members, figures_of_a_sample_that_are_not_known)
{
	const struct case_record record = {0};
	const struct block block = {.tasks = 1};
	const struct sample sample = {.elapsed_ns = 1};
	size_t known = 0;

	for (const struct member *member = summary_table.members; member->name != NULL; member++)
		if (member->of != NULL) {
			const bool unknown = isnan(member->of(&record, &block, &sample));

			cr_expect_eq(unknown, member->known_at != 0, "%s", member->name);
			known += !unknown;
		}
	cr_expect_eq(known, 1, "tasks a second are always known");
}
