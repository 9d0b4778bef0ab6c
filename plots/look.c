/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables behind a runner's look. */
#include "config.h"

#include "plots/look.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "plots/label.h"

static const char *const colours[] = {
	"#000000",
	"#E69F00",
	"#D55E00",
	"#56B4E9",
	"#0072B2",
	"#009E73",
	"#CC79A7",
	"#F0E442",
};

/* Of another length than the colours, so that a pair comes again only after all of both. */
static const int points[] = {2, 5, 9, 11, 13, 7, 15, 4, 8};

static const char *const dashes[] = {
	[LINE_BASELINE] = "(2,4)",
	[LINE_CONCURRENT] = "(8,5)",
	[LINE_PARALLEL] = "solid",
	[LINE_BOTH] = "(12,4,2,4)",
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

size_t look_place(const struct result *result, const char *runner)
{
	size_t place = result->runner_count;

	for (size_t i = 0; i < result->runner_count; i++)
		if (strcmp(result->runners[i].name, runner) == 0)
			return i;
	for (size_t i = 0; i < result->case_count; i++) {
		size_t listed = 0;

		if (strcmp(result->cases[i].runner, runner) == 0)
			break;
		while (listed < result->runner_count &&
			strcmp(result->runners[listed].name, result->cases[i].runner) != 0)
			listed++;
		for (size_t j = 0; listed == result->runner_count && j < i; j++)
			if (strcmp(result->cases[j].runner, result->cases[i].runner) == 0)
				listed = j;
		place += listed == result->runner_count;
	}
	return place;
}

struct look look_of(size_t place, enum line_kind kind)
{
	return (struct look){
		.colour = colours[place % COUNT_OF(colours)],
		.point = points[place % COUNT_OF(points)],
		.dashes = dashes[kind],
	};
}

struct look look_of_variant(size_t place, size_t variant, enum line_kind kind)
{
	struct look look = look_of(place, kind);

	/* In steps of two, so that variants do not soon meet the runner with the same colour. */
	look.point = points[(place + 2 * variant) % COUNT_OF(points)];
	return look;
}

size_t look_variant(const struct result *result, const char *runner, const char *runner_text)
{
	size_t variant = 0;

	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_record *record = &result->cases[i];
		bool seen = false;

		if (strcmp(record->runner, runner) != 0)
			continue;
		if (strcmp(record->runner_text, runner_text) == 0)
			break;
		for (size_t j = 0; j < i && !seen; j++)
			seen = strcmp(result->cases[j].runner, runner) == 0 &&
				strcmp(result->cases[j].runner_text, record->runner_text) == 0;
		variant += !seen;
	}
	return variant;
}

char *look_name(char *buffer, size_t size, size_t limit, const struct result *result,
	const char *runner, const char *runner_text)
{
	char whole[2 * LABEL_SIZE];
	bool several = false;

	for (size_t i = 0; i < result->case_count && !several; i++)
		several = strcmp(result->cases[i].runner, runner) == 0 &&
			strcmp(result->cases[i].runner_text, runner_text) != 0;
	snprintf(whole, sizeof(whole), "%s%s", runner, several ? runner_text : "");
	return label_clean(buffer, size, limit, whole);
}
