/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Medians of what workloads observed; see observed_summary.h. */
#include "config.h"

#include "results/summary/observed_summary.h"

#include <stdlib.h>

#include "results/summary/disturbance.h"
#include "results/record/observed.h"
#include "results/statistics/estimate.h"

/* Notes every name that a sample has. 0, or -1 with the error. */
static int collect_names(struct case_record *record, struct error *error)
{
	struct summary *summary = &record->summary;

	for (size_t i = 0; i < record->block_count; i++)
		for (size_t j = 0; disturbance_block_counts(record, &record->blocks[i]) &&
			j < record->blocks[i].sample_count;
			j++) {
			const struct sample *sample = &record->blocks[i].samples[j];

			for (unsigned k = 0; k < sample->observed_count; k++) {
				if (observed_find(summary->observed, summary->observed_count,
					    sample->observed[k].name) != NULL)
					continue;
				if (summary->observed_count == OBSERVED_LIMIT)
					return error_set(error,
						"%s: its samples show more than %d different "
						"observations",
						record->id, OBSERVED_LIMIT);
				summary->observed[summary->observed_count++] = sample->observed[k];
			}
		}
	return 0;
}

/* Sets *value to the median of the figure over the samples of a block. False if none has it. */
static bool median_of_block(const struct block *block, const char *name, double *values,
	double *value)
{
	size_t count = 0;

	for (size_t i = 0; i < block->sample_count; i++) {
		const struct sample *sample = &block->samples[i];
		const struct observed *observed =
			observed_find(sample->observed, sample->observed_count, name);

		if (observed != NULL)
			values[count++] = observed->value;
	}
	if (count > 0)
		*value = estimate_median(values, count);
	return count > 0;
}

int observed_summarise(struct case_record *record, struct error *error)
{
	struct summary *summary = &record->summary;
	size_t samples = 0;
	double *of_blocks, *of_samples;

	summary->observed_count = 0;
	if (collect_names(record, error) != 0)
		return -1;
	if (summary->observed_count == 0)
		return 0;
	for (size_t i = 0; i < record->block_count; i++)
		samples += record->blocks[i].sample_count;
	of_blocks = calloc(record->block_count + samples, sizeof(*of_blocks));
	if (of_blocks == NULL)
		return error_set(error, "%s: out of memory", record->id);
	of_samples = of_blocks + record->block_count;
	for (unsigned k = 0; k < summary->observed_count; k++) {
		size_t count = 0;

		for (size_t i = 0; i < record->block_count; i++)
			if (disturbance_block_counts(record, &record->blocks[i]) &&
				median_of_block(&record->blocks[i], summary->observed[k].name,
					of_samples, &of_blocks[count]))
				count++;
		summary->observed[k].value = estimate_median(of_blocks, count);
	}
	free(of_blocks);
	return 0;
}
