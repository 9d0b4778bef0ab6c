/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading by a table of members; see members.h. */
#include "config.h"

#include "results/record/members.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "results/record/block.h"
#include "support/whole.h"

/* The error: what a member must be, and what it is instead. */
static int refuse(const struct member *member, const json_t *json, const char *must,
	struct error *error)
{
	char *value = json_dumps(json, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));

	error_set(error, "%s must be %s%s, not %.60s", member->name, must,
		member->nullable ? " or null" : "", value != NULL ? value : "?");
	free(value);
	return -1;
}

static int refuse_whole(const struct member *member, const json_t *json, uint64_t largest,
	struct error *error)
{
	char must[96];

	if (largest == INT64_MAX)
		snprintf(must, sizeof(must), "a whole number from %ju",
			(uintmax_t)member->smallest);
	else
		snprintf(must, sizeof(must), "a whole number from %ju to %ju",
			(uintmax_t)member->smallest, (uintmax_t)largest);
	return refuse(member, json, must, error);
}

/* A number of at least 0. */
static int read_figure(const struct member *member, const json_t *json, double *number,
	struct error *error)
{
	char must[64] = "a number from 0";

	*number = json_number_value(json);
	if (json_is_number(json) && *number >= 0 &&
		(member->largest == 0 || *number <= (double)member->largest))
		return 0;
	if (member->largest != 0)
		snprintf(must, sizeof(must), "a number from 0 to %ju", (uintmax_t)member->largest);
	return refuse(member, json, must, error);
}

static int read_counted(const struct member *member, const json_t *json, double *number,
	struct error *error)
{
	*number = json_number_value(json);
	if (json_is_integer(json) && *number >= 0 && whole_is_exact(*number))
		return 0;
	return refuse(member, json, "a whole number from 0 to 2^53 - 1", error);
}

/* The limit is above what any clock or computer gives; values computed from it stay finite. */
static int read_real(const struct member *member, const json_t *json, double *number,
	struct error *error)
{
	if (read_figure(member, json, number, error) != 0)
		return -1;
	if (*number == 0 || (*number >= MEMBERS_REAL_LEAST && *number <= MEMBERS_REAL_MOST))
		return 0;
	return refuse(member, json, "0 or a number from 1e-30 to 1e30", error);
}

static int read_whole(const struct member *member, const json_t *json, uint64_t *number,
	struct error *error)
{
	uint64_t largest = member->kind == MEMBER_SMALL ? UINT_MAX : INT64_MAX;

	if (member->largest != 0)
		largest = member->largest;
	if (!json_is_integer(json) || json_integer_value(json) < 0)
		return refuse_whole(member, json, largest, error);
	*number = (uint64_t)json_integer_value(json);
	if (*number < member->smallest || *number > largest)
		return refuse_whole(member, json, largest, error);
	return 0;
}

static int read_status(const struct member *member, const json_t *json, enum status *status,
	struct error *error)
{
	for (enum status s = STATUS_OK; json_is_string(json) && s <= STATUS_NOT_RUN; s++)
		if (strcmp(json_string_value(json), status_name(s)) == 0) {
			*status = s;
			return 0;
		}
	return refuse(member, json,
		"one of \"ok\", \"failed\", \"wrong-value\", \"crashed\", \"timed-out\", \"invalid\", \"not-run\"",
		error);
}

static int read_numbers(const struct member *member, const json_t *json, unsigned **numbers,
	size_t *count, struct error *error)
{
	if (!json_is_array(json))
		return refuse(member, json, "an array of whole numbers", error);
	*count = 0;
	*numbers = NULL;
	if (json_array_size(json) == 0)
		return 0;
	*numbers = calloc(json_array_size(json), sizeof(**numbers));
	if (*numbers == NULL)
		return error_set(error, "%s: out of memory", member->name);
	*count = json_array_size(json);
	for (size_t i = 0; i < *count; i++) {
		const json_t *number = json_array_get(json, i);

		if (!json_is_integer(number) || json_integer_value(number) < 0 ||
			json_integer_value(number) > INT_MAX)
			return refuse(member, number, "an array of whole numbers", error);
		(*numbers)[i] = (unsigned)json_integer_value(number);
	}
	return 0;
}

static int read_texts(const struct member *member, const json_t *json, char ***texts, size_t *count,
	struct error *error)
{
	*count = 0;
	*texts = NULL;
	if (!json_is_array(json))
		return refuse(member, json, "an array of texts", error);
	if (json_array_size(json) == 0)
		return 0;
	*texts = calloc(json_array_size(json), sizeof(**texts));
	if (*texts == NULL)
		return error_set(error, "%s: out of memory", member->name);
	for (size_t i = 0; i < json_array_size(json); i++) {
		const json_t *text = json_array_get(json, i);

		if (!json_is_string(text))
			return refuse(member, text, "an array of texts", error);
		(*texts)[i] = strdup(json_string_value(text));
		if ((*texts)[i] == NULL)
			return error_set(error, "%s: out of memory", member->name);
		++*count;
	}
	return 0;
}

static int read_text(const struct member *member, const json_t *json, char **text,
	struct error *error)
{
	if (!json_is_string(json))
		return refuse(member, json, "text", error);
	*text = strdup(json_string_value(json));
	return *text != NULL ? 0 : error_set(error, "%s: out of memory", member->name);
}

static int read_struct(const struct member *member, json_t *json, void *data, struct error *error)
{
	if (members_read(json, member->table->members, data, false, error) == 0)
		return 0;
	return error_prefix(error, "%s", member->name);
}

static int read_member(const struct member *member, json_t *json, char *data, struct error *error)
{
	void *at = data + member->offset;
	uint64_t number;

	switch (member->kind) {
	case MEMBER_WHOLE:
		return read_whole(member, json, at, error);
	case MEMBER_SMALL:
		if (read_whole(member, json, &number, error) != 0)
			return -1;
		*(unsigned *)at = (unsigned)number;
		return 0;
	case MEMBER_REAL:
		return read_real(member, json, at, error);
	case MEMBER_COUNTED:
		return read_counted(member, json, at, error);
	case MEMBER_FIGURE:
		return read_figure(member, json, at, error);
	case MEMBER_FLAG:
		if (!json_is_boolean(json))
			return refuse(member, json, "true or false", error);
		*(bool *)at = json_is_true(json);
		return 0;
	case MEMBER_TEXT:
		return read_text(member, json, at, error);
	case MEMBER_STATUS:
		return read_status(member, json, at, error);
	case MEMBER_NUMBERS:
		return read_numbers(member, json, at,
			(size_t *)(void *)(data + member->count_offset), error);
	case MEMBER_TEXTS:
		return read_texts(member, json, at, (size_t *)(void *)(data + member->count_offset),
			error);
	case MEMBER_OBJECT:
		if (!json_is_object(json))
			return refuse(member, json, "an object", error);
		*(json_t **)at = json_incref(json);
		return 0;
	case MEMBER_STRUCT:
		return read_struct(member, json, at, error);
	case MEMBER_OTHER:
		return 0;
	}
	return error_set(error, "%s is of a kind that nobody reads", member->name);
}

static void free_texts(char **texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(texts[i]);
	free(texts);
}

/* Checks a member of any kind without keeping it: reads it into a temporary value. */
static int check_member(const struct member *member, json_t *json, struct error *error)
{
	struct {
		union {
			uint64_t whole;
			double real;
			bool flag;
			enum status status;
			char *text;
			unsigned *numbers;
			char **texts;
			json_t *object;
		} value;
		size_t count;
	} scratch = {0};
	struct member here = *member;
	int outcome;

	if (member->kind == MEMBER_STRUCT)
		return read_struct(member, json, NULL, error);
	here.offset = offsetof(typeof(scratch), value);
	here.count_offset = offsetof(typeof(scratch), count);
	outcome = read_member(&here, json, (char *)&scratch, error);
	if (here.kind == MEMBER_TEXT)
		free(scratch.value.text);
	else if (here.kind == MEMBER_NUMBERS)
		free(scratch.value.numbers);
	else if (here.kind == MEMBER_TEXTS)
		free_texts(scratch.value.texts, scratch.count);
	else if (here.kind == MEMBER_OBJECT)
		json_decref(scratch.value.object);
	return outcome;
}

static int refuse_unknown(const json_t *object, const struct member *table, struct error *error)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)object, key, value) {
		const struct member *member = table;

		while (member->name != NULL && strcmp(member->name, key) != 0)
			member++;
		if (member->name == NULL)
			return error_set(error, "member \"%.60s\" is not known", key);
	}
	return 0;
}

static bool says_something(const json_t *object, const char *name)
{
	const json_t *json = json_object_get(object, name);

	return json != NULL && !json_is_null(json);
}

/* Members with one bool that says whether they are known: all of them are, or none. */
static int check_together(const json_t *object, const struct member *table, struct error *error)
{
	for (const struct member *member = table; member->name != NULL; member++) {
		const struct member *first = table;

		if (member->known_at == 0)
			continue;
		while (first->known_at != member->known_at)
			first++;
		if (first != member &&
			says_something(object, first->name) != says_something(object, member->name))
			return error_set(error, "%s and %s must both be %s", first->name,
				member->name,
				member->optional ? "there or both be absent"
						 : "known or both be null");
	}
	return 0;
}

int members_read(const json_t *object, const struct member *table, void *data, bool open,
	struct error *error)
{
	if (!json_is_object(object))
		return error_set(error, "must be an object");
	for (const struct member *member = table; member->name != NULL; member++) {
		json_t *json = json_object_get(object, member->name);

		if (json == NULL) {
			if (member->optional)
				continue;
			return error_set(error, "%s is missing", member->name);
		}
		if (member->nullable && json_is_null(json))
			continue;
		if ((data == NULL ? check_member(member, json, error)
				  : read_member(member, json, data, error)) != 0)
			return -1;
		if (data != NULL && member->known_at != 0)
			*(bool *)((char *)data + member->known_at) = true;
	}
	if (check_together(object, table, error) != 0)
		return -1;
	return open ? 0 : refuse_unknown(object, table, error);
}

int members_array(const json_t *object, const char *name, size_t size, void **elements,
	size_t *count, struct error *error)
{
	const json_t *array = json_object_get(object, name);

	*elements = NULL;
	*count = 0;
	if (!json_is_array(array))
		return error_set(error, "%s must be an array", name);
	if (json_array_size(array) == 0)
		return 0;
	*elements = calloc(json_array_size(array), size);
	if (*elements == NULL)
		return error_set(error, "%s: out of memory", name);
	*count = json_array_size(array);
	return 0;
}
