/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Six series over all blocks, and what is far out in one of them; see disturbance.h. */
#include "config.h"

#include "results/disturbance.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "results/statistics/outlier.h"

#define ALPHA 0.05 /* of any mark in a run of normal noise */
#define MOMENTS 2  /* before and after */

/* One canary at one moment over all blocks. */
struct series {
	enum canary canary;
	bool after;
	size_t count;
	double median, spread; /* of logarithms */
};

static double figure_of(const struct block *block, const struct series *series)
{
	if (!block->has_canaries)
		return 0;
	return series->after ? block->canaries.after[series->canary]
			     : block->canaries.before[series->canary];
}

static size_t count_blocks(const struct result *result)
{
	size_t count = 0;

	for (size_t i = 0; i < result->case_count; i++)
		count += result->cases[i].block_count;
	return count;
}

/* Its figures that are known, as logarithms; how many. */
static size_t collect(const struct result *result, const struct series *series, double *values)
{
	size_t count = 0;

	for (size_t i = 0; i < result->case_count; i++)
		for (size_t j = 0; j < result->cases[i].block_count; j++) {
			double figure = figure_of(&result->cases[i].blocks[j], series);

			if (figure > 0)
				values[count++] = log(figure);
		}
	return count;
}

/* Marks the block where this figure is far out, and farther beyond what is tolerated than any
 * before: *excess. */
static void judge(struct block *block, const struct series *series, double tolerated,
	double *excess)
{
	double figure = figure_of(block, series), shift;

	if (figure <= 0)
		return;
	shift = log(figure) - series->median;
	if (fabs(shift) - tolerated <= *excess)
		return;
	*excess = fabs(shift) - tolerated;
	block->disturbed = (struct disturbance){
		.found = true, .canary = series->canary, .shift_percent = 100 * expm1(shift)};
}

static void judge_all(struct result *result, const struct series *series, size_t series_count)
{
	size_t figures = 0;
	double limit;

	for (size_t i = 0; i < series_count; i++)
		figures += series[i].count;
	if (figures == 0)
		return;
	limit = outlier_limit(figures, ALPHA);
	for (size_t i = 0; i < result->case_count; i++)
		for (size_t j = 0; j < result->cases[i].block_count; j++) {
			double excess = 0;

			for (size_t k = 0; k < series_count; k++)
				judge(&result->cases[i].blocks[j], &series[k],
					log1p(DISTURBANCE_SHIFT) + limit * series[k].spread,
					&excess);
		}
}

int disturbance_mark(struct result *result, struct error *error)
{
	struct series series[MOMENTS * CANARY_COUNT];
	size_t known = 0;
	double *values = calloc(count_blocks(result) + 1, sizeof(*values));

	if (values == NULL)
		return error_set(error, "no memory for the canaries of all blocks");
	for (size_t i = 0; i < result->case_count; i++)
		for (size_t j = 0; j < result->cases[i].block_count; j++)
			result->cases[i].blocks[j].disturbed = (struct disturbance){0};
	for (int i = 0; i < MOMENTS * CANARY_COUNT; i++) {
		struct series *one = &series[known];

		*one = (struct series){
			.canary = (enum canary)(i / MOMENTS), .after = i % MOMENTS != 0};
		one->count = collect(result, one, values);
		if (one->count < DISTURBANCE_BLOCKS)
			continue;
		one->median = outlier_centre(values, one->count, &one->spread);
		known++;
	}
	free(values);
	judge_all(result, series, known);
	return 0;
}

bool disturbance_block_measured(const struct block *block)
{
	return block->status == STATUS_OK && block->sample_count > 0;
}

void disturbance_decide(struct case_record *record)
{
	struct summary *summary = &record->summary;
	size_t quiet = 0, disturbed = 0;

	for (size_t i = 0; i < record->block_count; i++) {
		if (!disturbance_block_measured(&record->blocks[i]))
			continue;
		if (record->blocks[i].disturbed.found)
			disturbed++;
		else
			quiet++;
	}
	summary->disturbed =
		disturbed > 0 && (quiet < DISTURBANCE_LEAST_BLOCKS || quiet < disturbed);
	summary->left_out = summary->disturbed ? 0 : disturbed;
}

bool disturbance_block_counts(const struct case_record *record, const struct block *block)
{
	return disturbance_block_measured(block) &&
		(!block->disturbed.found || record->summary.disturbed);
}

char *disturbance_describe(char *buffer, size_t size, const struct result *result)
{
	size_t disturbed = 0, by_canary[CANARY_COUNT] = {0}, cases = 0;
	double largest = 0;
	int length;

	for (size_t i = 0; i < result->case_count; i++) {
		cases += result->cases[i].summary.disturbed;
		for (size_t j = 0; j < result->cases[i].block_count; j++) {
			const struct disturbance *one = &result->cases[i].blocks[j].disturbed;

			if (!one->found)
				continue;
			disturbed++;
			by_canary[one->canary]++;
			if (fabs(one->shift_percent) > fabs(largest))
				largest = one->shift_percent;
		}
	}
	buffer[0] = '\0';
	if (disturbed == 0)
		return buffer;
	length = snprintf(buffer, size,
		"%zu of %zu blocks were disturbed, by their canaries (%s %zu, %s %zu, %s %zu; "
		"farthest %+.0f %%)",
		disturbed, count_blocks(result), canary_name(CANARY_COMPUTE),
		by_canary[CANARY_COMPUTE], canary_name(CANARY_MEMORY), by_canary[CANARY_MEMORY],
		canary_name(CANARY_WAKE_UP), by_canary[CANARY_WAKE_UP], largest);
	if (cases > 0 && length > 0 && (size_t)length < size)
		snprintf(buffer + length, size - (size_t)length,
			"; %zu case%s too few others and use%s all", cases,
			cases == 1 ? " has" : "s have", cases == 1 ? "s" : "");
	return buffer;
}
