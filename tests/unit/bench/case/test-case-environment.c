/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The environments of case processes: drawn evenly and from the seed, made from this one. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "bench/case/case_environment.h"

#define DRAWS 4000

Test(case_environment, every_size_is_as_likely)
{
	size_t quarters[4] = {0};
	double sum = 0;

	for (unsigned i = 0; i < DRAWS; i++) {
		uint64_t bytes = case_environment_draw(2026, i / 8, i % 8);

		cr_assert(bytes >= 1 && bytes <= CASE_ENVIRONMENT_LARGEST, "%ju", (uintmax_t)bytes);
		quarters[(bytes - 1) * 4 / CASE_ENVIRONMENT_LARGEST]++;
		sum += (double)bytes;
	}
	for (size_t q = 0; q < 4; q++)
		cr_expect(quarters[q] > 900 && quarters[q] < 1100, "quarter %zu: %zu", q,
			quarters[q]);
	cr_expect(sum / DRAWS > 2000 && sum / DRAWS < 2100, "mean %g", sum / DRAWS);
}

Test(case_environment, seed_block_and_case_all_matter)
{
	uint64_t bytes = case_environment_draw(7, 3, 2);

	cr_expect_eq(case_environment_draw(7, 3, 2), bytes);
	cr_expect_neq(case_environment_draw(8, 3, 2), bytes);
	cr_expect_neq(case_environment_draw(7, 4, 2), bytes);
	cr_expect_neq(case_environment_draw(7, 3, 1), bytes);
}

static size_t count_of(char **environment)
{
	size_t count = 0;

	while (environment[count] != NULL)
		count++;
	return count;
}

Test(case_environment, one_variable_of_that_length_is_added)
{
	char **made;
	size_t before;

	unsetenv(CASE_ENVIRONMENT_VARIABLE);
	before = count_of(environ);
	made = case_environment_make(123);
	cr_assert_not_null(made);
	cr_assert_eq(count_of(made), before + 1);
	for (size_t i = 0; i < before; i++)
		cr_expect_str_eq(made[i], environ[i]);
	cr_expect_eq(strncmp(made[before], CASE_ENVIRONMENT_VARIABLE "=", 18), 0);
	cr_expect_eq(strlen(made[before]), strlen(CASE_ENVIRONMENT_VARIABLE) + 1 + 123);
	case_environment_free(made);
}

/* A harness that is measured by itself does not add one to the other. */
Test(case_environment, one_that_was_there_is_replaced)
{
	char **made;
	size_t before, found = 0;

	setenv(CASE_ENVIRONMENT_VARIABLE, "from another run", 1);
	setenv(CASE_ENVIRONMENT_VARIABLE "_OF_OTHERS", "stays", 1);
	before = count_of(environ);
	made = case_environment_make(1);
	cr_assert_not_null(made);
	cr_expect_eq(count_of(made), before);
	for (char **variable = made; *variable != NULL; variable++)
		found += strncmp(*variable, CASE_ENVIRONMENT_VARIABLE, 17) == 0;
	cr_expect_eq(found, 2);
	cr_expect_str_eq(made[before - 1], CASE_ENVIRONMENT_VARIABLE "=.");
	case_environment_free(made);
}
