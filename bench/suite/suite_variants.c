/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parameters of one plugin in a suite; see suite_variants.h. */
#include "config.h"

#include "bench/suite/suite_variants.h"

#include <stdlib.h>
#include <string.h>

#include "support/parameter_applies.h"
#include "support/parameter_pool.h"
#include "support/text.h"

#define VARIANT_LIMIT 1000 /* combinations of one plugin's parameters */

/* The fix if other combinations need the parameter. */
#define ELSEWHERE ", or move those values to their own entry of \"cases\""

/* Sets that are still being made. */
struct draft {
	struct parameters *sets;
	size_t count;
};

/* Refuses the key if the plugin does not have that parameter; otherwise the value. */
static int refuse_parameter(const struct json_reader *reader, const struct json_place *place,
	const struct parameter *table, const struct error *cause)
{
	for (; table != NULL && table->name != NULL; table++)
		if (strcmp(table->name, place->key) == 0)
			return json_reader_refuse(reader, place, "%s", cause->text);
	return json_reader_refuse_key(reader, place, "%s", cause->text);
}

/* Sets a parameter in `count` sets. `place` is that of the value, `key` that of the parameter. */
static int set_parameter(const struct json_reader *reader, const struct json_place *place,
	const struct json_place *key, const json_t *value, struct parameters *sets, size_t count)
{
	char buffer[TEXT_NUMBER_SIZE];
	const char *text = json_reader_text(reader, place, value, buffer, sizeof(buffer));
	struct error cause = {0};

	if (text == NULL)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (parameters_set_named(&sets[i], key->key, text, &cause) == 0)
			continue;
		if (place == key)
			return refuse_parameter(reader, place, sets[i].table, &cause);
		return json_reader_refuse(reader, place, "%s", cause.text);
	}
	return 0;
}

/* For a list of values: repeats every set so far with each of them. */
static int multiply_variants(const struct json_reader *reader, const struct json_place *place,
	const json_t *list, struct draft *draft)
{
	size_t values = json_array_size(list), count = draft->count * values;
	struct parameters *sets;

	if (json_reader_array(reader, place, list) != 0)
		return -1;
	if (values > VARIANT_LIMIT || count > VARIANT_LIMIT)
		return json_reader_refuse(reader, place, "more than %d combinations of parameters",
			VARIANT_LIMIT);
	sets = calloc(count, sizeof(*sets));
	if (sets == NULL)
		return error_set(reader->error, "no memory");
	for (size_t i = 0; i < count; i++)
		sets[i] = draft->sets[i % draft->count];
	for (size_t i = 0; i < values; i++) {
		struct json_place entry = {.parent = place, .index = i};

		if (set_parameter(reader, &entry, place, json_array_get(list, i),
			    sets + i * draft->count, draft->count) != 0) {
			free(sets);
			return -1;
		}
	}
	free(draft->sets);
	*draft = (struct draft){sets, count};
	return 0;
}

/* Every parameter that was given must have an effect in every set. */
static int check_effect(const struct json_reader *reader, const struct json_place *place,
	json_t *object, const struct draft *draft)
{
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value) {
		struct json_place entry = {.parent = place, .key = key};
		struct error cause = {0};

		for (size_t i = 0; i < draft->count; i++)
			if (parameters_check(&draft->sets[i], key, &cause) != 0)
				return json_reader_refuse_key(reader, &entry, "%s%s", cause.text,
					draft->count > 1 ? ELSEWHERE : "");
	}
	return 0;
}

/* Keeps the finished sets. 0, or -1 with the error. */
static int keep_all(const struct draft *draft, struct variants *variants, struct error *error)
{
	*variants = (struct variants){calloc(draft->count, sizeof(*variants->sets)), draft->count};
	if (variants->sets == NULL)
		return error_set(error, "no memory");
	for (size_t i = 0; i < draft->count; i++) {
		variants->sets[i] = parameter_pool_keep(&draft->sets[i], error);
		if (variants->sets[i] == NULL) {
			free(variants->sets);
			return -1;
		}
	}
	return 0;
}

int suite_variants_read(const struct json_reader *reader, const struct json_place *parent,
	json_t *object, const struct parameter *table, struct variants *variants)
{
	struct json_place place = {.parent = parent, .key = "parameters"};
	const char *key;
	json_t *value;
	struct draft draft = {.count = 1};
	int outcome = -1;

	if (object != NULL && !json_is_object(object))
		return json_reader_refuse(reader, &place, "must be an object, { … }");
	draft.sets = calloc(1, sizeof(*draft.sets));
	if (draft.sets == NULL)
		return error_set(reader->error, "no memory");
	if (parameters_init(draft.sets, table, reader->error) != 0)
		goto free_sets;
	json_object_foreach(object, key, value) {
		struct json_place entry = {.parent = &place, .key = key};
		int status = json_is_array(value)
			? multiply_variants(reader, &entry, value, &draft)
			: set_parameter(reader, &entry, &entry, value, draft.sets, draft.count);

		if (status != 0)
			goto free_sets;
	}
	if (check_effect(reader, &place, object, &draft) == 0)
		outcome = keep_all(&draft, variants, reader->error);

free_sets:
	free(draft.sets);
	return outcome;
}
