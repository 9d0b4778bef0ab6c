/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes result.schema.json: copies results/result.schema.in from standard input to standard output,
 * with the members of a table (results/record/members.h) in the place of each @NAME@. So the schema
 * says what the program reads and writes. `make schema` runs it.
 */
#include "config.h"

#include <jansson.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "results/record/block_json.h"
#include "results/record/machine_members.h"
#include "results/record/memory_record.h"
#include "results/record/record_events.h"
#include "results/record/result_members.h"
#include "results/record/settings_members.h"
#include "results/record/summary_members.h"

#define QUOTED(number) #number
#define TEXT_OF(number) QUOTED(number)

#define REFERENCE "\"$ref\": \"#/$defs/%s\""

static const struct member_table *const tables[] = {&block_table, &cache_table, &case_runner_table,
	&case_table, &case_workload_table, &estimate_table, &evidence_table, &latency_table,
	&machine_table, &memory_summary_table, &memory_table, &other_run_table, &result_table,
	&result_runner_table, &sample_table, &server_table, &settings_members, &summary_table,
	&result_tool_table, &unfinished_table};

static void print_text(const char *text)
{
	json_t *json = json_string(text);
	char *quoted = json_dumps(json, JSON_ENCODE_ANY);

	fputs(quoted != NULL ? quoted : "\"\"", stdout);
	free(quoted);
	json_decref(json);
}

/* What is of one JSON type. */
static void print_type(const struct member *member, const char *type)
{
	printf(member->nullable ? "\"type\": [\"%s\", \"null\"]" : "\"type\": \"%s\"", type);
}

/* What is described by something else, which null is to be added to. */
static void __attribute__((format(printf, 2, 3)))
print_schema(const struct member *member, const char *format, ...)
{
	va_list arguments;

	if (member->nullable)
		fputs("\"anyOf\": [{", stdout);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	if (member->nullable)
		fputs("}, {\"type\": \"null\"}]", stdout);
}

static bool is_nanoseconds(const struct member *member)
{
	const char *unit = strrchr(member->name, '_');

	return unit != NULL && strcmp(unit, "_ns") == 0;
}

static void print_whole(const struct member *member)
{
	if (member->largest > 0)
		print_schema(member, "\"type\": \"integer\", \"minimum\": %ju, \"maximum\": %ju",
			(uintmax_t)member->smallest, (uintmax_t)member->largest);
	else if (member->smallest == 1)
		print_schema(member, REFERENCE, "whole_from_1");
	else
		print_schema(member, REFERENCE, is_nanoseconds(member) ? "nanoseconds" : "whole");
}

static void print_small(const struct member *member)
{
	if (member->smallest == 1)
		print_schema(member, REFERENCE, "small_from_1");
	else
		print_schema(member, "\"type\": \"integer\", \"minimum\": 0, \"maximum\": %u",
			UINT_MAX);
}

static void print_number(const struct member *member)
{
	print_type(member, "number");
	fputs(", \"minimum\": 0", stdout);
	if (member->largest > 0)
		printf(", \"maximum\": %ju", (uintmax_t)member->largest);
	else if (member->kind == MEMBER_REAL)
		fputs(", \"maximum\": " TEXT_OF(MEMBERS_REAL_MOST), stdout);
}

static void print_kind(const struct member *member)
{
	switch (member->kind) {
	case MEMBER_WHOLE:
		print_whole(member);
		break;
	case MEMBER_SMALL:
		print_small(member);
		break;
	case MEMBER_COUNTED:
		print_schema(member, REFERENCE, "exact");
		break;
	case MEMBER_REAL:
	case MEMBER_FIGURE:
		print_number(member);
		break;
	case MEMBER_FLAG:
		print_type(member, "boolean");
		break;
	case MEMBER_TEXT:
		print_type(member, "string");
		break;
	case MEMBER_STATUS:
		print_schema(member, REFERENCE, "status");
		break;
	case MEMBER_NUMBERS:
		print_schema(member,
			"\"type\": \"array\", \"items\": {\"type\": \"integer\", \"minimum\": 0, \"maximum\": %d}",
			INT_MAX);
		break;
	case MEMBER_TEXTS:
		print_schema(member, "\"type\": \"array\", \"items\": {\"type\": \"string\"}");
		break;
	case MEMBER_OBJECT:
		print_type(member, "object");
		break;
	case MEMBER_STRUCT:
		print_schema(member, REFERENCE, member->table->name);
		break;
	case MEMBER_OTHER:
		break;
	}
}

static void print_member(const struct member *member)
{
	print_text(member->name);
	fputs(": {", stdout);
	if (member->description != NULL) {
		fputs("\"description\": ", stdout);
		print_text(member->description);
		fputs(", ", stdout);
	}
	if (member->schema == NULL)
		print_kind(member);
	else if (member->schema[0] == '"')
		fputs(member->schema, stdout);
	else
		printf(REFERENCE, member->schema);
	putchar('}');
}

static void print_required(const struct member *members)
{
	const char *before = "";

	fputs("\"required\": [", stdout);
	for (; members->name != NULL; members++)
		if (!members->optional) {
			fputs(before, stdout);
			print_text(members->name);
			before = ", ";
		}
	fputs("],\n", stdout);
}

static void print_table(const struct member_table *table, const char *indent)
{
	if (table->description != NULL) {
		fputs("\"description\": ", stdout);
		print_text(table->description);
		printf(",\n%s", indent);
	}
	printf("\"type\": \"object\",\n%s", indent);
	if (!table->open)
		printf("\"additionalProperties\": false,\n%s", indent);
	print_required(table->members);
	printf("%s\"properties\": {\n", indent);
	for (const struct member *member = table->members; member->name != NULL; member++) {
		printf("%s\t", indent);
		print_member(member);
		puts(member[1].name != NULL ? "," : "");
	}
	printf("%s}", indent);
}

/* The table with the name that the line begins with, up to the "@" behind it. */
static const struct member_table *find_table(const char *line)
{
	const size_t length = strcspn(line, "@\n");

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (strncmp(tables[i]->name, line, length) == 0 && tables[i]->name[length] == '\0')
			return tables[i];
	return NULL;
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, stdin) > 0) {
		const size_t indent = strspn(line, "\t");
		const struct member_table *table;

		if (line[indent] != '@') {
			fputs(line, stdout);
			continue;
		}
		table = find_table(line + indent + 1);
		if (table == NULL) {
			printf("there is no table for %s", line + indent);
			return 2;
		}
		fwrite(line, 1, indent, stdout);
		line[indent] = '\0';
		print_table(table, line);
		fputs(strchr(line + indent + 1, '@') + 1, stdout);
	}
	free(line);
	return fflush(stdout) == 0 ? 0 : 2;
}
