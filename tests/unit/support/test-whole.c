/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From doubles to whole numbers, whatever the double is. */
#include "config.h"

#include "support/whole.h"

#include <criterion/criterion.h>

Test(whole, stays_within_its_bounds)
{
	static const struct {
		double number;
		uint64_t most, whole;
	} cases[] = {
		{0, 10, 0},
		{0.9, 10, 0},
		{9.99, 10, 9},
		{10, 10, 10},
		{11, 10, 10},
		{-1, 10, 0},
		{-1e308, 10, 0},
		{-INFINITY, 10, 0},
		{NAN, 10, 0},
		{INFINITY, 10, 10},
		{1e308, INT64_MAX, INT64_MAX},
		{9223372036854775808.0, INT64_MAX, INT64_MAX},
		{9223372036854774784.0, INT64_MAX, 9223372036854774784U},
		{18446744073709551616.0, UINT64_MAX, UINT64_MAX},
		{INFINITY, UINT64_MAX, UINT64_MAX},
		{9007199254740993.0, UINT64_MAX, 9007199254740992U},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(whole_within(cases[i].number, cases[i].most), cases[i].whole,
			"%g within %ju", cases[i].number, (uintmax_t)cases[i].most);
}

Test(whole, is_exact_where_every_reader_holds_it)
{
	static const double exact[] = {0, -0.0, 1, -1, 9007199254740991.0, -9007199254740991.0};
	static const double others[] = {0.5, 9007199254740992.0, -9007199254740992.0, 1e308, -1e308,
		INFINITY, -INFINITY, NAN};

	for (size_t i = 0; i < sizeof(exact) / sizeof(exact[0]); i++)
		cr_expect(whole_is_exact(exact[i]), "%g", exact[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		cr_expect_not(whole_is_exact(others[i]), "%g", others[i]);
}
