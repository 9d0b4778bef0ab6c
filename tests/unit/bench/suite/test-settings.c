/* SPDX-License-Identifier: GPL-3.0-or-later */
/* That a setting is one row of its table: all that a suite, a flag and a result have follows. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "bench/plan/options.h"
#include "bench/suite/settings.h"
#include "bench/suite/suite.h"
#include "results/record/settings_members.h"
#include "support/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct error error;

/* The fields of struct settings in their order. As there is no name in the initializer below, a
 * field that is missing here is an error of the compiler. */
#pragma GCC diagnostic error "-Wmissing-field-initializers"
/* clang-format off */
#define FIELDS(row, other) \
	row(blocks, 1) row(precision, 2) row(budget_ns, 3) row(samples, 4) \
	row(sample_minimum_ns, 5) row(limit_ns, 6) row(tasks, 7) row(pin, PIN) other(seed, 8)
#define PIN {.policy = PIN_NONE}
/* clang-format on */
#define VALUE(field, value) value,
#define OFFSET(field, value) {offsetof(struct settings, field), #field},
#define PASS(field, value)

Test(settings, every_field_has_a_row)
{
	static const struct settings complete = {FIELDS(VALUE, VALUE)};
	static const struct {
		size_t offset;
		const char *name;
	} fields[] = {FIELDS(OFFSET, PASS)};
	size_t rows = 0;

	cr_assert_eq(complete.seed, 8);
	for (size_t i = 0; i < COUNT(fields); i++) {
		const struct setting *setting = settings_table;

		while (setting->member != NULL && setting->offset != fields[i].offset)
			setting++;
		cr_expect_not_null(setting->member, "%s has no row", fields[i].name);
	}
	for (const struct setting *setting = settings_table; setting->member != NULL; setting++)
		rows++;
	cr_expect_eq(rows, COUNT(fields));
}

/* A text that is no default: the largest value, or one of a text. */
static const char *text_of(const struct setting *setting, char buffer[TEXT_NUMBER_SIZE])
{
	static const char *const texts[] = {"2%", "compact"};
	const struct parameter *parameter = setting->parameter;
	struct settings scratch = {0};

	if (parameter->kind == PARAMETER_DURATION)
		return text_format_duration(buffer, TEXT_NUMBER_SIZE, parameter->largest);
	if (parameter->kind == PARAMETER_INTEGER)
		return text_format_number(buffer, TEXT_NUMBER_SIZE, parameter->largest);
	for (size_t i = 0; i < COUNT(texts); i++)
		if (settings_set(&scratch, parameter->name, texts[i], NULL) == 0)
			return texts[i];
	cr_assert_fail("%s: give a text for it here", parameter->name);
	return NULL;
}

/* Settings with this one, and with what it needs. */
static struct settings settings_with(const struct setting *setting)
{
	char text[TEXT_NUMBER_SIZE];
	struct settings settings;

	settings_init(&settings);
	if (setting->needs != NULL)
		settings = settings_with(settings_find(setting->needs));
	cr_assert_eq(settings_set(&settings, setting->parameter->name, text_of(setting, text),
			     &error),
		0, "%s: %s", setting->parameter->name, error.text);
	return settings;
}

Test(settings, every_row_is_in_the_result_and_checked_there)
{
	for (const struct setting *setting = settings_table; setting->member != NULL; setting++) {
		const struct settings with = settings_with(setting);
		struct settings without = with;
		json_t *a, *b;

		settings_init(&without);
		if (setting->needs != NULL)
			without = settings_with(settings_find(setting->needs));
		a = settings_to_json(&without);
		b = settings_to_json(&with);
		cr_assert(a != NULL && b != NULL, "%s: is it in settings_members.c?",
			setting->member);
		cr_expect_not_null(json_object_get(b, setting->member), "%s", setting->member);
		cr_expect_not(json_equal(json_object_get(a, setting->member),
				      json_object_get(b, setting->member)),
			"%s", setting->member);
		error.text[0] = '\0';
		cr_expect_eq(members_read(a, settings_members.members, NULL, true, &error), 0, "%s",
			error.text);
		cr_expect_eq(members_read(b, settings_members.members, NULL, true, &error), 0, "%s",
			error.text);
		json_object_set_new(b, setting->member, json_true());
		cr_expect_eq(members_read(b, settings_members.members, NULL, true, &error), -1);
		cr_expect_not_null(strstr(error.text, setting->member), "%s", error.text);
		json_decref(a);
		json_decref(b);
	}
}

static void flag_of(char flag[64], const struct setting *setting)
{
	snprintf(flag, 64, "--%s", setting->parameter->name);
	for (char *letter = flag; *letter != '\0'; letter++)
		if (*letter == '_')
			*letter = '-';
}

Test(settings, every_row_is_a_flag_with_its_help)
{
	char *help = NULL;
	size_t size;
	FILE *stream = open_memstream(&help, &size);

	options_help(stream);
	fclose(stream);
	for (const struct setting *setting = settings_table; setting->member != NULL; setting++) {
		char flag[64], line[128], text[TEXT_NUMBER_SIZE];
		char *arguments[] = {(char *)"run", flag, (char *)text_of(setting, text), NULL};
		struct options options;

		flag_of(flag, setting);
		snprintf(line, sizeof(line), "%s %s ", flag, setting->argument);
		cr_expect_not_null(strstr(help, line), "%s", line);
		cr_assert_eq(options_parse(&options, 3, arguments, &error), 0, "%s: %s", flag,
			error.text);
		cr_assert_eq(options.setting_count, 1);
		cr_expect_str_eq(options.settings[0].name, setting->parameter->name);
		cr_expect_str_eq(options.settings[0].text, arguments[2]);
		options_clear(&options);
	}
	free(help);
}

/* As a suite says it, with what it needs. */
static void write_setting(FILE *stream, const struct setting *setting)
{
	char text[TEXT_NUMBER_SIZE];

	if (setting->needs != NULL) {
		write_setting(stream, settings_find(setting->needs));
		fputs(", ", stream);
	}
	fprintf(stream, "\"%s\": \"%s\"", setting->parameter->name, text_of(setting, text));
}

static void check_suite(const struct setting *setting)
{
	char path[] = "/tmp/breakeven-test-settings.XXXXXX";
	FILE *stream = fdopen(mkstemp(path), "w");
	const struct settings wanted = settings_with(setting);
	struct suite suite;
	json_t *a, *b;

	cr_assert_not_null(stream);
	fputs("{\"name\": \"x\", \"settings\": {", stream);
	write_setting(stream, setting);
	fputs("}, \"cases\": [{\"workload\": \"noop\", \"runners\": \"serial\"}]}", stream);
	fclose(stream);
	cr_assert_eq(suite_read(&suite, path, &error), 0, "%s", error.text);
	unlink(path);
	a = settings_to_json(&suite.settings);
	b = settings_to_json(&wanted);
	cr_expect(json_equal(a, b), "%s", setting->parameter->name);
	json_decref(a);
	json_decref(b);
	suite_clear(&suite);
}

Test(settings, every_row_may_stand_in_a_suite)
{
	for (const struct setting *setting = settings_table; setting->member != NULL; setting++)
		check_suite(setting);
}

Test(settings, what_replaced_another_gives_way_with_what_needs_it)
{
	for (const struct setting *setting = settings_table; setting->member != NULL; setting++) {
		const struct setting *of =
			setting->needs != NULL ? settings_find(setting->needs) : setting;
		struct settings settings = settings_with(setting), standard;
		char *field = (char *)&settings + setting->offset;
		char *untouched = (char *)&standard + setting->offset;

		if (of->replaces == NULL)
			continue;
		settings_init(&standard);
		settings_give_way(&settings, of->replaces);
		cr_expect_eq(memcmp(field, untouched, sizeof(double)), 0, "%s",
			setting->parameter->name);
		cr_expect_eq(settings_check(&settings, &error), 0, "%s", error.text);
	}
}
