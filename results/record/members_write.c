/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing by a table of members; see members.h. */
#include "config.h"

#include "results/record/members.h"

#include <math.h>

#include "results/record/block.h"
#include "results/record/json_value.h"

static json_t *whole_to_json(uint64_t number)
{
	return number <= INT64_MAX ? json_integer((json_int_t)number) : NULL;
}

static json_t *texts_to_json(char *const *texts, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; array != NULL && i < count; i++)
		if (json_array_append_new(array, json_value_text(texts[i])) != 0) {
			json_decref(array);
			return NULL;
		}
	return array;
}

static size_t count_of(const struct member *member, const char *data)
{
	return *(const size_t *)(const void *)(data + member->count_offset);
}

static bool is_known(const struct member *member, const char *data)
{
	return member->known_at == 0 || *(const bool *)(data + member->known_at);
}

/* Whether an optional member has nothing to say. */
static bool is_empty(const struct member *member, const char *data)
{
	const void *at = data + member->offset;

	switch (member->kind) {
	case MEMBER_WHOLE:
		return *(const uint64_t *)at == 0;
	case MEMBER_SMALL:
		return *(const unsigned *)at == 0;
	case MEMBER_REAL:
		return fpclassify(*(const double *)at) == FP_ZERO;
	case MEMBER_FLAG:
		return !*(const bool *)at;
	case MEMBER_TEXT:
	case MEMBER_OBJECT:
		return *(void *const *)at == NULL;
	case MEMBER_NUMBERS:
	case MEMBER_TEXTS:
		return count_of(member, data) == 0;
	default:
		return false;
	}
}

static bool is_absent(const struct member *member, const char *data)
{
	if (!member->optional)
		return false;
	return member->known_at != 0 ? !is_known(member, data) : is_empty(member, data);
}

static json_t *member_to_json(const struct member *member, const char *data, bool zero_is_null)
{
	const void *at = data + member->offset;
	bool null = member->nullable && zero_is_null;

	if (!is_known(member, data))
		return json_null();
	switch (member->kind) {
	case MEMBER_WHOLE:
		return null && *(const uint64_t *)at == 0 ? json_null()
							  : whole_to_json(*(const uint64_t *)at);
	case MEMBER_SMALL:
		return json_integer(*(const unsigned *)at);
	case MEMBER_REAL:
		return json_real(*(const double *)at);
	case MEMBER_COUNTED:
	case MEMBER_FIGURE:
		return json_value_number(*(const double *)at);
	case MEMBER_FLAG:
		return json_boolean(*(const bool *)at);
	case MEMBER_TEXT:
		if (*(char *const *)at == NULL)
			return member->nullable ? json_null() : json_string("");
		return json_value_text(*(char *const *)at);
	case MEMBER_STATUS:
		return json_string(status_name(*(const enum status *)at));
	case MEMBER_NUMBERS:
		return json_value_numbers(*(unsigned *const *)at, count_of(member, data));
	case MEMBER_TEXTS:
		return texts_to_json(*(char **const *)at, count_of(member, data));
	case MEMBER_OBJECT:
		return *(json_t *const *)at != NULL ? json_incref(*(json_t *const *)at)
						    : json_object();
	case MEMBER_STRUCT:
		return members_object(member->table->members, at, zero_is_null);
	case MEMBER_OTHER:
		break;
	}
	return NULL;
}

int members_write(json_t *object, const struct member *table, const void *data, bool zero_is_null)
{
	for (const struct member *member = table; member->name != NULL; member++) {
		if (member->kind == MEMBER_OTHER || is_absent(member, data))
			continue;
		if (json_object_set_new(object, member->name,
			    member_to_json(member, data, zero_is_null)) != 0)
			return -1;
	}
	return 0;
}

json_t *members_object(const struct member *table, const void *data, bool zero_is_null)
{
	json_t *object = json_object();

	if (object != NULL && members_write(object, table, data, zero_is_null) != 0) {
		json_decref(object);
		return NULL;
	}
	return object;
}
