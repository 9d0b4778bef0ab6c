/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers with units, nearest words, CPU lists: tables of cases, and what must hold
 * for any number. */
#include "config.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "support/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef int parse_function(const char *text, double *number);
typedef char *format_function(char *buffer, size_t size, double number);

struct good {
	const char *text;
	double number;
};

static void check_good(parse_function *parse, const struct good *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		double number = NAN;

		cr_assert_eq(parse(cases[i].text, &number), 0, "\"%s\" is refused", cases[i].text);
		cr_assert(number == cases[i].number, "\"%s\" gives %.17g", cases[i].text, number);
		cr_assert_not(signbit(number) && number == 0, "\"%s\" gives -0", cases[i].text);
	}
}

/* Refused, and what was in the number before is still there. */
static void check_bad(parse_function *parse, const char *const *texts)
{
	for (; *texts != NULL; texts++) {
		double number = 42;

		cr_assert_eq(parse(*texts, &number), -1, "\"%s\" gives %g", *texts, number);
		cr_assert(number == 42, "\"%s\" left %g behind", *texts, number);
	}
}

static void check_format(format_function *format, const struct good *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char buffer[TEXT_NUMBER_SIZE];

		cr_assert_eq(format(buffer, sizeof(buffer), cases[i].number), buffer);
		cr_assert_str_eq(buffer, cases[i].text, "%.17g gives \"%s\", not \"%s\"",
			cases[i].number, buffer, cases[i].text);
	}
}

Test(text, numbers)
{
	static const struct good good[] = {
		{"100000", 100000},
		{"1e5", 100000},
		{"1E+5", 100000},
		{"2.5", 2.5},
		{"-2.5e-3", -0.0025},
		{"+7", 7},
		{".5", 0.5},
		{"5.", 5},
		{"-0", 0},
		{"007", 7},
		{"9007199254740992", 9007199254740992.0},
		{"1.7976931348623157e308", DBL_MAX},
	};
	static const char *const bad[] = {"", " ", "1 ", " 1", "1e5x", "1e", "1e+", "e5", ".", "-",
		"+-1", "--1", "1..2", "1.2.3", "0x10", "inf", "nan", "-inf", "1e999", "1e-999",
		"1e99999999999999999999", "1,5", "1_000", "10ms", "١",
		"1000000000000000000000000000000000000000000000000000000000000000000000", NULL};

	check_good(text_parse_number, good, COUNT(good));
	check_bad(text_parse_number, bad);
}

Test(text, durations)
{
	static const struct good good[] = {
		{"10ms", 10e6},
		{"1.5s", 1.5e9},
		{"250us", 250e3},
		{"250µs", 250e3},
		{"100ns", 100},
		{"2min", 120e9},
		{"0", 0},
		{"0s", 0},
		{"-0ms", 0},
		{"1e3ms", 1e9},
		{"0.1ms", 1e5},
		{"1.1us", 1100},
		{"0.3s", 300000000},
		{"123.456789ms", 123456789},
		{"0.1min", 6e9},
	};
	static const char *const bad[] = {"", "10", "1.5", "10 ms", "10ms ", " 10ms", "10msx", "ms",
		"-1ms", "10m", "10MS", "10Ms", "1e400s", "1e308min", "00", "1h", "inf", "10ms10ms",
		"1e99999999999999999999s", NULL};

	check_good(text_parse_duration, good, COUNT(good));
	check_bad(text_parse_duration, bad);
}

Test(text, bytes)
{
	static const struct good good[] = {
		{"4096", 4096},
		{"0", 0},
		{"4096B", 4096},
		{"4KiB", 4096},
		{"1.5MiB", 1572864},
		{"2GiB", 2147483648.0},
		{"1TiB", 1099511627776.0},
		{"1kB", 1000},
		{"1MB", 1e6},
		{"1.1GB", 1.1e9},
		{"1e3", 1000},
	};
	static const char *const bad[] = {"", "4K", "4k", "4KB", "4kib", "4 KiB", "KiB", "-1",
		"4KiBx", "4mB", "1e308TiB", "0x10", NULL};

	check_good(text_parse_bytes, good, COUNT(good));
	check_bad(text_parse_bytes, bad);
}

Test(text, format_number)
{
	static const struct good cases[] = {
		{"0", 0},
		{"0", -0.0},
		{"100000", 1e5},
		{"-2.5", -2.5},
		{"0.1", 0.1},
		{"0.0000001", 1e-7},
		{"0.00000125", 1.25e-6},
		{"1e-8", 1e-8},
		{"1.25e-8", 1.25e-8},
		{"100000000000000000000", 1e20},
		{"1e21", 1e21},
		{"-1.5e300", -1.5e300},
		{"9007199254740991", 9007199254740991.0},
		{"3.141592653589793", 3.141592653589793},
		{"1000000.5", 1000000.5},
	};

	check_format(text_format_number, cases, COUNT(cases));
}

Test(text, format_duration)
{
	static const struct good cases[] = {
		{"0", 0},
		{"10ms", 10e6},
		{"1.5s", 1.5e9},
		{"250us", 250e3},
		{"100ns", 100},
		{"999ns", 999},
		{"1us", 1000},
		{"1min", 60e9},
		{"90s", 90e9},
		{"2min", 120e9},
		{"0.25ns", 0.25},
		{"123.456789ms", 123456789},
		{"9007199.254740991s", 9007199254740991.0},
	};

	check_format(text_format_duration, cases, COUNT(cases));
}

Test(text, format_bytes)
{
	static const struct good cases[] = {
		{"0", 0},
		{"1", 1},
		{"1000", 1000},
		{"1KiB", 1024},
		{"1025", 1025},
		{"1536", 1536},
		{"4KiB", 4096},
		{"1.5MiB", 1572864},
		{"1GiB", 1073741824},
		{"2TiB", 2199023255552.0},
		{"1000000", 1e6},
	};

	check_format(text_format_bytes, cases, COUNT(cases));
}

/* xorshift64: the same numbers in every run. */
static uint64_t draw(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static void check_there_and_back(format_function *format, parse_function *parse, double number)
{
	char buffer[TEXT_NUMBER_SIZE];
	double back = NAN;

	format(buffer, sizeof(buffer), number);
	cr_assert_lt(strlen(buffer), sizeof(buffer) - 1, "%.17g fills the buffer: %s", number,
		buffer);
	cr_assert_eq(parse(buffer, &back), 0, "%.17g gives \"%s\": refused", number, buffer);
	cr_assert(back == number, "%.17g gives \"%s\" gives %.17g", number, buffer, back);
}

static void check_any_number(format_function *format, parse_function *parse, int largest_exponent)
{
	uint64_t state = 88172645463325252U;

	for (unsigned i = 0; i < 5000; i++) {
		uint64_t bits = draw(&state);
		int exponent = (int)(draw(&state) % (unsigned)(largest_exponent + 60)) - 60;

		check_there_and_back(format, parse, (double)(bits >> (bits & 63)));
		check_there_and_back(format, parse, ldexp((double)(bits >> 11), exponent - 53));
		check_there_and_back(format, parse, (double)(bits % 100000) * 1e6);
		check_there_and_back(format, parse, (double)(bits % 100000) * 60e9);
	}
}

Test(text, what_is_written_reads_back_the_same)
{
	check_any_number(text_format_number, text_parse_number, 1000);
	check_any_number(text_format_duration, text_parse_duration, 1000);
	check_any_number(text_format_bytes, text_parse_bytes, 1000);
}

Test(text, rounded_for_people)
{
	static const struct good numbers[] = {
		{"95.3 k", 95321},
		{"0", 0},
		{"5", 5},
		{"999", 999},
		{"1.00 k", 999.9},
		{"1.00 k", 1000},
		{"1.00 M", 999999},
		{"2.50", 2.5},
		{"0.0271", 0.02714},
		{"-95.3 k", -95321},
		{"12.3 G", 12.345e9},
		{"1.00 T", 1e12},
		{"1e+30", 1e30},
	};
	static const struct good durations[] = {
		{"271 µs", 271400},
		{"0 ns", 0},
		{"0.272 ns", 0.2721},
		{"5.00 ns", 5},
		{"1.00 µs", 999.9},
		{"10.0 ms", 10e6},
		{"1.00 s", 999.9e6},
		{"90.0 s", 90e9},
		{"2.00 min", 119.9e9},
		{"2.50 h", 9000e9},
		{"-10.0 ms", -10e6},
	};

	static const struct good bytes[] = {
		{"0 B", 0},
		{"96 B", 96},
		{"95.3 kB", 95321},
		{"200 MB", 2e8},
	};

	check_format(text_bytes_rounded, bytes, COUNT(bytes));
	check_format(text_rounded, numbers, COUNT(numbers));
	check_format(text_duration_rounded, durations, COUNT(durations));
}

Test(text, a_small_buffer_is_not_overrun)
{
	char buffer[8];

	memset(buffer, 'x', sizeof(buffer));
	text_format_number(buffer, 4, 123456789);
	cr_assert_str_eq(buffer, "123");
	cr_assert_eq(buffer[4], 'x');
	text_format_bytes(buffer, 4, 123456789);
	cr_assert_str_eq(buffer, "123");
	cr_assert_eq(buffer[4], 'x');
}

Test(text, nearest)
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

Test(text, nearest_counts_an_exchange_once)
{
	static const char *const candidates[] = {"abxxef", "abdcef", NULL};

	/* two replacements from the first, one exchange from the second */
	cr_assert_str_eq(text_nearest("abcdef", candidates), "abdcef");
}

Test(text, split)
{
	char text[] = "a=b=", *rest;

	rest = text_split(text, '=');
	cr_assert_str_eq(text, "a");
	cr_assert_str_eq(rest, "b=");
	rest = text_split(rest, '=');
	cr_assert_str_eq(rest, "");
	cr_assert_null(text_split(rest, '='));
}

Test(text, cpu_lists)
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
Test(text, cpu_list_that_does_not_fit)
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
