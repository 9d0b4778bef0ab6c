/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pass over the cases of a result; see chart_index.h. */
#include "config.h"

#include "plots/chart_index.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "plots/chart_kind.h"
#include "support/text.h"

#define SWEEP_FROM 4 /* variants of one workload */
#define SHARE "_percent"

static bool has_share(const struct case_record *record)
{
	const char *key;
	json_t *value;

	json_object_foreach(record->workload_parameters, key, value) {
		if (text_has_ending(key, SHARE))
			return true;
	}
	return false;
}

static int add_case(struct chart_index *index, size_t at)
{
	const struct case_record *record = &index->result->cases[at];
	struct chart_set *set;

	if (numbering_add_text(&index->workloads, record->workload, &index->workload_of[at]) < 0 ||
		look_number_pair(&index->set_names, record->workload, record->workload_text,
			&index->set_of[at]) < 0)
		return -1;
	set = &index->sets[index->set_of[at]];
	if (!set->shared && has_share(record)) {
		set->shared = true;
		index->shares[index->workload_of[at]]++;
	}
	if (!chart_has_figure(record))
		return 0;
	set->several_cores |= set->cores != 0 && set->cores != record->cores;
	set->cores = record->cores;
	if (!set->serial && strcmp(record->model, "serial") == 0)
		set->serial = record;
	return 0;
}

int chart_index_make(struct chart_index *index, const struct result *result, struct error *error)
{
	size_t count = result->case_count + 1;
	int status;

	*index = (struct chart_index){
		.result = result,
		.sets = calloc(count, sizeof(*index->sets)),
		.set_of = calloc(count, sizeof(*index->set_of)),
		.workload_of = calloc(count, sizeof(*index->workload_of)),
		.shares = calloc(count, sizeof(*index->shares)),
	};
	status = looks_make(&index->looks, result, error);
	if (!index->sets || !index->set_of || !index->workload_of || !index->shares)
		status = -1;
	for (size_t i = 0; i < result->case_count && status == 0; i++)
		status = add_case(index, i);
	return status == 0 ? 0 : error_set(error, "out of memory while drawing charts");
}

void chart_index_clear(struct chart_index *index)
{
	looks_clear(&index->looks);
	numbering_clear(&index->workloads);
	numbering_clear(&index->set_names);
	free(index->sets);
	free(index->set_of);
	free(index->workload_of);
	free(index->shares);
	*index = (struct chart_index){.result = NULL};
}

const struct chart_set *chart_set_of(const struct chart_index *index, size_t record)
{
	return &index->sets[index->set_of[record]];
}

bool chart_is_sweep(const struct chart_index *index, size_t record)
{
	return index->shares[index->workload_of[record]] >= SWEEP_FROM;
}
