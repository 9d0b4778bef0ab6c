/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Observations from a workload into a sample: what is taken over, and what is refused. */
#include "config.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/measure/observe.h"
#include "runners/runner.h"
#include "workloads/registry.h"

static struct observation shown[OBSERVATION_LIMIT];
static unsigned shown_count;

static unsigned show(const struct work *work, struct observation *observations)
{
	(void)work;
	memcpy(observations, shown, sizeof(shown));
	return shown_count;
}

static const struct workload workload = {.name = "shows", .observe = show, .partners = 3};
static const struct workload silent = {.name = "silent"};

Test(observe, what_a_workload_shows_is_in_the_sample)
{
	struct work work = {.workload = &workload};
	struct sample sample = {0};
	struct error error = {0};

	shown_count = 4;
	for (unsigned i = 0; i < shown_count; i++)
		shown[i] = (struct observation){{(char)('a' + i), '_', '1', '\0'}, -1.5 * i};
	cr_assert_eq(observe(&work, &sample, &error), 0, "%s", error.text);
	cr_assert_eq(sample.observed_count, 4);
	for (unsigned i = 0; i < shown_count; i++) {
		cr_expect_str_eq(sample.observed[i].name, shown[i].name);
		cr_expect_eq(sample.observed[i].value, -1.5 * i);
	}
	sample = (struct sample){0};
	work.workload = &silent;
	cr_assert_eq(observe(&work, &sample, &error), 0, "%s", error.text);
	cr_expect_eq(sample.observed_count, 0);
}

Test(observe, what_cannot_be_recorded_is_refused)
{
	static const struct {
		char first[32], second[32], reason[96];
		double value;
		unsigned count;
	} refused[] = {
		{"a", "",
			"shows observes \"\": a name consists of a-z, 0-9 and _, and must be unique",
			1, 2},
		{"a", "a",
			"shows observes \"a\": a name consists of a-z, 0-9 and _, and must be unique",
			1, 2},
		{"A b", "",
			"shows observes \"A b\": a name consists of a-z, 0-9 and _, and must be unique",
			1, 1},
		{"a", "b", "shows observes b, which is not a finite number", NAN, 2},
		{"a", "b", "shows observes b, which is not a finite number", INFINITY, 2},
		{"a", "b", "shows observes 5 figures, at most 4 can be recorded", 1, 5},
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct work work = {.workload = &workload};
		struct sample sample = {0};
		struct error error = {0};

		shown_count = refused[i].count;
		memcpy(shown[0].name, refused[i].first, sizeof(shown[0].name));
		memcpy(shown[1].name, refused[i].second, sizeof(shown[1].name));
		shown[0].value = 1;
		shown[1].value = refused[i].value;
		cr_expect_eq(observe(&work, &sample, &error), -1, "%zu is accepted", i);
		cr_expect_str_eq(error.text, refused[i].reason, "%s", error.text);
	}
}

static int only_independent(const struct parameters *runner_parameters,
	const struct workload *given, unsigned needs, struct error *reason)
{
	(void)runner_parameters;
	(void)needs;
	return given->partners == 0 ? 0 : error_set(reason, "independent tasks only");
}

Test(supports, partners_and_what_the_runner_says)
{
	static const struct runner any = {.name = "any"};
	static const struct runner picky = {.name = "picky", .supports = only_independent};
	static const struct parameters none;
	struct error reason = {0};

	cr_expect_eq(runner_supports(&any, &none, &workload, 0, 3, &reason), 0);
	cr_expect_eq(runner_supports(&picky, &none, &silent, 0, 1, &reason), 0);
	cr_expect_eq(runner_supports(&any, &none, &workload, 0, 2, &reason), -1);
	cr_expect_str_eq(reason.text, "its tasks wait for each other in groups of 3");
	reason = (struct error){0};
	cr_expect_eq(runner_supports(&picky, &none, &workload, 0, 3, &reason), -1);
	cr_expect_str_eq(reason.text, "independent tasks only");
}

Test(partners, a_group_has_an_end)
{
	struct workload group = *workload_table[0];
	struct error error = {0};

	group.partners = PARTNERS_LIMIT;
	cr_expect_eq(workload_validate(&group, &error), 0, "%s", error.text);
	group.partners++;
	cr_expect_eq(workload_validate(&group, &error), -1);
	cr_expect(strstr(error.text, "has groups of 1025 tasks that wait for each other"));
}
