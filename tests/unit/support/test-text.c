/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers with units: tables of cases, and what must hold for any number. */
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
		{"10k", 10000},
		{"2M", 2e6},
		{"1.5G", 1.5e9},
		{"1T", 1e12},
		{"1e3k", 1e6},
		{"0.1k", 100},
		{"1_000", 1000},
		{"1_000_000.5", 1000000.5},
		{"0.000_1", 0.0001},
		{"1_0e3", 10000},
		{"-3k", -3000},
	};
	static const char *const bad[] = {"", " ", "1 ", " 1", "1e5x", "1e", "1e+", "e5", ".", "-",
		"+-1", "--1", "1..2", "1.2.3", "0x10", "inf", "nan", "-inf", "1e999", "1e-999",
		"1e99999999999999999999", "1,5", "10ms", "١", "_1", "1_", "1__0", "1_.5", "1._5",
		"1_k", "1e_3", "1e1_0", "10K", "10m", "10kk", "10 k", "k", "1e308k",
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
		{"10m", 600e9},
		{"1h", 3600e9},
		{"1.5h", 5400e9},
		{"1m30s", 90e9},
		{"1min30s", 90e9},
		{"1h1m1s1ms1us1ns", 3661001001001.0},
		{"2h30m", 9000e9},
		{"1s500ms", 1.5e9},
		{"1m0s", 60e9},
		{"1.5m30s", 120e9},
		{"250μs", 250e3}, /* the Greek letter */
		{"1ms250μs", 1250e3},
		{"1_000ms", 1e9},
		{"1e3us1ns", 1000001},
	};
	static const char *const bad[] = {"", "10", "1.5", "10 ms", "10ms ", " 10ms", "10msx", "ms",
		"-1ms", "10MS", "10Ms", "1e400s", "1e308min", "00", "inf", "10ms10ms", "10M", "10H",
		"1d", "1h 30m", "30m1h", "1m1min", "1us1µs", "1m30", "1m-30s", "1m+30s", "-1h30m",
		"1m.5s", "h", "1hm", "1e308h1e308m", "1e305h1e305m1e305s", "1k", "10\xb5s",
		"10\xc2", "10\xce\xbc", "10ks", "1e99999999999999999999s", NULL};

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
		{"4KB", 4000},
		{"1.5KB", 1500},
		{"1TB", 1e12},
		{"1_024", 1024},
		{"1_0KiB", 10240},
	};
	/* "4k" might be either */
	static const char *const bad[] = {"", "4K", "4k", "4M", "4kb", "4KIB", "1KiB1B", "4kib",
		"4 KiB", "KiB", "-1", "4KiBx", "4mB", "1e308TiB", "0x10", NULL};

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
		{"1h", 3600e9},
		{"24h", 86400e9},
		{"90min", 5400e9},
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

/* In whatever unit and however parted a number is written, it is the same one. */
Test(text, every_spelling_is_the_same_number)
{
	static const struct {
		parse_function *parse;
		const char *texts[12];
	} rows[] = {
		{text_parse_number, {"20000", "20k", "0.02M", "2e4", "20_000", "+20000.0", "2e1k"}},
		{text_parse_duration,
			{"5400s", "90m", "90min", "1.5h", "1h30m", "1h30min", "5_400s", "5.4e6ms",
				"5400000000us", "5400000000µs", "5400000000μs", "1h29m60s"}},
		{text_parse_bytes,
			{"1024000", "1000KiB", "1024KB", "1024kB", "1.024MB", "1_024_000B",
				"1.024e6"}},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		double first = NAN;

		for (size_t j = 0; j < COUNT(rows[i].texts) && rows[i].texts[j] != NULL; j++) {
			double number = NAN;

			cr_expect_eq(rows[i].parse(rows[i].texts[j], &number), 0, "%s is refused",
				rows[i].texts[j]);
			if (j == 0)
				first = number;
			cr_expect(number == first, "%s gives %.17g", rows[i].texts[j], number);
		}
	}
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
