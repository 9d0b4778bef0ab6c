/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures that workloads observed; see observed.h. */
#include "config.h"

#include "results/observed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "results/disturbance.h"
#include "results/statistics/estimate.h"
#include "support/whole.h"

const struct observed *observed_find(const struct observed *observed, unsigned count,
	const char *name)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(observed[i].name, name) == 0)
			return &observed[i];
	return NULL;
}

static json_t *number_to_json(double value)
{
	if (whole_is_exact(value))
		return json_integer((json_int_t)value);
	return json_real(value); /* NULL where it is not finite */
}

int observed_write(json_t *object, const struct observed *observed, unsigned count)
{
	json_t *json;

	if (count == 0)
		return 0;
	json = json_object();
	for (unsigned i = 0; i < count; i++)
		if (json_object_set_new(json, observed[i].name,
			    number_to_json(observed[i].value)) != 0) {
			json_decref(json);
			return -1;
		}
	return json_object_set_new(object, "observations", json);
}

int observed_read(const json_t *object, struct observed *observed, unsigned *count,
	struct error *error)
{
	const json_t *json = json_object_get(object, "observations");
	const char *name;
	json_t *value;

	*count = 0;
	if (json == NULL)
		return 0;
	if (!json_is_object(json) || json_object_size(json) > OBSERVED_LIMIT)
		return error_set(error, "observations must be an object of at most %d members",
			OBSERVED_LIMIT);
	json_object_foreach((json_t *)json, name, value)
	{
		size_t length = strlen(name);

		if (length == 0 || length >= sizeof(observed->name))
			return error_set(error,
				"observations: the name \"%.60s\" must have 1 to %zu bytes", name,
				sizeof(observed->name) - 1);
		if (!json_is_number(value))
			return error_set(error, "observations: %s must be a number", name);
		memcpy(observed[*count].name, name, length + 1);
		observed[(*count)++].value = json_number_value(value);
	}
	return 0;
}

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

/* The median of the figure over the samples of a block, into *value. Whether any has it. */
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
