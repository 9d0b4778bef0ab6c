/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which characters may reach a terminal, and every module that takes text to one. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "plots/label.h"
#include "results/table/columns.h"
#include "support/error.h"
#include "support/parameter.h"
#include "support/printable.h"
#include "support/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What is not printed is one "?" each. */
static const struct {
	const char *text, *shown;
} rows[] = {
	{"", ""}, {"plain text, 50 % ~", "plain text, 50 % ~"},
	{"µs … é ✓ 漢字 😀", "µs … é ✓ 漢字 😀"}, {"e\u0301", "e\u0301"}, /* a combining mark */
	{"a\tb\nc\rd\be\ae", "a?b?c?d?e?e"}, {"\x1b[31mred", "?[31mred"}, {"\x7f", "?"},
	{"\xc2\x80\xc2\x85\xc2\x9b\x33\x31m\xc2\x9d\xc2\x9f", "???31m??"},
	{"\x9b\x31m", "?1m"}, /* C1 as one byte is no UTF-8 */
	{"\u202aa\u202bb\u202cc\u202dd\u202ee", "?a?b?c?d?e"},
	{"\u2066a\u2067b\u2068c\u2069d", "?a?b?c?d"}, {"\u200ba\u200eb\u200fc\u061cd", "?a?b?c?d"},
	{"\u2028\u2029\ufeff\u2060\u00ad", "?????"}, {"\xf3\xa0\x80\x81", "?"}, /* a tag */
	{"\xff\xfe\xc0\xaf", "????"}, {"\xed\xa0\x80", "???"},                  /* half a pair */
	{"\xe2\x82", "??"},                                                     /* cut off */
	{"\xc3", "?"}, {"\xf4\x90\x80\x80", "????"},                            /* beyond Unicode */
	{"\xf0\x82\x82\xac", "????"},                                           /* overlong */
	{"\xef\xbf\xbe", "?"},                                                  /* no character */
};

static char *written(const char *text, void (*write)(FILE *stream, const char *text))
{
	char *shown = NULL;
	size_t size;
	FILE *stream = open_memstream(&shown, &size);

	cr_assert_not_null(stream);
	write(stream, text);
	cr_assert_eq(fclose(stream), 0);
	return shown;
}

static void write_columns(FILE *stream, const char *text)
{
	columns_write(stream, text, 0);
}

static void write_line(FILE *stream, const char *text)
{
	columns_line(stream, "%s", text);
}

Test(printable, each_way_out_shows_the_same)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct error error = {0}, prefixed = {0};
		char copy[128], line[130], *shown;

		strcpy(copy, rows[i].text);
		cr_expect_eq(printable(copy), copy);
		cr_expect_str_eq(copy, rows[i].shown, "%zu: %s", i, copy);
		error_set(&error, "%s", rows[i].text);
		cr_expect_str_eq(error.text, rows[i].shown, "%zu: %s", i, error.text);
		error_set(&prefixed, "why");
		error_prefix(&prefixed, "%s", rows[i].text);
		snprintf(line, sizeof(line), "%s: why", rows[i].shown);
		cr_expect_str_eq(prefixed.text, line, "%zu: %s", i, prefixed.text);
		shown = written(rows[i].text, write_columns);
		cr_expect_str_eq(shown, rows[i].shown, "%zu: %s", i, shown);
		free(shown);
		snprintf(line, sizeof(line), "%s\n", rows[i].shown);
		shown = written(rows[i].text, write_line);
		cr_expect_str_eq(shown, line, "%zu: %s", i, shown);
		free(shown);
		cr_expect_eq(columns_of(rows[i].text), columns_of(rows[i].shown), "%zu", i);
	}
}

/* What is cut in the middle of a character shows no half of it. */
Test(printable, a_cut_text_is_printable)
{
	struct error error = {0};
	char text[2 * sizeof(error.text)];

	for (size_t lead = 0; lead < 4; lead++) {
		memset(text, 'a', sizeof(text));
		for (size_t i = lead; i + 3 < sizeof(text); i += 3)
			memcpy(text + i, "\u2026", 3);
		text[sizeof(text) - 1] = '\0';
		error = (struct error){0};
		error_set(&error, "%s", text);
		for (size_t i = 0, length; error.text[i] != '\0'; i += length) {
			uint32_t character;

			length = utf8_step(error.text + i, &character);
			cr_assert(printable_is(character), "byte %zu of a cut text", i);
		}
	}
}

/* Labels of charts leave it out; parameters refuse it. */
Test(printable, charts_leave_it_out_and_parameters_refuse_it)
{
	static const struct parameter table[] = {{.name = "text",
							 .kind = PARAMETER_TEXT,
							 .unit = "",
							 .standard = "",
							 .help = "some"},
		{0}};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const bool shown = strcmp(rows[i].text, rows[i].shown) == 0;
		struct parameters parameters;
		struct error error = {0};
		char label[512];

		label_clean(label, sizeof(label), 100, rows[i].text);
		for (size_t at = 0, length; label[at] != '\0'; at += length) {
			uint32_t character;

			length = utf8_step(label + at, &character);
			cr_expect(printable_is(character), "%zu: %s", i, label);
		}
		cr_assert_eq(parameters_init(&parameters, table, &error), 0, "%s", error.text);
		cr_expect_eq(parameters_set(&parameters, "text", rows[i].text, &error),
			shown ? 0 : -1, "%zu: %s", i, error.text);
	}
}
