/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases by workload and by variant; see variants.h. */
#include "config.h"

#include "results/record/variants.h"

#include <stdlib.h>

#include "support/numbering.h"

/* Counts are stored one place higher, so that filling in moves each to the start of its list. 0 or
 * -1. */
static int list(struct case_lists *lists, const struct result *result, const size_t *numbers,
	size_t count)
{
	size_t *next = calloc(count + 2, sizeof(*next));

	lists->first = next;
	lists->count = count;
	lists->cases = calloc(result->case_count + 1, sizeof(*lists->cases));
	if (next == NULL || lists->cases == NULL)
		return -1;
	for (size_t i = 0; i < result->case_count; i++)
		next[numbers[i] + 2]++;
	for (size_t i = 2; i < count + 2; i++)
		next[i] += next[i - 1];
	for (size_t i = 0; i < result->case_count; i++)
		lists->cases[next[numbers[i] + 1]++] = &result->cases[i];
	return 0;
}

int variants_open(struct variants *variants, const struct result *result)
{
	struct numbering workloads = {0}, texts = {0}, pairs = {0};
	int outcome = -1;

	*variants = (struct variants){
		.workload = calloc(result->case_count + 1, sizeof(size_t)),
		.variant = calloc(result->case_count + 1, sizeof(size_t)),
	};
	if (variants->workload == NULL || variants->variant == NULL)
		return -1;
	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_record *record = &result->cases[i];
		size_t pair[2];

		if (numbering_add_text(&workloads, record->workload, &pair[0]) < 0 ||
			numbering_add_text(&texts, record->workload_text, &pair[1]) < 0 ||
			numbering_add(&pairs, pair, sizeof(pair), &variants->variant[i]) < 0)
			goto clear_numberings;
		variants->workload[i] = pair[0];
	}
	if (list(&variants->by_workload, result, variants->workload, workloads.count) == 0)
		outcome = list(&variants->by_variant, result, variants->variant, pairs.count);
clear_numberings:
	numbering_clear(&workloads);
	numbering_clear(&texts);
	numbering_clear(&pairs);
	return outcome;
}

static void clear_lists(struct case_lists *lists)
{
	free(lists->cases);
	free(lists->first);
}

void variants_clear(struct variants *variants)
{
	clear_lists(&variants->by_workload);
	clear_lists(&variants->by_variant);
	free(variants->workload);
	free(variants->variant);
	*variants = (struct variants){0};
}
