/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of parameters are kept once, so that equal ones are one address. */
#include "config.h"

#include <string.h>

#include <criterion/criterion.h>

#include "support/parameter_pool.h"

static const struct parameter table[] = {{.name = "size",
						 .kind = PARAMETER_BYTES,
						 .unit = "",
						 .standard = "4KiB",
						 .largest = 1e9,
						 .help = "some"},
	{.name = "name", .kind = PARAMETER_TEXT, .unit = "", .standard = "", .help = "some"}, {0}};
static const struct parameter other_table[] = {
	{.name = "name", .kind = PARAMETER_TEXT, .unit = "", .standard = "", .help = "some"}, {0}};

static struct error error;

static const struct parameters *make(const char *assignments)
{
	const struct parameters *made = parameter_pool_make(table, assignments, &error);

	cr_assert_not_null(made, "%s", error.text);
	return made;
}

Test(parameter_pool, equal_sets_are_one)
{
	const struct parameters *standard = make(NULL), *larger = make("size=8KiB,name=x");

	cr_expect_eq(make(""), standard);
	cr_expect_eq(make("size=4096"), standard, "however it is written");
	cr_expect_neq(larger, standard);
	cr_expect_eq(make("name=x,size=8192"), larger);
	cr_expect_eq(parameters_integer(larger, "size"), 8192);
	cr_expect_str_eq(parameters_text(larger, "name"), "x");
	cr_expect_eq(parameter_pool_keep(&(struct parameters){0}, &error),
		parameter_pool_make(NULL, "", &error));
	cr_expect_neq(parameter_pool_make(other_table, "", &error),
		parameter_pool_make(NULL, "", &error));
}

Test(parameter_pool, a_change_makes_another_one)
{
	const struct parameters *standard = make(""), *changed;

	changed = parameter_pool_change(standard, "size=8KiB", &error);
	cr_expect_eq(changed, make("size=8KiB"));
	cr_expect_eq(parameters_integer(standard, "size"), 4096);
	cr_expect_eq(parameter_pool_change(changed, "size=4KiB", &error), standard);
}

Test(parameter_pool, what_is_wrong_is_said)
{
	cr_expect_null(parameter_pool_make(table, "size=much", &error));
	cr_expect(strstr(error.text, "size") != NULL, "%s", error.text);
	cr_expect_null(parameter_pool_change(make(""), "colour=red", &(struct error){0}));
}
