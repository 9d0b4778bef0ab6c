/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nearest words, splitting, CPU lists: tables of cases. */
#include "config.h"

#include <string.h>

#include <criterion/criterion.h>

#include "support/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

Test(text_words, only_one_is_singular)
{
	cr_expect_str_eq(text_plural(1), "");
	cr_expect_str_eq(text_plural(0), "s");
	cr_expect_str_eq(text_plural(2), "s");
	cr_expect_str_eq(text_plural(1.5), "s");
	cr_expect_str_eq(text_plural((double)UINT64_MAX), "s");
}

Test(text_words, nearest)
{
	static const char *const candidates[] = {
		"serial", "threads", "thread-pool", "processes", "process-pool", "async", NULL};
	static const char *const none[] = {NULL};
	static const struct {
		const char *word, *nearest;
	} cases[] = {
		{"thread", "threads"},
		{"async", "async"},
		{"asnyc", "async"}, /* two letters exchanged are one mistake */
		{"serail", "serial"},
		{"thread_pool", "thread-pool"},
		{"threadpool", "thread-pool"},
		{"proces-pol", "process-pool"},
		{"proceses", "processes"},
		{"fibers", NULL},
		{"", NULL},
		{"x", NULL},
		{"ab", NULL},
		{"thread-pool-thread-pool-thread-pool-thread-pool-thread-pool-thread-pool", NULL},
	};
	const char *equal[] = {"ac", "ab", NULL};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *nearest = text_nearest(cases[i].word, candidates);

		if (cases[i].nearest == NULL)
			cr_assert_null(nearest, "\"%s\" gives \"%s\"", cases[i].word, nearest);
		else
			cr_assert(nearest != NULL && strcmp(nearest, cases[i].nearest) == 0,
				"\"%s\" gives \"%s\"", cases[i].word, nearest ? nearest : "none");
	}
	cr_assert_null(text_nearest("async", none));
	cr_assert_str_eq(text_nearest("ad", equal), "ac", "among equals, the first one");
}

Test(text_words, nearest_counts_an_exchange_once)
{
	static const char *const candidates[] = {"abxxef", "abdcef", NULL};

	/* two replacements from the first, one exchange from the second */
	cr_assert_str_eq(text_nearest("abcdef", candidates), "abdcef");
}

Test(text_words, split)
{
	char text[] = "a=b=", *rest;

	rest = text_split(text, '=');
	cr_assert_str_eq(text, "a");
	cr_assert_str_eq(rest, "b=");
	rest = text_split(rest, '=');
	cr_assert_str_eq(rest, "");
	cr_assert_null(text_split(rest, '='));
}

Test(text_words, cpu_lists)
{
	static const struct {
		const char *text, *back;
		int count;
	} cases[] = {
		{"0", "0", 1},
		{"0,2-3", "0,2-3", 3},
		{"3,1,2", "3,1-2", 3},
		{"0,1,2,3", "0-3", 4},
		{"5-5", "5", 1},
		{"65535", "65535", 1},
		{"1,0", "1,0", 2},
	};
	static const char *const bad[] = {"", ",", "0,", ",0", "0,,1", "1-", "-1", "3-2", "0-1-2",
		"a", "0 ", " 0", "0,1,0", "0-3,2", "65536", "4294967296", "99999999999999999999",
		"0-8", "+1", "0x1", NULL};
	unsigned cpus[8];
	char buffer[64];

	for (size_t i = 0; i < COUNT(cases); i++) {
		int count = text_parse_cpus(cases[i].text, cpus, COUNT(cpus));

		cr_assert_eq(count, cases[i].count, "\"%s\" gives %d", cases[i].text, count);
		text_format_cpus(buffer, sizeof(buffer), cpus, (unsigned)count);
		cr_assert_str_eq(buffer, cases[i].back, "\"%s\" gives \"%s\"", cases[i].text,
			buffer);
	}
	for (const char *const *text = bad; *text != NULL; text++)
		cr_assert_eq(text_parse_cpus(*text, cpus, COUNT(cpus)), -1, "\"%s\"", *text);
	cr_assert_eq(text_parse_cpus("0-7", cpus, 8), 8);
	cr_assert_eq(cpus[7], 7);
	cr_assert_str_eq(text_format_cpus(buffer, sizeof(buffer), cpus, 0), "");
}

/* Cut between CPUs, never inside a number, and it shows. */
Test(text_words, cpu_list_that_does_not_fit)
{
	static const unsigned cpus[] = {10, 20, 30, 40, 50};
	static const char *const expected[] = {
		[6] = "10,...", [9] = "10,20,...", [12] = "10,20,30,...", [14] = "10,20,30,40,50"};
	char buffer[16];

	for (size_t length = 0; length < COUNT(expected); length++) {
		memset(buffer, 'x', sizeof(buffer));
		text_format_cpus(buffer, length + 1, cpus, COUNT(cpus));
		cr_assert_leq(strlen(buffer), length);
		cr_assert_eq(buffer[length + 1], 'x', "overrun at %zu", length);
		if (expected[length] != NULL)
			cr_assert_str_eq(buffer, expected[length], "\"%s\"", buffer);
	}
}

Test(text_words, an_ending_has_something_before_it)
{
	cr_expect(text_has_ending("latency_ns", "_ns"));
	cr_expect(text_has_ending("latency_ns", ""));
	cr_expect_not(text_has_ending("latency_ns", "_s"));
	cr_expect_not(text_has_ending("_ns", "_ns"));
	cr_expect_not(text_has_ending("s", "_ns"));
	cr_expect_not(text_has_ending("", ""));
}
