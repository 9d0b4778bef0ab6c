/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two cases by their blocks, and families of such comparisons; see comparison.h. */
#include "config.h"

#include "results/verdict/comparison.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "results/summary/disturbance.h"
#include "results/statistics/adjust.h"
#include "results/statistics/detectable.h"
#include "results/statistics/estimate.h"
#include "results/statistics/rank_sum.h"
#include "results/statistics/shift.h"
#include "results/statistics/signed_rank.h"
#include "support/text.h"

/* One value for each block that counts. */
struct series {
	double *values;   /* logarithms of nanoseconds per task */
	uint64_t *blocks; /* the block of each */
	size_t count;
};

/* The compared data: the values of both, or the differences of pairs. */
struct sides {
	struct series a, b;
	double *differences; /* NULL: no pairs */
	size_t pairs;
};

static void series_free(struct series *series)
{
	free(series->values);
	free(series->blocks);
}

/* If tasks arrive at a rate, their throughput is only the rate that was asked for. */
static double task_time_ns(const struct block *block, const struct sample *sample)
{
	return sample->arrived ? (double)sample->latency.p50
			       : (double)sample->elapsed_ns / (double)block->tasks;
}

static int block_value(double *value, const struct case_record *record, const struct block *block,
	struct error *error)
{
	double *times = calloc(block->sample_count, sizeof(*times));

	if (times == NULL)
		return error_set(error, "%s: out of memory", record->id);
	for (size_t i = 0; i < block->sample_count; i++)
		times[i] = task_time_ns(block, &block->samples[i]);
	*value = log(estimate_median(times, block->sample_count));
	free(times);
	if (isfinite(*value))
		return 0;
	return error_set(error, "%s: block %ju: a sample took no time", record->id,
		(uintmax_t)block->block);
}

/* From all blocks, or from those that count in the summary. */
static int series_make(struct series *series, const struct case_record *record, bool all,
	struct error *error)
{
	*series = (struct series){
		.values = calloc(record->block_count + 1, sizeof(*series->values)),
		.blocks = calloc(record->block_count + 1, sizeof(*series->blocks)),
	};
	if (series->values == NULL || series->blocks == NULL)
		return error_set(error, "%s: out of memory", record->id);
	for (size_t i = 0; i < record->block_count; i++) {
		const struct block *block = &record->blocks[i];

		if (all ? !disturbance_block_measured(block)
			: !disturbance_block_counts(record, block))
			continue;
		if (block_value(&series->values[series->count], record, block, error) < 0)
			return -1;
		series->blocks[series->count++] = block->block;
	}
	return 0;
}

static void sides_free(struct sides *sides)
{
	series_free(&sides->a);
	series_free(&sides->b);
	free(sides->differences);
}

/* The differences b - a of blocks of the same number; none if there are too few. */
static int make_pairs(struct sides *sides, struct error *error)
{
	sides->differences = calloc(sides->a.count + 1, sizeof(*sides->differences));
	if (sides->differences == NULL)
		return error_set(error, "comparison: out of memory");
	for (size_t i = 0; i < sides->a.count; i++)
		for (size_t j = 0; j < sides->b.count; j++)
			if (sides->a.blocks[i] == sides->b.blocks[j])
				sides->differences[sides->pairs++] =
					sides->b.values[j] - sides->a.values[i];
	if (sides->pairs >= COMPARISON_PAIRS)
		return 0;
	free(sides->differences);
	sides->differences = NULL;
	sides->pairs = 0;
	return 0;
}

/* The caller frees them, even if this fails. */
static int sides_make(struct sides *sides, const struct comparison *comparison, struct error *error)
{
	/* Quiet blocks of one and all blocks of the other would differ for that alone. */
	const bool all = comparison->a->summary.disturbed || comparison->b->summary.disturbed;

	*sides = (struct sides){0};
	if (series_make(&sides->a, comparison->a, all, error) < 0 ||
		series_make(&sides->b, comparison->b, all, error) < 0)
		return -1;
	return comparison->side_by_side ? make_pairs(sides, error) : 0;
}

static int compare_pairs(struct comparison *comparison, const struct sides *sides, double level,
	struct hypothesis *hypothesis, struct error *error)
{
	if (shift_paired(&comparison->ratio, sides->differences, sides->pairs, 1 - level, error) <
			0 ||
		signed_rank_test(hypothesis, sides->differences, sides->pairs, error) < 0)
		return -1;
	return detectable_paired(&comparison->detectable, sides->differences, sides->pairs,
		1 - level / (double)comparison->family, DETECTABLE_POWER, error);
}

static int compare_apart(struct comparison *comparison, const struct sides *sides, double level,
	struct hypothesis *hypothesis, struct error *error)
{
	const struct series *a = &sides->a, *b = &sides->b;

	if (shift_between(&comparison->ratio, b->values, b->count, a->values, a->count, 1 - level,
		    error) < 0 ||
		rank_sum_test(hypothesis, b->values, b->count, a->values, a->count, error) < 0)
		return -1;
	return detectable_between(&comparison->detectable, b->values, b->count, a->values, a->count,
		1 - level / (double)comparison->family, DETECTABLE_POWER, error);
}

/* Everything except what depends on the p values of the others. */
static int compare(struct comparison *comparison, const struct sides *sides, double level,
	struct error *error)
{
	struct estimate *ratio = &comparison->ratio;
	struct hypothesis hypothesis;
	int status;

	*ratio = (struct estimate){0};
	comparison->paired = sides->differences != NULL;
	comparison->a_blocks = comparison->paired ? sides->pairs : sides->a.count;
	comparison->b_blocks = comparison->paired ? sides->pairs : sides->b.count;
	comparison->p = 1;
	comparison->detectable = INFINITY;
	if (sides->a.count == 0 || sides->b.count == 0)
		return 0;
	status = comparison->paired ? compare_pairs(comparison, sides, level, &hypothesis, error)
				    : compare_apart(comparison, sides, level, &hypothesis, error);
	if (status < 0)
		return -1;
	comparison->p = hypothesis.p;
	comparison->detectable = expm1(comparison->detectable);
	ratio->median = exp(ratio->median);
	ratio->low = exp(ratio->low);
	ratio->high = exp(ratio->high);
	return 0;
}

static enum change judge(const struct comparison *comparison, double level)
{
	if (comparison->p_holm <= level && comparison->ratio.median != 1)
		return comparison->ratio.median > 1 ? CHANGE_SLOWER : CHANGE_FASTER;
	return isinf(comparison->detectable) ? CHANGE_UNKNOWN : CHANGE_NONE;
}

static int adjust(struct comparison *comparisons, size_t count, struct error *error)
{
	double *p = calloc(count, sizeof(*p)), *adjusted = calloc(count, sizeof(*adjusted));
	int status = -1;

	if (p == NULL || adjusted == NULL) {
		error_set(error, "%zu comparisons: out of memory", count);
		goto free_values;
	}
	for (size_t i = 0; i < count; i++)
		p[i] = comparisons[i].p;
	if (adjust_holm(adjusted, p, count, error) < 0)
		goto free_values;
	for (size_t i = 0; i < count; i++)
		comparisons[i].p_holm = adjusted[i];
	if (adjust_benjamini_hochberg(adjusted, p, count, error) < 0)
		goto free_values;
	for (size_t i = 0; i < count; i++)
		comparisons[i].p_benjamini_hochberg = adjusted[i];
	status = 0;

free_values:
	free(adjusted);
	free(p);
	return status;
}

int comparison_family(struct comparison *comparisons, size_t count, double level,
	struct error *error)
{
	if (count == 0)
		return 0;
	if (!(level > 0 && level < 1))
		return error_set(error, "comparison: level is %g, must be above 0 and below 1",
			level);
	for (size_t i = 0; i < count; i++) {
		struct sides sides;
		int status = sides_make(&sides, &comparisons[i], error);

		comparisons[i].family = count;
		if (status == 0)
			status = compare(&comparisons[i], &sides, level, error);
		sides_free(&sides);
		if (status < 0)
			return -1;
	}
	if (adjust(comparisons, count, error) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		comparisons[i].change = judge(&comparisons[i], level);
	return 0;
}

const char *change_name(enum change change)
{
	static const char *const names[] = {
		[CHANGE_NONE] = "no change",
		[CHANGE_FASTER] = "faster",
		[CHANGE_SLOWER] = "slower",
		[CHANGE_UNKNOWN] = "cannot say",
	};

	return names[change];
}

static double percent(double ratio)
{
	return 100 * (ratio - 1);
}

/* The text after the interval. */
static void format_reason(const struct comparison *comparison, char *buffer, size_t size)
{
	size_t least = comparison->a_blocks < comparison->b_blocks ? comparison->a_blocks
								   : comparison->b_blocks;

	switch (comparison->change) {
	case CHANGE_NONE:
		snprintf(buffer, size, "; a change of %.1f %% would have been found",
			100 * comparison->detectable);
		return;
	case CHANGE_UNKNOWN:
		snprintf(buffer, size, "; with %zu block%s no change can be found%s", least,
			text_plural(least),
			comparison->family > 1 ? " among so many comparisons" : "");
		return;
	default:
		if (comparison->p_holm < 0.0001)
			snprintf(buffer, size, "; p < 0.0001");
		else
			snprintf(buffer, size, "; p = %.2g", comparison->p_holm);
	}
}

char *comparison_format(const struct comparison *comparison, char *buffer, size_t size)
{
	const struct estimate *ratio = &comparison->ratio;
	char reason[128];

	if (comparison->a_blocks == 0 || comparison->b_blocks == 0) {
		snprintf(buffer, size, "%s: no block of %s counts", change_name(CHANGE_UNKNOWN),
			comparison->a_blocks == 0 ? comparison->a->id : comparison->b->id);
		return buffer;
	}
	format_reason(comparison, reason, sizeof(reason));
	snprintf(buffer, size, "%s (%+.1f %% [%+.1f, %+.1f])%s", change_name(comparison->change),
		percent(ratio->median), percent(ratio->low), percent(ratio->high), reason);
	return buffer;
}
