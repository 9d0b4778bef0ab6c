/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables that give a runner its colour, point and dashes. */
#include "config.h"

#include "plots/look.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "plots/label.h"

static const char *const colours[] = {
	"#000000",
	"#5C5300",
	"#D55E00",
	"#3333E6",
	"#0072B2",
	"#009E73",
	"#E600BE",
	"#901437",
};

/* Its length differs from that of the colours, so that a pair repeats only after all pairs. */
static const int points[] = {2, 5, 9, 11, 13, 7, 15, 4, 8};

static const char *const dashes[] = {
	[LINE_BASELINE] = "(2,4)",
	[LINE_CONCURRENT] = "(8,5)",
	[LINE_PARALLEL] = "solid",
	[LINE_BOTH] = "(12,4,2,4)",
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Both texts with a zero in between; the caller frees. NULL if memory is out. */
static char *join(const char *first, const char *second, size_t *size)
{
	char *text;
	int length = asprintf(&text, "%s%c%s", first, '\0', second);

	*size = length < 0 ? 0 : (size_t)length;
	return length < 0 ? NULL : text;
}

int look_number_pair(struct numbering *numbering, const char *first, const char *second,
	size_t *number)
{
	size_t size;
	char *key = join(first, second, &size);
	int added = key ? numbering_add(numbering, key, size, number) : -1;

	free(key);
	return added < 0 ? -1 : 0;
}

/* Gives a case's runner a place and its variant a number. */
static int add_case(struct looks *looks, const struct case_record *record)
{
	size_t known = looks->variants.count, place, variant;

	if (numbering_add_text(&looks->places, record->runner, &place) < 0 ||
		look_number_pair(&looks->variants, record->runner, record->runner_text, &variant) <
			0)
		return -1;
	if (variant == known)
		looks->variant_numbers[variant] = looks->variant_counts[place]++;
	return 0;
}

int looks_make(struct looks *looks, const struct result *result, struct error *error)
{
	int status = 0;

	*looks = (struct looks){
		.variant_counts = calloc(result->runner_count + result->case_count + 1,
			sizeof(*looks->variant_counts)),
		.variant_numbers = calloc(result->case_count + 1, sizeof(*looks->variant_numbers)),
	};
	if (!looks->variant_counts || !looks->variant_numbers)
		status = -1;
	for (size_t i = 0; i < result->runner_count && status == 0; i++) {
		size_t place;

		if (numbering_add_text(&looks->places, result->runners[i].name, &place) < 0)
			status = -1;
	}
	for (size_t i = 0; i < result->case_count && status == 0; i++)
		status = add_case(looks, &result->cases[i]);
	return status == 0 ? 0 : error_set(error, "out of memory while drawing charts");
}

void looks_clear(struct looks *looks)
{
	numbering_clear(&looks->places);
	numbering_clear(&looks->variants);
	free(looks->variant_counts);
	free(looks->variant_numbers);
	*looks = (struct looks){.variant_counts = NULL};
}

size_t look_place(const struct looks *looks, const char *runner)
{
	size_t place = 0;

	numbering_find_text(&looks->places, runner, &place);
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

	/* In steps of two, so that a variant rarely looks like the other runner of that colour. */
	look.point = points[(place + 2 * variant) % COUNT_OF(points)];
	return look;
}

size_t look_variant(const struct looks *looks, const char *runner, const char *runner_text)
{
	size_t size, number;
	char *key = join(runner, runner_text, &size);
	bool known = key && numbering_find(&looks->variants, key, size, &number);

	free(key);
	return known ? looks->variant_numbers[number] : 0;
}

char *look_name(char *buffer, size_t size, size_t limit, const struct looks *looks,
	const char *runner, const char *runner_text)
{
	bool several = looks->variant_counts[look_place(looks, runner)] > 1;
	char whole[2 * LABEL_SIZE];

	snprintf(whole, sizeof(whole), "%s%s", runner, several ? runner_text : "");
	return label_clean(buffer, size, limit, whole);
}
