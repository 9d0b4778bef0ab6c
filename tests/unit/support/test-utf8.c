/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a text is stepped over, and that those who count characters count the same. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/suite/json_position.h"
#include "plots/label.h"
#include "results/table/columns.h"
#include "support/utf8.h"

static const struct {
	const char *text;
	size_t length;
	bool valid;
} rows[] = {
	{"", 0, true},
	{"plain", 5, true},
	{"µs … é 😀", 8, true},
	{"e\u0301", 2, true},
	{"\xff", 1, false},
	{"a\x80", 2, false},
	{"\xe2\x82", 2, false},         /* cut off */
	{"\xc0\xaf", 2, false},         /* overlong */
	{"\xed\xa0\x80", 3, false},     /* half a pair */
	{"\xf4\x90\x80\x80", 4, false}, /* beyond Unicode */
	{"ok \xc3", 4, false},
};

#define COUNT (sizeof(rows) / sizeof(rows[0]))

Test(utf8, each_character_and_each_byte_that_is_none_counts_once)
{
	for (size_t i = 0; i < COUNT; i++) {
		cr_expect_eq(utf8_length(rows[i].text), rows[i].length, "row %zu", i);
		cr_expect_eq(utf8_is_valid(rows[i].text), rows[i].valid, "row %zu", i);
	}
}

Test(utf8, charts_tables_and_positions_count_alike)
{
	for (size_t i = 0; i < COUNT; i++) {
		const size_t length = rows[i].length;
		struct json_place first = {0}, second = {.parent = &first, .index = 1};
		char text[64] = "[\"";
		unsigned line, column;

		cr_expect_float_eq(label_width(rows[i].text, 1),
			label_width("x", 1) * (double)length, 1e-9, "row %zu", i);
		if (strstr(rows[i].text, "\u0301") == NULL && strchr(rows[i].text, '\xf0') == NULL)
			cr_expect_eq(columns_of(rows[i].text), length, "row %zu", i);
		strcat(strcat(text, rows[i].text), "\",\n1]");
		if (!rows[i].valid)
			continue;
		json_position_find(text, &second, false, &line, &column);
		cr_expect_eq(line, 2);
		cr_expect_eq(column, 1);
		memmove(strchr(text, '\n'), strchr(text, '\n') + 1, strlen(strchr(text, '\n')));
		json_position_find(text, &second, false, &line, &column);
		cr_expect_eq(line, 1);
		cr_expect_eq(column, length + 5, "row %zu: %u", i, column);
	}
}
