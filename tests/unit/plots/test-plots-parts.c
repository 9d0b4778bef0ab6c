/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts that charts are made of: text, scales, places of labels, looks, and the words of a
 * finding. */
#include "config.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "plots/finding.h"
#include "plots/label.h"
#include "plots/look.h"
#include "plots/scale.h"
#include "plots/spread.h"
#include "tests/made/made_result.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

Test(plots_parts, text_is_cleaned)
{
	static const struct {
		const char *text;
		size_t limit;
		const char *clean;
	} table[] = {
		{"plain", 10, "plain"},
		{"exactly", 7, "exactly"},
		{"too long a name", 8, "too lon…"},
		{"ä€😀", 3, "ä€😀"},
		{"ä€😀x", 3, "ä€…"},
		{"a\nb\tc\x1b[0m\x7f", 10, "abc[0m"},
		{"\xc2\x85\xe2\x80\xae\xe2\x80\xa8ok", 10, "ok"},
		{"\xff\xc0\xaf\xed\xa0\x80|", 10, "??????|"},
		{"\xe2\x82", 10, "??"},
		{NULL, 10, ""},
	};
	char buffer[LABEL_SIZE];

	for (size_t i = 0; i < COUNT(table); i++)
		cr_expect_str_eq(label_clean(buffer, sizeof(buffer), table[i].limit, table[i].text),
			table[i].clean, "%s", table[i].text);
	cr_expect_str_eq(label_clean(buffer, 6, 100, "abcdef"), "ab…");
}

Test(plots_parts, numbers_have_prefixes)
{
	static const struct {
		double number;
		const char *text;
	} table[] = {
		{0, "0"},
		{0.5, "0.5"},
		{64, "64"},
		{1000, "1 k"},
		{1024, "1024"},
		{1500, "1.5 k"},
		{20000, "20 k"},
		{1e6, "1 M"},
		{2.5e9, "2.5 G"},
	};
	char buffer[LABEL_SIZE];

	for (size_t i = 0; i < COUNT(table); i++)
		cr_expect_str_eq(label_number(buffer, sizeof(buffer), table[i].number),
			table[i].text);
}

/* What a result may hold, though no machine measures it. */
Test(plots_parts, scales_fit_any_figures)
{
	static const double ends[][2] = {{0, 0}, {0, 1}, {1e-300, 1e308}, {5e-324, 1e308},
		{5e-324, 5e-324}, {1e308, 1e308}, {DBL_MAX, DBL_MAX}, {1, INFINITY}, {NAN, NAN}};

	for (size_t i = 0; i < COUNT(ends); i++) {
		struct scale scale;

		scale_fit(&scale, ends[i][0], ends[i][1]);
		cr_expect(isfinite(scale.low) && isfinite(scale.high) && scale.low < scale.high,
			"from %g to %g: an axis from %g to %g", ends[i][0], ends[i][1], scale.low,
			scale.high);
		cr_expect_gt(scale.tick_count, 0, "from %g to %g", ends[i][0], ends[i][1]);
	}
}

Test(plots_parts, scales_fit)
{
	static const double values[] = {1, 2, 3, 64, 65, 512};
	struct scale scale;

	scale_fit(&scale, 700, 1000);
	cr_expect(!scale.logarithmic && scale.low == 0 && scale.high > 1000);
	scale_fit(&scale, 10, 100000);
	cr_expect(scale.logarithmic && scale.low < 10 && scale.high > 100000);
	cr_expect_float_eq(scale_fraction(&scale, 1000), 0.5, 1e-9);
	cr_expect_eq(scale.tick_count, 5);
	scale_fit(&scale, 1e-3, 1e15);
	cr_expect_gt(scale.tick_count, 3);
	scale_fit_values(&scale, values, COUNT(values), true, 400, NULL);
	cr_expect_eq(scale.tick_count, 5, "65 has no room beside 64");
	scale_fit_values(&scale, values, 1, true, 400, NULL);
	cr_expect_float_eq(scale_fraction(&scale, 1), 0.5, 1e-9);
}

Test(plots_parts, labels_are_spread)
{
	static const struct {
		double wanted[4], placed[4];
		size_t count;
	} table[] = {
		{{10, 50, 90}, {10, 50, 90}, 3},
		{{50, 50, 50}, {40, 50, 60}, 3},
		{{0, 0, 12, 80}, {0, 10, 20, 80}, 4},
		{{99, 100, 100}, {80, 90, 100}, 3},
		{{20, 50, 55, 56}, {20, 43.666667, 53.666667, 63.666667}, 4},
	};
	double crowd[4] = {1, 1, 1, 1};

	for (size_t i = 0; i < COUNT(table); i++) {
		double places[4];

		memcpy(places, table[i].wanted, sizeof(places));
		spread(places, table[i].count, 10, 0, 100);
		for (size_t j = 0; j < table[i].count; j++)
			cr_expect_float_eq(places[j], table[i].placed[j], 1e-5, "row %zu, %zu: %g",
				i, j, places[j]);
	}
	spread(crowd, 4, 10, 0, 15);
	cr_expect_float_eq(crowd[0], 0, 1e-9);
	cr_expect_float_eq(crowd[3], 15, 1e-9);
}

static size_t place(const struct result *result, const char *runner)
{
	struct looks looks;
	struct error error = {0};
	size_t found;

	cr_assert_eq(looks_make(&looks, result, &error), 0, "%s", error.text);
	found = look_place(&looks, runner);
	looks_clear(&looks);
	return found;
}

static size_t variant(const struct result *result, const char *runner, const char *text)
{
	struct looks looks;
	struct error error = {0};
	size_t found;

	cr_assert_eq(looks_make(&looks, result, &error), 0, "%s", error.text);
	found = look_variant(&looks, runner, text);
	looks_clear(&looks);
	return found;
}
Test(plots_parts, a_runner_keeps_its_colour)
{
	struct runner_record runners[] = {
		{strdup("serial"), strdup("serial")},
		{strdup("threads"), strdup("threads")},
		{strdup("async"), strdup("async")},
	};
	struct result result;
	const char *colour;

	made_init(&result);
	result.runners = runners;
	result.runner_count = COUNT(runners);
	colour = look_of(place(&result, "async"), LINE_CONCURRENT).colour;

	cr_expect_eq(place(&result, "async"), 2);
	cr_expect_str_eq(look_of(2, LINE_BOTH).colour, colour);
	for (size_t i = 0; i < 8; i++)
		for (size_t j = 0; j < i; j++)
			cr_expect_str_neq(look_of(i, LINE_BOTH).colour,
				look_of(j, LINE_BOTH).colour);
	for (size_t i = 0; i < 72; i++)
		for (size_t j = 0; j < i; j++)
			cr_expect(strcmp(look_of(i, LINE_BOTH).colour,
					  look_of(j, LINE_BOTH).colour) != 0 ||
				look_of(i, LINE_BOTH).point != look_of(j, LINE_BOTH).point);
	/* Runners that the program does not know come behind, each with a place of its own. */
	made_case(&result,
		(struct made){.workload = "noop",
			.runner = "new",
			.cores = 1,
			.concurrency = 1,
			.rate = 1});
	made_case(&result,
		(struct made){.workload = "noop",
			.runner = "newer",
			.cores = 1,
			.concurrency = 1,
			.rate = 1});
	cr_expect_eq(place(&result, "new"), 3);
	cr_expect_eq(place(&result, "newer"), 4);
	for (size_t i = 0; i < COUNT(runners); i++) {
		free(runners[i].name);
		free(runners[i].model);
	}
	result.runners = NULL;
	result.runner_count = 0;
	result_clear(&result);
}

/* Two cases whose intervals are apart. */
static const struct case_record
	slow = {.summary.tasks_per_second = {.median = 1, .low = 1, .high = 1, .confidence = 0.95}},
	fast = {.summary.tasks_per_second = {.median = 2, .low = 2, .high = 2, .confidence = 0.95}};

Test(plots_parts, lines_that_cross_without_an_interval_say_nothing)
{
	static const struct case_record one = {.summary.tasks_per_second = {1, 1, 1, 0}},
					two = {.summary.tasks_per_second = {2, 2, 2, 0}};
	struct crossing crossing = {.x = 89, .parallel_after = true};
	struct finding_best best[] = {{0, &two, &one}, {100, &one, &two}};
	struct crossover crossover = {.crossings = &crossing, .crossing_count = 1};
	struct finding finding = {.best = best, .best_count = 2};

	finding_tell(&finding, &crossover);
	cr_expect_str_eq(finding.title,
		"No clear winner at any CPU share: more in flight or more cores");
	cr_expect_eq(finding.region_count, 0);
	best[0] = (struct finding_best){0, &fast, &slow};
	finding_tell(&finding, &crossover);
	cr_expect_str_eq(finding.title,
		"Up to about 89 % CPU, more in flight wins; above, more cores win");
	cr_expect_eq(finding.region_count, 2);
}

Test(plots_parts, several_crossings_are_told_in_order)
{
	struct crossing crossings[] = {
		{.x = 20, .parallel_after = true, .clear = true},
		{.x = 55, .clear = false},
	};
	struct finding_best best[] = {{0, &fast, &slow}, {100, &fast, &slow}};
	struct crossover crossover = {.crossings = crossings, .crossing_count = 2};
	struct finding finding = {.best = best, .best_count = 2};

	finding_tell(&finding, &crossover);
	cr_expect_str_eq(finding.title,
		"More in flight wins up to 20 % CPU, more cores win up to about 55 %, more in flight wins above");
	cr_assert_eq(finding.region_count, 3);
	cr_expect(!finding.regions[0].cores_win && finding.regions[1].cores_win &&
		!finding.regions[2].cores_win);
	cr_expect_eq(finding.regions[1].from, 20);
	cr_expect_eq(finding.regions[1].to, 55);
}

/* A runner's variants have its colour and different points. */
Test(plots_parts, variants_of_a_runner_can_be_told_apart)
{
	static const char *const texts[] = {"", "{chunk=16}", "", "{queue=stealing}"};
	static const size_t variants[] = {0, 1, 0, 2};
	struct result result;

	made_init(&result);
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct case_record *record = made_case(&result,
			(struct made){.workload = "noop",
				.runner = "thread-pool",
				.cores = 1,
				.concurrency = (unsigned)i + 1,
				.rate = 1});

		free(record->runner_text);
		record->runner_text = strdup(texts[i]);
	}
	for (size_t i = 0; i < COUNT(texts); i++)
		cr_expect_eq(variant(&result, "thread-pool", texts[i]), variants[i]);
	for (size_t i = 0; i < 9; i++) {
		struct look look = look_of_variant(3, i, LINE_PARALLEL);

		cr_expect_str_eq(look.colour, look_of(3, LINE_PARALLEL).colour);
		for (size_t j = 0; j < i; j++)
			cr_expect_neq(look.point, look_of_variant(3, j, LINE_PARALLEL).point);
	}
	result_clear(&result);
}

Test(plots_parts, zero_stands_before_the_others_where_the_axis_is_broken)
{
	static const double values[] = {0, 1, 10, 1000};
	struct scale scale;

	scale_fit_values(&scale, values, COUNT(values), true, 400, NULL);
	cr_expect(scale.logarithmic);
	cr_expect_gt(scale_fraction(&scale, 0), 0.02);
	cr_expect_lt(scale_fraction(&scale, 0), scale_fraction(&scale, 1) - 0.1);
	cr_expect_lt(scale_fraction(&scale, 1), 0.3);
	cr_expect_lt(scale_fraction(&scale, 1000), 0.98);
	cr_expect_eq(scale.tick_count, 4);
	scale_fit_values(&scale, values, 3, false, 400, NULL);
	cr_expect(!scale.logarithmic && scale.low < 0 && scale.zero <= 0);
}

/* A share from a file may be any number. */
Test(plots_parts, titles_end_where_their_room_does)
{
	struct crossing crossings[3] = {{.x = 1e300}, {.x = 1e301}, {.x = 1e302}};
	struct finding_best best[2] = {{0, &fast, &slow}, {1e305, &fast, &slow}};

	for (size_t count = 1; count <= COUNT(crossings); count++) {
		struct crossover crossover = {.crossings = crossings, .crossing_count = count};
		struct finding finding = {.best = best, .best_count = COUNT(best)};

		finding_tell(&finding, &crossover);
		cr_expect_lt(strnlen(finding.title, sizeof(finding.title)), sizeof(finding.title));
		cr_expect_eq(finding.region_count, count + 1);
		cr_expect_eq(finding.regions[0].from, 0);
	}
}
