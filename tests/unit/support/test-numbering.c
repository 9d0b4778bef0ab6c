/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers for keys: in the order they came, the same for the same bytes, however many. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "support/numbering.h"

#define KEYS 20000

static struct numbering numbering;

static int add(const char *text, size_t *number)
{
	return numbering_add_text(&numbering, text, number);
}

Test(numbering, without_keys)
{
	size_t number = 7;

	cr_assert_not(numbering_find_text(&numbering, "a", &number));
	cr_assert_eq(number, 7);
	numbering_clear(&numbering);
}

Test(numbering, in_the_order_they_came)
{
	size_t number;

	cr_assert_eq(add("b", &number), 1);
	cr_assert_eq(number, 0);
	cr_assert_eq(add("", &number), 1);
	cr_assert_eq(number, 1);
	cr_assert_eq(add("b", &number), 0);
	cr_assert_eq(number, 0);
	cr_assert(numbering_find_text(&numbering, "", &number));
	cr_assert_eq(number, 1);
	cr_assert_not(numbering_find_text(&numbering, "bb", &number));
	numbering_clear(&numbering);
	cr_assert_eq(numbering.count, 0);
	cr_assert_not(numbering_find_text(&numbering, "b", &number));
}

Test(numbering, keeps_a_copy)
{
	char text[] = "key";
	size_t number;

	cr_assert_eq(add(text, &number), 1);
	text[0] = 'K';
	cr_assert_not(numbering_find_text(&numbering, text, &number));
	cr_assert(numbering_find_text(&numbering, "key", &number));
	numbering_clear(&numbering);
}

/* A byte of zero ends no key, and a longer key is another one. */
Test(numbering, bytes)
{
	static const unsigned keys[][2] = {{1, 0}, {1, 2}, {0, 1}};
	size_t number;

	for (size_t i = 0; i < 3; i++) {
		cr_assert_eq(numbering_add(&numbering, keys[i], sizeof(keys[i]), &number), 1);
		cr_assert_eq(number, i);
	}
	cr_assert_eq(numbering_add(&numbering, keys[0], sizeof(keys[0][0]), &number), 1);
	cr_assert_eq(number, 3);
	numbering_clear(&numbering);
}

Test(numbering, many)
{
	size_t number;

	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < KEYS; i++) {
			char text[32];

			snprintf(text, sizeof(text), "cpu-sum{iterations=%zu}", i);
			cr_assert_eq(add(text, &number), round == 0 ? 1 : 0);
			cr_assert_eq(number, i);
		}
	cr_assert_eq(numbering.count, KEYS);
	numbering_clear(&numbering);
}
