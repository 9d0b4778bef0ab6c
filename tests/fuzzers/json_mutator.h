/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Other inputs from JSON, for libFuzzer: mostly one value of one line is replaced, removed or
 * doubled, so that what comes out is JSON again and gets deeper into a reader than other bytes do.
 */
#ifndef BREAKEVEN_TESTS_FUZZERS_JSON_MUTATOR_H
#define BREAKEVEN_TESTS_FUZZERS_JSON_MUTATOR_H

#ifdef FUZZING

#include "tests/fuzzers/fuzz.h"

#include <jansson.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

#define MUTATOR_STEPS_LIMIT 12 /* values within values */

/* Values at which things go wrong. */
static json_t *mutator_value(unsigned choice)
{
	static const char *const values[] = {"0", "1", "-1", "2", "64", "1000", "9007199254740993",
		"9223372036854775807", "-9223372036854775808", "0.0", "-0.5", "1e-300", "0.5",
		"1e308", "-1e308", "null", "true", "\"\"", "\"ok\"", "\"\\u009b\\u202e\"", "[]",
		"{}", "[0]", "[null]"};

	return json_loads(values[choice % (sizeof(values) / sizeof(values[0]))], JSON_DECODE_ANY,
		NULL);
}

/* Changes what stands at a place in an array or an object. */
static void mutator_change(json_t *in, unsigned place, unsigned how)
{
	json_t *value = how % 8 != 0 ? mutator_value(how / 8) : NULL;
	void *member = json_object_iter(in);

	if (json_is_array(in)) {
		if (value != NULL)
			json_array_set_new(in, place, value);
		else if (how % 16 == 0)
			json_array_remove(in, place);
		else
			json_array_append_new(in, json_deep_copy(json_array_get(in, place)));
		return;
	}
	while (place-- > 0)
		member = json_object_iter_next(in, member);
	if (value != NULL)
		json_object_iter_set_new(in, member, value);
	else
		json_object_del(in, json_object_iter_key(member));
}

static size_t mutator_count(const json_t *value)
{
	return json_is_array(value) ? json_array_size(value) : json_object_size(value);
}

/* One value, wherever a random way ends. */
static void mutator_walk(json_t *value, unsigned *seed)
{
	for (unsigned step = 0; mutator_count(value) > 0; step++) {
		unsigned place = (unsigned)rand_r(seed) % (unsigned)mutator_count(value);
		void *member = json_object_iter(value);
		json_t *next;

		for (unsigned i = 0; member != NULL && i < place; i++)
			member = json_object_iter_next(value, member);
		next = json_is_array(value) ? json_array_get(value, place)
					    : json_object_iter_value(member);
		if (mutator_count(next) == 0 || rand_r(seed) % MUTATOR_STEPS_LIMIT == 0) {
			mutator_change(value, place, (unsigned)rand_r(seed));
			return;
		}
		value = next;
	}
}

/* The line that begins at `begin`, changed, into `to`; its length there, 0 where it is no JSON. */
static size_t mutator_line(char *to, size_t size, const uint8_t *begin, size_t length,
	unsigned *seed)
{
	json_t *line = json_loadb((const char *)begin, length, JSON_DISABLE_EOF_CHECK, NULL);
	size_t written = 0;

	if (line != NULL) {
		mutator_walk(line, seed);
		written = json_dumpb(line, to, size, JSON_COMPACT);
	}
	json_decref(line);
	return written <= size ? written : 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	static char changed[1 << 20];
	size_t lines = 1, at = 0, length, written;
	const uint8_t *end;

	for (size_t i = 0; i + 1 < size; i++)
		lines += data[i] == '\n';
	for (size_t skip = (size_t)rand_r(&seed) % lines; skip > 0; skip--)
		at = (size_t)((uint8_t *)memchr(data + at, '\n', size - at) - data) + 1;
	end = lines > 1 ? memchr(data + at, '\n', size - at) : NULL;
	length = end != NULL ? (size_t)(end - data) - at : size - at;
	written = mutator_line(changed, sizeof(changed), data + at, length, &seed);
	if (written == 0 || size - length + written > max_size || rand_r(&seed) % 8 == 0)
		return LLVMFuzzerMutate(data, size, max_size);
	memmove(data + at + written, data + at + length, size - at - length);
	memcpy(data + at, changed, written);
	return size - length + written;
}

#endif
#endif
