/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as JSON: what each becomes, and what has none. */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "results/record/json_value.h"

static void expect(json_t *json, const char *text)
{
	char *is = json != NULL ? json_dumps(json, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;

	cr_expect_str_eq(is != NULL ? is : "nothing", text);
	free(is);
	json_decref(json);
}

Test(json_value, numbers_are_whole_where_that_is_exact)
{
	const unsigned numbers[] = {3, 0, 7};

	expect(json_value_number(5), "5");
	expect(json_value_number(-2), "-2");
	expect(json_value_number(0.5), "0.5");
	expect(json_value_number(0x1p60), "1.152921504606847e18");
	expect(json_value_number(NAN), "nothing");
	expect(json_value_number(INFINITY), "nothing");
	expect(json_value_numbers(numbers, 3), "[3,0,7]");
	expect(json_value_numbers(NULL, 0), "[]");
}

Test(json_value, texts_need_not_be_utf8)
{
	static const char *const choices[] = {"a", "é", NULL};

	expect(json_value_text("µs"), "\"µs\"");
	expect(json_value_text("a\xff"), "\"a?\"");
	expect(json_value_text_or_null("µs"), "\"µs\"");
	expect(json_value_text_or_null("a\xff"), "null");
	expect(json_value_text_or_null(NULL), "null");
	expect(json_value_texts(choices), "[\"a\",\"é\"]");
	expect(json_value_texts(NULL), "[]");
}
