/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Summary of a case over its blocks.
 *
 * A block is one process, and the unit of inference: the median of its samples is one value, and
 * the estimate is over these values. Samples are never pooled over blocks. The figures, and how
 * each is computed from a sample, are in results/record/summary_members.c.
 */
#include "config.h"

#include "results/summary/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "results/summary/disturbance.h"
#include "results/record/memory_record.h"
#include "results/record/summary_members.h"
#include "results/summary/observed_summary.h"
#include "results/summary/precision_interval.h"
#include "results/statistics/estimate.h"
#include "results/statistics/interval.h"
#include "results/summary/throttling.h"

/* Room for one value per block, and for the samples of the largest block. */
struct values {
	double *of_blocks, *of_samples;
};

static int values_open(struct values *values, const struct case_record *record, struct error *error)
{
	size_t samples = 1;

	for (size_t i = 0; i < record->block_count; i++)
		if (record->blocks[i].sample_count > samples)
			samples = record->blocks[i].sample_count;
	values->of_blocks = calloc(record->block_count + samples, sizeof(double));
	if (values->of_blocks == NULL)
		return error_set(error, "%s: out of memory", record->id);
	values->of_samples = values->of_blocks + record->block_count;
	return 0;
}

/* Sets values->of_blocks to the median over samples of each used block, and *count to their number.
 * False if the figure is not known in all of them. */
static bool collect(struct values *values, const struct case_record *record,
	const struct member *figure, size_t *count)
{
	*count = 0;
	for (size_t i = 0; i < record->block_count; i++) {
		const struct block *block = &record->blocks[i];

		if (!disturbance_block_counts(record, block))
			continue;
		for (size_t j = 0; j < block->sample_count; j++) {
			values->of_samples[j] = figure->of(record, block, &block->samples[j]);
			if (isnan(values->of_samples[j]))
				return false;
		}
		values->of_blocks[(*count)++] =
			estimate_median(values->of_samples, block->sample_count);
	}
	return true;
}

static double median_startup_ns(struct values *values, const struct case_record *record)
{
	size_t count = 0;

	for (size_t i = 0; i < record->block_count; i++)
		if (disturbance_block_counts(record, &record->blocks[i]))
			values->of_blocks[count++] = (double)record->blocks[i].startup_ns;
	return estimate_median(values->of_blocks, count);
}

/* Counts the blocks that are used and checks their samples. 0, or -1 with the error. */
static int check_samples(struct case_record *record, struct error *error)
{
	struct summary *summary = &record->summary;

	for (size_t i = 0; i < record->block_count; i++) {
		const struct block *block = &record->blocks[i];

		if (!disturbance_block_counts(record, block))
			continue;
		summary->throttled += throttling_of_block(record, block);
		summary->blocks++;
		for (size_t j = 0; j < block->sample_count; j++)
			if (block->samples[j].elapsed_ns == 0)
				return error_set(error, "%s: block %ju: a sample took no time",
					record->id, (uintmax_t)block->block);
	}
	return 0;
}

static int set_status(struct case_record *record, struct error *error)
{
	const char *reason = record->block_count == 0 ? "no block was run" : NULL;

	record->status = record->block_count == 0 ? STATUS_NOT_RUN : STATUS_OK;
	for (size_t i = 0; i < record->block_count && record->status == STATUS_OK; i++)
		if (record->blocks[i].status != STATUS_OK) {
			record->status = record->blocks[i].status;
			reason = record->blocks[i].reason != NULL ? record->blocks[i].reason
								  : "no reason was given";
		}
	for (size_t i = 0; i < record->block_count && record->tasks == 0; i++)
		record->tasks = record->blocks[i].tasks;
	free(record->reason);
	record->reason = reason != NULL ? strdup(reason) : NULL;
	if (reason != NULL && record->reason == NULL)
		return error_set(error, "%s: out of memory", record->id);
	return 0;
}

/* The median over blocks with its interval: that of a fixed number of blocks, or the one given. */
static int estimate_over(struct estimate *estimate, const struct values *values, size_t count,
	const struct case_record *record, const struct precision_interval *interval,
	struct error *error)
{
	if (interval == NULL || interval->wanted <= 0) {
		*estimate = interval_of(values->of_blocks, count);
		return 0;
	}
	if (interval_exact(estimate, values->of_blocks, count, interval->wanted, error) < 0)
		return error_prefix(error, "%s", record->id);
	if (estimate->confidence > interval->promised)
		estimate->confidence = interval->promised;
	return 0;
}

/* One figure of the summary, if it is known in every sample. */
static int summarise_figure(struct case_record *record, struct values *values,
	const struct member *figure, const struct precision_interval *interval, struct error *error)
{
	char *summary = (char *)&record->summary;
	void *at = summary + figure->offset;
	size_t count;

	if (!collect(values, record, figure, &count))
		return 0;
	if (figure->known_at != 0)
		*(bool *)(summary + figure->known_at) = true;
	if (figure->table == &estimate_table)
		return estimate_over(at, values, count, record, interval, error);
	*(double *)at = estimate_median(values->of_blocks, count);
	return 0;
}

static int summarise_figures(struct case_record *record, struct values *values, bool by_looks,
	struct error *error)
{
	struct precision_interval interval;

	if (by_looks && precision_interval(&interval, record, error) < 0)
		return -1;
	for (const struct member *member = summary_table.members; member->name != NULL; member++)
		if (member->of != NULL &&
			summarise_figure(record, values, member, by_looks ? &interval : NULL,
				error) < 0)
			return -1;
	return 0;
}

static int summarise(struct case_record *record, bool by_looks, struct error *error)
{
	struct summary *summary = &record->summary;
	struct values values = {0};
	int status;

	*summary = (struct summary){0};
	record->tasks = 0;
	disturbance_decide(record);
	if (set_status(record, error) != 0 || check_samples(record, error) != 0)
		return -1;
	if (summary->blocks == 0)
		return 0;
	if (values_open(&values, record, error) != 0)
		return -1;
	status = summarise_figures(record, &values, by_looks, error);
	summary->startup_ns = median_startup_ns(&values, record);
	free(values.of_blocks);
	if (status != 0 || memory_record_summarise(record, error) != 0)
		return -1;
	return observed_summarise(record, error);
}

int case_record_summarise(struct case_record *record, struct error *error)
{
	return summarise(record, false, error);
}

int case_record_summarise_by_looks(struct case_record *record, struct error *error)
{
	return summarise(record, true, error);
}

bool case_record_measured(const struct case_record *record)
{
	return record->summary.blocks > 0 &&
		(record->status == STATUS_OK || record->status == STATUS_NOT_RUN);
}

double case_record_throughput(const struct case_record *record)
{
	return record->summary.tasks_per_second.median;
}
