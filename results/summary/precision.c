/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals of a run that stops by its precision; see precision.h. */
#include "config.h"

#include "results/summary/precision.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "results/summary/disturbance.h"
#include "support/percent.h"
#include "results/statistics/estimate.h"
#include "results/summary/summary.h"
#include "support/text.h"

double precision_wanted(const struct result *result)
{
	return json_number_value(json_object_get(result->settings, "precision"));
}

double precision_of(const struct case_record *record)
{
	const struct estimate *estimate = &record->summary.tasks_per_second;

	if (record->summary.blocks == 0 || estimate->confidence < ESTIMATE_CONFIDENCE ||
		estimate->median <= 0)
		return INFINITY;
	return (estimate->high - estimate->low) / 2 / estimate->median;
}

bool precision_is_missing(const struct case_record *record, double wanted)
{
	return case_record_measured(record) && precision_of(record) > wanted;
}

size_t precision_missing(const struct result *result)
{
	const double wanted = precision_wanted(result);
	size_t missing = 0;

	for (size_t i = 0; i < result->case_count; i++)
		missing += precision_is_missing(&result->cases[i], wanted);
	return missing;
}

int precision_summarise(struct result *result, struct error *error)
{
	const bool by_looks = precision_wanted(result) > 0;

	if (disturbance_mark(result, error) < 0)
		return -1;
	for (size_t i = 0; i < result->case_count; i++)
		if ((by_looks ? case_record_summarise_by_looks(&result->cases[i], error)
			      : case_record_summarise(&result->cases[i], error)) < 0)
			return -1;
	return 0;
}

int precision_set_stopped(struct result *result, const json_t *value, struct error *error)
{
	const char *reason = json_string_value(json_object_get(value, "reason"));
	json_t *look = json_object_get(value, "look");
	static const char *const reasons[] = {"precision", "budget", "blocks", NULL};
	const char *const *known = reasons;

	while (*known != NULL && (reason == NULL || strcmp(*known, reason) != 0))
		known++;
	if (*known == NULL || !json_is_integer(look) || json_object_size(value) != 2 ||
		json_integer_value(look) < 0 || json_integer_value(look) > PRECISION_LOOKS)
		return error_set(error, "\"stopped\" is no end of a run");
	if (json_object_set_new(result->settings, "stopped", json_string(reason)) < 0 ||
		json_object_set(result->settings, "stopped_look", look) < 0)
		return error_set(error, "no memory");
	return 0;
}

/* The reason why the run ended, and after how many blocks. */
static void write_end(FILE *stream, const struct result *result)
{
	const char *stopped = json_string_value(json_object_get(result->settings, "stopped"));
	const json_int_t look =
		json_integer_value(json_object_get(result->settings, "stopped_look"));
	uint64_t blocks = 0;

	for (size_t i = 0; i < result->case_count; i++)
		if (result->cases[i].block_count > blocks)
			blocks = result->cases[i].block_count;
	if (stopped == NULL)
		fprintf(stream, "interrupted after %ju", (uintmax_t)blocks);
	else if (strcmp(stopped, "precision") == 0)
		fprintf(stream, "reached after %ju", (uintmax_t)blocks);
	else if (strcmp(stopped, "budget") == 0)
		fprintf(stream, "budget spent after %ju", (uintmax_t)blocks);
	else
		fprintf(stream, "not reached in %ju", (uintmax_t)blocks);
	fprintf(stream, " block%s", text_plural(blocks));
	if (stopped != NULL)
		fprintf(stream, " (look %d of %d)", (int)look, PRECISION_LOOKS);
}

static void write_missing(FILE *stream, const struct result *result, double wanted)
{
	const char *between = ": ";
	char text[TEXT_NUMBER_SIZE], percent[TEXT_NUMBER_SIZE / 2];

	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_record *record = &result->cases[i];
		double reached = precision_of(record);

		if (!precision_is_missing(record, wanted))
			continue;
		if (isinf(reached))
			snprintf(text, sizeof(text), "no interval");
		else
			snprintf(text, sizeof(text), "±%s",
				percent_text_precise(percent, sizeof(percent), reached));
		fprintf(stream, "%s%s (%s)", between, record->id, text);
		between = ", ";
	}
}

char *precision_describe(const struct result *result)
{
	const double wanted = precision_wanted(result);
	const size_t missing = precision_missing(result);
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	if (stream == NULL)
		return NULL;
	if (wanted > 0) {
		fprintf(stream, "Precision of ±%.4g %%: ", 100 * wanted);
		write_end(stream, result);
		if (missing == 0)
			fputs("; every case reached it", stream);
		else
			fprintf(stream, "; %zu of %zu case%s did not reach it", missing,
				result->case_count, text_plural(result->case_count));
		write_missing(stream, result, wanted);
		fputc('.', stream);
	}
	if (fclose(stream) == 0)
		return text;
	free(text);
	return NULL;
}
