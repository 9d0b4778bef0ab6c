/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameters that have an effect with certain values of others only, and texts that must begin in a
 * certain way. */
#include "config.h"

#include <string.h>

#include <criterion/criterion.h>

#include "support/parameter.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct parameter conditional[] = {
	{.name = "url", .kind = PARAMETER_TEXT, .unit = "", .standard = "", .help = "what"},
	{.name = "delay",
		.kind = PARAMETER_DURATION,
		.unit = "",
		.standard = "10ms",
		.largest = 1e9,
		.help = "of the own server",
		.applies = "url="},
	{.name = "stall",
		.kind = PARAMETER_DURATION,
		.unit = "",
		.standard = "0",
		.largest = 1e10,
		.option = true,
		.help = "of the own server",
		.applies = "url="},
	{.name = "every",
		.kind = PARAMETER_INTEGER,
		.unit = "",
		.standard = "100",
		.largest = 1e9,
		.option = true,
		.help = "between stalls",
		.applies = "stall!=0"},
	{0},
};

Test(parameter_applies, what_has_no_effect_is_refused_and_left_out)
{
	static const struct {
		const char *given, *text; /* in the order given; NULL: refused */
		const char *says;
	} rows[] = {
		{"", "{delay=10ms}", NULL},
		{"delay=1ms", "{delay=1ms}", NULL},
		{"url=http://h/", "{url=http://h/}", NULL},
		{"stall=1s", "{delay=10ms,stall=1s}", NULL},
		{"every=5,stall=1s", "{delay=10ms,stall=1s,every=5}", NULL},
		{"url=", "{delay=10ms}", NULL},
		{"url=http://h/,delay=10ms", NULL,
			"parameter delay has no effect with url=http://h/; leave it out"},
		{"delay=1ms,url=http://h/", NULL, "parameter delay has no effect with url="},
		{"url=http://h/,stall=1s", NULL, "parameter stall has no effect with url="},
		{"every=5", NULL, "parameter every has no effect with stall=0; leave it out"},
		{"stall=0,every=100", NULL, "parameter every has no effect with stall=0"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct parameters parameters, back;
		struct error error = {0};
		char text[256], again[256];

		cr_assert_eq(parameters_init(&parameters, conditional, &error), 0, "%s",
			error.text);
		back = parameters;
		cr_assert_eq(parameters_set_all(&parameters, rows[i].given, &error),
			rows[i].text != NULL ? 0 : -1, "%s: %s", rows[i].given, error.text);
		if (rows[i].text == NULL) {
			cr_expect_eq(strncmp(error.text, rows[i].says, strlen(rows[i].says)), 0,
				"%s: %s", rows[i].given, error.text);
			continue;
		}
		parameters_format(&parameters, text, sizeof(text));
		cr_expect_str_eq(text, rows[i].text, "%s gives %s", rows[i].given, text);
		cr_assert_eq(parameters_set_all(&back, text, &error), 0, "%s: %s", text,
			error.text);
		cr_expect_str_eq(parameters_format(&back, again, sizeof(again)), text);
	}
}

/* A number that must be below another of the table, which may be its own. */
Test(parameter_applies, numbers_are_compared_as_numbers)
{
	static const struct parameter table[] = {
		{"size", PARAMETER_BYTES, "", "64KiB", 0, 1e9, NULL, "whole", false, NULL},
		{"block", PARAMETER_BYTES, "", "8KiB", 1, 1e9, NULL, "part", false, "block<=size"},
		{"order", PARAMETER_INTEGER, "", "1", 1, 9, NULL, "order", false, "block<size"},
		{0},
	};
	static const struct {
		const char *given, *text, *says; /* text NULL: refused */
	} rows[] = {
		{"", "{size=64KiB,block=8KiB,order=1}", NULL},
		{"size=100KB", "{size=100000,block=8KiB,order=1}", NULL},
		{"size=8KiB", "{size=8KiB,block=8KiB}", NULL},
		{"size=1KiB", "{size=1KiB}", NULL},
		{"size=1KiB,block=512,order=2", "{size=1KiB,block=512,order=2}", NULL},
		{"size=1KiB,block=8KiB", NULL,
			"parameter block has no effect unless block<=size, but block=8KiB and "
			"size=1KiB; leave it out"},
		{"order=2,size=8KiB", NULL,
			"parameter order has no effect unless block<size, but block=8KiB and "
			"size=8KiB; leave it out"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct parameters parameters;
		struct error error = {0};
		char text[256];

		cr_assert_eq(parameters_init(&parameters, table, &error), 0, "%s", error.text);
		cr_assert_eq(parameters_set_all(&parameters, rows[i].given, &error),
			rows[i].text != NULL ? 0 : -1, "%s: %s", rows[i].given, error.text);
		if (rows[i].text == NULL)
			cr_expect_str_eq(error.text, rows[i].says);
		else
			cr_expect_str_eq(parameters_format(&parameters, text, sizeof(text)),
				rows[i].text, "%s gives %s", rows[i].given, text);
	}
}

Test(parameter_applies, a_condition_must_be_about_a_value_of_another)
{
	static const char *const bad[] = {"every=5", "none=5", "url", "!=", "", "delay=5",
		"delay=5000us", "delay=2s", "=", "<", "delay<", "delay<5ms", "delay<delay",
		"url<=delay", "delay<every", "delay<none", "none<delay", NULL};
	static const char *const good[] = {"delay=5ms", "delay!=0", "url=", "url!=http://h/",
		"stall<delay", "stall<=delay", NULL};
	struct parameter table[sizeof(conditional) / sizeof(conditional[0])];
	struct parameters parameters;
	struct error error = {0};

	memcpy(table, conditional, sizeof(table));
	for (const char *const *condition = good; *condition != NULL; condition++) {
		table[3].applies = *condition;
		cr_expect_eq(parameters_init(&parameters, table, &error), 0, "%s", error.text);
	}
	for (const char *const *condition = bad; *condition != NULL; condition++) {
		table[3].applies = *condition;
		error = (struct error){0};
		cr_expect_eq(parameters_init(&parameters, table, &error), -1, "%s", *condition);
		cr_expect_not_null(strstr(error.text, "parameter every applies with"), "%s",
			error.text);
	}
}

Test(parameter_applies, a_text_may_have_to_begin_in_a_certain_way)
{
	static const char *const schemes[] = {"http://", "https://", NULL};
	static const struct parameter texts[] = {
		{"url", PARAMETER_TEXT, "", "", 0, 0, schemes, "what is fetched", false, NULL},
		{NULL, PARAMETER_TEXT, NULL, NULL, 0, 0, NULL, NULL, false, NULL},
	};
	static const char *const good[] = {"", "http://h", "https://[::1]:80/", "http://1.2.3.4"};
	static const char *const bad[] = {"ftp://x/", "http://", "https:///x", "http://:80/",
		"http:/h", "h", "http://?a", "://h"};
	struct parameters parameters;

	cr_assert_eq(parameters_init(&parameters, texts, NULL), 0);
	for (size_t i = 0; i < COUNT(good); i++)
		cr_expect_eq(parameters_set(&parameters, "url", good[i], NULL), 0, "%s", good[i]);
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct error error = {0};

		cr_expect_eq(parameters_set(&parameters, "url", bad[i], &error), -1, "%s", bad[i]);
		cr_expect_not_null(strstr(error.text, "http://, https://"), "%s", error.text);
	}
}
