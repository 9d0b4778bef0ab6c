/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameters: canonical values, ranges, misspelt names, wrong tables, there and back as text. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "support/parameter.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const modes[] = {"offload", "inline", NULL};

static const struct parameter table[] = {
	{"iterations", PARAMETER_INTEGER, "iterations", "100000", 1, 1e12, NULL, "additions a task",
		false, NULL},
	{"share", PARAMETER_NUMBER, "percent", "0.5", -10, 100, NULL, "of a task", false, NULL},
	{"duration", PARAMETER_DURATION, "", "10ms", 0, 60e9, NULL, "how long it sleeps", false,
		NULL},
	{"size", PARAMETER_BYTES, "", "4KiB", 0, 1e9, NULL, "of a reply", false, NULL},
	{"blocking", PARAMETER_CHOICE, "", "offload", 0, 0, modes, "who blocks", false, NULL},
	{"url", PARAMETER_TEXT, "", "", 0, 0, NULL, "what is fetched", false, NULL},
	{"chunk", PARAMETER_INTEGER, "tasks", "1e3", 1, 1e6, NULL, "taken at once", true, NULL},
	{NULL, PARAMETER_TEXT, NULL, NULL, 0, 0, NULL, NULL, false, NULL},
};

static struct parameters standard(void)
{
	struct parameters parameters;
	struct error error = {0};

	cr_assert_eq(parameters_init(&parameters, table, &error), 0, "%s", error.text);
	cr_assert_str_empty(error.text);
	return parameters;
}

/* That the error says each of these. */
static void check_says(const struct error *error, const char *const *words)
{
	for (; *words != NULL; words++)
		cr_assert_not_null(strstr(error->text, *words), "no \"%s\" in: %s", *words,
			error->text);
}

Test(parameter, defaults)
{
	struct parameters parameters = standard();
	char buffer[PARAMETERS_TEXT_SIZE];

	cr_assert_eq(parameter_count(table), 7);
	cr_assert_eq(parameters_integer(&parameters, "iterations"), 100000);
	cr_assert(parameters_number(&parameters, "share") == 0.5);
	cr_assert_eq(parameters_integer(&parameters, "duration"), 10000000);
	cr_assert_eq(parameters_integer(&parameters, "size"), 4096);
	cr_assert_eq(parameters_integer(&parameters, "blocking"), 0);
	cr_assert_str_eq(parameters_text(&parameters, "blocking"), "offload");
	cr_assert_str_eq(parameters_text(&parameters, "url"), "");
	cr_assert_eq(parameters_format(&parameters, buffer, sizeof(buffer)), buffer);
	cr_assert_str_eq(buffer,
		"{iterations=100000,share=0.5,duration=10ms,size=4KiB,"
		"blocking=offload}");
}

Test(parameter, an_option_is_told_where_it_is_not_at_its_default)
{
	struct parameters parameters = standard();
	char buffer[PARAMETERS_TEXT_SIZE];
	struct error error = {0};

	cr_assert_eq(parameters_set(&parameters, "chunk", "1000", &error), 0, "%s", error.text);
	parameters_format(&parameters, buffer, sizeof(buffer));
	cr_assert_null(strstr(buffer, "chunk"), "%s", buffer);
	cr_assert_eq(parameters_set(&parameters, "chunk", "1001", &error), 0, "%s", error.text);
	parameters_format(&parameters, buffer, sizeof(buffer));
	cr_assert_not_null(strstr(buffer, ",chunk=1001}"), "%s", buffer);
}

Test(parameter, equal_values_have_equal_text)
{
	static const struct {
		const char *name, *text, *canonical;
		double number;
	} cases[] = {
		{"iterations", "1e5", "100000", 1e5},
		{"iterations", "100000", "100000", 1e5},
		{"iterations", "100000.0", "100000", 1e5},
		{"iterations", "1", "1", 1},
		{"iterations", "1e12", "1000000000000", 1e12},
		{"share", "1e1", "10", 10},
		{"share", "-10", "-10", -10},
		{"share", "-0", "0", 0},
		{"duration", "0.01s", "10ms", 1e7},
		{"duration", "10000us", "10ms", 1e7},
		{"duration", "1min", "1min", 60e9},
		{"duration", "0", "0", 0},
		{"duration", "0ms", "0", 0},
		{"size", "1MiB", "1MiB", 1048576},
		{"size", "1024KiB", "1MiB", 1048576},
		{"size", "1kB", "1000", 1000},
		{"blocking", "inline", "inline", 1},
		{"url", "http://h/?a=b,c", "http://h/?a=b,c", 0},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct parameters parameters = standard();
		struct error error = {0};
		const char *text;

		cr_assert_eq(parameters_set(&parameters, cases[i].name, cases[i].text, &error), 0,
			"%s=%s: %s", cases[i].name, cases[i].text, error.text);
		text = parameters_text(&parameters, cases[i].name);
		cr_assert_str_eq(text, cases[i].canonical, "%s gives %s", cases[i].text, text);
		cr_assert(parameters_number(&parameters, cases[i].name) == cases[i].number);
	}
}

Test(parameter, bad_values_say_what_would_do)
{
	static const struct {
		const char *name, *text, *says[5];
	} cases[] = {
		{"iterations", "0", {"iterations", "0", "out of range", "1 to 1000000000000"}},
		{"iterations", "2e12", {"iterations", "2e12", "out of range"}},
		{"iterations", "1.5", {"iterations", "1.5", "whole"}},
		{"iterations", "many", {"iterations", "\"many\"", "whole number"}},
		{"iterations", "", {"iterations", "\"\""}},
		{"iterations", "5ms", {"\"5ms\" is not", "write 5, without \"ms\""}},
		{"iterations", "64KiB", {"\"64KiB\" is not", "write 64, without \"KiB\""}},
		{"share", "50%", {"\"50%\" is not", "write 50, without \"%\": it is in percent"}},
		{"share", "-2.5 perc", {"write -2.5, without \"perc\": it is in percent"}},
		{"share", "100.1", {"share", "100.1", "-10 to 100 percent"}},
		{"duration", "10", {"duration", "\"10\"", "10ms"}},
		{"duration", "2min", {"duration", "2min", "0 to 1min"}},
		{"duration", "-1ms", {"duration", "-1ms"}},
		{"duration", "0.5ns", {"duration", "0.5ns", "whole nanoseconds"}},
		{"size", "0.3KiB", {"size", "0.3KiB", "whole bytes"}},
		{"size", "1GiB", {"size", "1GiB", "out of range"}},
		{"blocking", "inlien", {"blocking", "inlien", "did you mean \"inline\"?"}},
		{"blocking", "banana", {"blocking", "banana", "offload, inline"}},
		{"url", "a\nb", {"url", "byte 2", "control"}},
		{"iteratons", "1", {"iteratons", "did you mean \"iterations\"?"}},
		{"quux", "1", {"quux", "iterations, share, duration, size, blocking, url"}},
		{"", "1", {"\"\"", "iterations"}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct parameters parameters = standard(), before = parameters;
		struct error error = {0};

		cr_assert_eq(parameters_set(&parameters, cases[i].name, cases[i].text, &error), -1,
			"%s=%s is taken", cases[i].name, cases[i].text);
		check_says(&error, cases[i].says);
		cr_assert_null(strchr(error.text, '\n'));
		cr_assert_arr_eq(&parameters, &before, sizeof(before), "%s=%s changed something",
			cases[i].name, cases[i].text);
	}
}

Test(parameter, whole_numbers_end_where_doubles_lose_them)
{
	static const struct parameter seeds[] = {
		{"seed", PARAMETER_INTEGER, "", "1", 0, 1e19, NULL, "of the order", false, NULL},
		{NULL, PARAMETER_TEXT, NULL, NULL, 0, 0, NULL, NULL, false, NULL},
	};
	static const char *const says[] = {"seed", "2^53", NULL};
	struct parameters parameters;
	struct error error = {0};

	cr_assert_eq(parameters_init(&parameters, seeds, &error), 0, "%s", error.text);
	cr_assert_eq(parameters_set(&parameters, "seed", "9007199254740991", &error), 0);
	cr_assert_eq(parameters_integer(&parameters, "seed"), 9007199254740991U);
	cr_assert_eq(parameters_set(&parameters, "seed", "9007199254740994", &error), -1);
	check_says(&error, says);
}

Test(parameter, the_longest_text)
{
	static const char *const says[] = {"url", "512", "511", NULL};
	struct parameters parameters = standard(), back = parameters;
	char text[PARAMETER_TEXT_SIZE + 1], buffer[PARAMETERS_TEXT_SIZE];
	struct error error = {0};

	memset(text, ',', PARAMETER_TEXT_SIZE);
	text[PARAMETER_TEXT_SIZE] = '\0';
	cr_assert_eq(parameters_set(&parameters, "url", text, &error), -1);
	check_says(&error, says);
	error.text[0] = text[PARAMETER_TEXT_SIZE - 1] = '\0';
	cr_assert_eq(parameters_set(&parameters, "url", text, &error), 0, "%s", error.text);
	parameters_format(&parameters, buffer, sizeof(buffer));
	cr_assert_eq(parameters_set_all(&back, buffer, &error), 0, "%s", error.text);
	cr_assert_str_eq(parameters_text(&back, "url"), text);
}

Test(parameter, assignments)
{
	struct parameters parameters = standard();
	struct error error = {0};

	cr_assert_eq(parameters_set_all(&parameters,
			     "iterations=1e3,url=http://h/?a=1\\,b\\\\c\\d,blocking=inline",
			     &error),
		0, "%s", error.text);
	cr_assert_eq(parameters_integer(&parameters, "iterations"), 1000);
	cr_assert_str_eq(parameters_text(&parameters, "url"), "http://h/?a=1,b\\c\\d");
	cr_assert_eq(parameters_integer(&parameters, "blocking"), 1);
	cr_assert_eq(parameters_integer(&parameters, "duration"), 10000000, "the rest stays");
	cr_assert_eq(parameters_set_all(&parameters, "url=", &error), 0, "%s", error.text);
	cr_assert_str_eq(parameters_text(&parameters, "url"), "");
	cr_assert_eq(parameters_set_all(&parameters, "", &error), 0);
	cr_assert_eq(parameters_set_all(&parameters, "{}", &error), 0);
	cr_assert_eq(parameters_integer(&parameters, "iterations"), 1000);
}

Test(parameter, bad_assignments_change_nothing)
{
	static const struct {
		const char *text, *says[4];
	} cases[] = {
		{"iterations", {"\"iterations\"", "name=value"}},
		{"iterations=5,", {"name=value"}},
		{",iterations=5", {"name=value"}},
		{"iterations=5,,size=1", {"name=value"}},
		{"=5", {"name=value"}},
		{"iterations=5,iterations=6", {"iterations", "twice"}},
		{"iterations=5,sise=1", {"sise", "\"size\""}},
		{"iterations=5,size=big", {"size", "\"big\""}},
		{"iterations=5,url=a,b", {"\"b\"", "name=value"}},
		{" iterations=5", {"\" iterations\"", "\"iterations\""}},
		{"{iterations=5", {"{iterations"}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct parameters parameters = standard(), before = parameters;
		struct error error = {0};

		cr_assert_eq(parameters_set_all(&parameters, cases[i].text, &error), -1,
			"\"%s\" is taken", cases[i].text);
		check_says(&error, cases[i].says);
		cr_assert_arr_eq(&parameters, &before, sizeof(before), "\"%s\" changed something",
			cases[i].text);
	}
}

Test(parameter, what_is_written_reads_back_the_same)
{
	static const char *const texts[] = {"", ",", "\\", "\\,", ",\\", "a,b=c", "}", "{x}",
		"\\\\", "a\\", "ünïcode", "=", "a b"};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct parameters parameters = standard(), back = standard();
		char buffer[PARAMETERS_TEXT_SIZE];
		struct error error = {0};

		cr_assert_eq(parameters_set(&parameters, "url", texts[i], &error), 0);
		cr_assert_eq(parameters_set(&parameters, "duration", "1.234567ms", &error), 0);
		parameters_format(&parameters, buffer, sizeof(buffer));
		cr_assert_eq(parameters_set_all(&back, buffer, &error), 0, "%s: %s", buffer,
			error.text);
		cr_assert_str_eq(parameters_text(&back, "url"), texts[i]);
		cr_assert_arr_eq(&back, &parameters, sizeof(back), "%s", buffer);

		/* without its braces, as a user would give it */
		back = standard();
		buffer[strlen(buffer) - 1] = '\0';
		cr_assert_eq(parameters_set_all(&back, buffer + 1, &error), 0, "%s", error.text);
		cr_assert_str_eq(parameters_text(&back, "url"), texts[i]);
	}
}

Test(parameter, no_table)
{
	static const char *const says[] = {"\"cores\"", "no parameters", NULL};
	struct parameters parameters;
	struct error error = {0};
	char buffer[8] = "x";

	cr_assert_eq(parameter_count(NULL), 0);
	cr_assert_eq(parameters_init(&parameters, NULL, &error), 0);
	cr_assert_str_eq(parameters_format(&parameters, buffer, sizeof(buffer)), "");
	cr_assert_eq(parameters_set_all(&parameters, "", &error), 0);
	cr_assert_eq(parameters_set_all(&parameters, "cores=1", &error), -1);
	check_says(&error, says);
}

/* What equals is one text at one address, so a copy is small, and its bytes say whether it equals.
 */
Test(parameter, values_are_small_and_comparable)
{
	char text[PARAMETER_TEXT_SIZE];
	struct parameters one = standard(), other = one;
	struct error error = {0};

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	cr_expect_lt(sizeof(one), 300);
	cr_assert_eq(parameters_set(&one, "url", text, &error), 0, "%s", error.text);
	cr_assert_eq(parameters_set_all(&one, "iterations=1e3,duration=1s", &error), 0);
	cr_assert_neq(memcmp(&one, &other, sizeof(one)), 0);
	cr_assert_eq(parameters_set_all(&other, "iterations=1000,duration=1000ms", &error), 0);
	cr_assert_eq(parameters_set(&other, "url", text, &error), 0, "%s", error.text);
	cr_assert_eq(memcmp(&one, &other, sizeof(one)), 0);
	text[0] = 'y';
	cr_assert_eq(parameters_text(&one, "url")[0], 'x');
}

Test(parameter, a_small_buffer_is_not_overrun)
{
	struct parameters parameters = standard();
	char buffer[8];

	memset(buffer, 'x', sizeof(buffer));
	parameters_format(&parameters, buffer, 6);
	cr_assert_str_eq(buffer, "{iter");
	cr_assert_eq(buffer[6], 'x');
}

Test(parameter, wrong_tables)
{
	static const char *const no_choices[] = {NULL};
	static const struct {
		struct parameter entry;
		const char *says[3];
	} cases[] = {
		{{"a", PARAMETER_TEXT, "", "", 0, 0, NULL, NULL, false, NULL}, {"a", "help"}},
		{{"a", PARAMETER_TEXT, "", "", 0, 0, NULL, "", false, NULL}, {"a", "help"}},
		{{"a", PARAMETER_TEXT, NULL, "", 0, 0, NULL, "h", false, NULL}, {"a", "unit"}},
		{{"a", PARAMETER_TEXT, "", NULL, 0, 0, NULL, "h", false, NULL}, {"a", "default"}},
		{{"a", PARAMETER_CHOICE, "", "x", 0, 0, NULL, "h", false, NULL}, {"a", "choices"}},
		{{"a", PARAMETER_CHOICE, "", "x", 0, 0, no_choices, "h", false, NULL},
			{"a", "choices"}},
		{{"a", PARAMETER_CHOICE, "", "x", 0, 0, modes, "h", false, NULL},
			{"a", "default", "\"x\""}},
		{{"a", PARAMETER_NUMBER, "", "5", 6, 7, NULL, "h", false, NULL},
			{"a", "default", "out of range"}},
		{{"a", PARAMETER_NUMBER, "", "5", 7, 6, NULL, "h", false, NULL},
			{"a", "empty range"}},
		{{"a", PARAMETER_INTEGER, "", "5", -1, 6, NULL, "h", false, NULL},
			{"a", "below 0"}},
		{{"a", PARAMETER_DURATION, "", "5", 0, 6, NULL, "h", false, NULL},
			{"a", "default", "duration"}},
		{{"", PARAMETER_TEXT, "", "", 0, 0, NULL, "h", false, NULL}, {"name"}},
		{{"A b", PARAMETER_TEXT, "", "", 0, 0, NULL, "h", false, NULL},
			{"\"A b\"", "name"}},
		{{"a=b", PARAMETER_TEXT, "", "", 0, 0, NULL, "h", false, NULL},
			{"\"a=b\"", "name"}},
		{{"a", (enum parameter_kind)17, "", "", 0, 0, NULL, "h", false, NULL},
			{"a", "kind"}},
		{{"first", PARAMETER_TEXT, "", "", 0, 0, NULL, "h", false, NULL},
			{"first", "twice"}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct parameter entries[] = {
			{"first", PARAMETER_TEXT, "", "", 0, 0, NULL, "h", false, NULL},
			cases[i].entry,
			{NULL, PARAMETER_TEXT, NULL, NULL, 0, 0, NULL, NULL, false, NULL},
		};
		const char *says[] = {cases[i].says[0], cases[i].says[1], cases[i].says[2], NULL};
		struct parameters parameters;
		struct error error = {0};

		cr_assert_eq(parameters_init(&parameters, entries, &error), -1, "case %zu", i);
		check_says(&error, says);
	}
}

Test(parameter, too_many_in_the_table)
{
	static const char *const says[] = {"17", "16", NULL};
	char names[PARAMETER_LIMIT + 1][8];
	struct parameter entries[PARAMETER_LIMIT + 2] = {{0}};
	struct parameters parameters;
	struct error error = {0};

	for (unsigned i = 0; i < PARAMETER_LIMIT + 1; i++) {
		snprintf(names[i], sizeof(names[i]), "p%u", i);
		entries[i] = (struct parameter){
			names[i], PARAMETER_TEXT, "", "", 0, 0, NULL, "h", false, NULL};
	}
	cr_assert_eq(parameters_init(&parameters, entries, &error), -1);
	check_says(&error, says);
	entries[PARAMETER_LIMIT].name = NULL;
	error.text[0] = '\0';
	cr_assert_eq(parameters_init(&parameters, entries, &error), 0, "%s", error.text);
	cr_assert_eq(parameters_set(&parameters, "p15", "last", &error), 0, "%s", error.text);
	cr_assert_str_eq(parameters_text(&parameters, "p15"), "last");
}

Test(parameter, asking_for_another_is_noticed)
{
	struct parameters parameters = standard();
	struct error error = {0};

	parameters_number(&parameters, "iterations");
	cr_assert_eq(parameters_check_asked(&error), 0, "%s", error.text);
	cr_expect_eq(parameters_number(&parameters, "nothing"), 0);
	cr_expect_eq(parameters_integer(&parameters, "nothing"), 0);
	cr_expect_str_eq(parameters_text(&parameters, "nothing"), "");
	cr_expect_eq(parameters_check_asked(&error), -1);
	cr_expect_not_null(strstr(error.text, "nothing"), "%s", error.text);
}

Test(parameter, keys)
{
	static const struct {
		struct parameter parameter;
		const char *key;
	} cases[] = {
		{{.name = "duration", .kind = PARAMETER_DURATION, .unit = ""}, "duration_ns"},
		{{.name = "delay", .kind = PARAMETER_DURATION, .unit = "time"}, "delay_ns"},
		{{.name = "size", .kind = PARAMETER_BYTES, .unit = ""}, "size_bytes"},
		{{.name = "cpu", .kind = PARAMETER_NUMBER, .unit = "percent"}, "cpu_percent"},
		{{.name = "iterations", .kind = PARAMETER_INTEGER, .unit = "iterations"},
			"iterations"},
		{{.name = "spread", .kind = PARAMETER_INTEGER, .unit = ""}, "spread"},
		{{.name = "blocking", .kind = PARAMETER_CHOICE, .unit = "how"}, "blocking"},
		{{.name = "url", .kind = PARAMETER_TEXT, .unit = "address"}, "url"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char buffer[64];

		cr_assert_eq(parameter_key(&cases[i].parameter, buffer, sizeof(buffer)), buffer);
		cr_assert_str_eq(buffer, cases[i].key, "%s gives %s", cases[i].key, buffer);
	}
}
