/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Six series of canaries over all blocks and one of stolen time, and the outliers of each. See
 * disturbance.h. */
#include "config.h"

#include "results/summary/disturbance.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "results/statistics/outlier.h"
#include "support/text.h"

#define ALPHA 0.05  /* chance of any mark in a run of normal noise */
#define MOMENTS 2   /* before and after */
#define TICK_NS 1e7 /* unit in which the kernel reports stolen time */

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

/* Collects its known figures as logarithms. Returns how many. */
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

/* Marks the block if this figure exceeds the tolerated shift by more than any figure before it did:
 * *excess. */
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

/* The least share of CPU time stolen from the block while it was measured: a reading may lag by one
 * tick for each CPU. -1: not known. */
static double stolen_share(const struct case_record *record, const struct block *block)
{
	double stolen_ns = 0, had_ns = 0;

	for (size_t i = 0; i < block->sample_count; i++) {
		const struct sample *sample = &block->samples[i];
		const double certain_ns =
			sample->evidence.values[EVIDENCE_STEAL_NS] - TICK_NS * record->cores;

		if (!sample->has_evidence || !sample->evidence.known[EVIDENCE_STEAL_NS])
			return -1;
		stolen_ns += certain_ns > 0 ? certain_ns : 0;
		had_ns += (double)sample->elapsed_ns * record->cores;
	}
	return had_ns > 0 ? fmin(stolen_ns / had_ns, 1) : -1;
}

/* Marks blocks with more stolen time than others, unless a canary has marked them already. */
static void judge_steal(struct result *result, double *values)
{
	double median, spread, most;
	size_t count = 0;

	for (size_t i = 0; i < result->case_count; i++)
		for (size_t j = 0; j < result->cases[i].block_count; j++) {
			const double share =
				stolen_share(&result->cases[i], &result->cases[i].blocks[j]);

			if (share >= 0)
				values[count++] = share;
		}
	if (count < DISTURBANCE_BLOCKS)
		return;
	median = outlier_centre(values, count, &spread);
	most = median + DISTURBANCE_SHIFT + outlier_limit(count, ALPHA) * spread;
	for (size_t i = 0; i < result->case_count; i++)
		for (size_t j = 0; j < result->cases[i].block_count; j++) {
			struct block *block = &result->cases[i].blocks[j];
			const double share = stolen_share(&result->cases[i], block);

			if (share > most && !block->disturbed.found)
				block->disturbed = (struct disturbance){
					.found = true, .stolen_percent = 100 * share};
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
	judge_all(result, series, known);
	judge_steal(result, values);
	free(values);
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

/* Counts of what disturbed blocks. */
struct causes {
	size_t blocks, by_canary[CANARY_COUNT], by_canaries, by_steal;
	double farthest_percent, most_stolen_percent;
	size_t cases; /* that use disturbed blocks */
};

static void count_cause(struct causes *causes, const struct disturbance *one)
{
	if (!one->found)
		return;
	causes->blocks++;
	if (one->stolen_percent > 0) {
		causes->by_steal++;
		causes->most_stolen_percent =
			fmax(causes->most_stolen_percent, one->stolen_percent);
		return;
	}
	causes->by_canaries++;
	causes->by_canary[one->canary]++;
	if (fabs(one->shift_percent) > fabs(causes->farthest_percent))
		causes->farthest_percent = one->shift_percent;
}

static struct causes count_causes(const struct result *result)
{
	struct causes causes = {0};

	for (size_t i = 0; i < result->case_count; i++) {
		causes.cases += result->cases[i].summary.disturbed;
		for (size_t j = 0; j < result->cases[i].block_count; j++)
			count_cause(&causes, &result->cases[i].blocks[j].disturbed);
	}
	return causes;
}

char *disturbance_describe(char *buffer, size_t size, const struct result *result)
{
	const struct causes causes = count_causes(result);
	char canaries[160] = "", steal[80] = "", cases[80] = "";

	buffer[0] = '\0';
	if (causes.blocks == 0)
		return buffer;
	if (causes.by_canaries > 0)
		snprintf(canaries, sizeof(canaries),
			", by their control timings (%s %zu, %s %zu, %s %zu; farthest %+.0f %%)",
			canary_name(CANARY_COMPUTE), causes.by_canary[CANARY_COMPUTE],
			canary_name(CANARY_MEMORY), causes.by_canary[CANARY_MEMORY],
			canary_name(CANARY_WAKE_UP), causes.by_canary[CANARY_WAKE_UP],
			causes.farthest_percent);
	if (causes.by_steal > 0)
		snprintf(steal, sizeof(steal), ", %zu by stolen CPU time (up to %.0f %%)",
			causes.by_steal, causes.most_stolen_percent);
	if (causes.cases > 0)
		snprintf(cases, sizeof(cases), "; %zu case%s too few other blocks and use%s all",
			causes.cases, causes.cases == 1 ? " has" : "s have",
			causes.cases == 1 ? "s" : "");
	snprintf(buffer, size, "%zu of %zu block%s %s disturbed%s%s%s", causes.blocks,
		count_blocks(result), text_plural(count_blocks(result)),
		causes.blocks == 1 ? "was" : "were", canaries, steal, cases);
	return buffer;
}
