/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Freeing what a record owns; see record.h. */
#include "config.h"

#include "results/record/record.h"

#include <stdlib.h>

void case_record_clear(struct case_record *record)
{
	for (size_t i = 0; i < record->block_count; i++)
		block_clear(&record->blocks[i]);
	free(record->blocks);
	free(record->id);
	free(record->workload);
	free(record->workload_text);
	json_decref(record->workload_parameters);
	free(record->runner);
	free(record->runner_text);
	json_decref(record->runner_parameters);
	free(record->model);
	free(record->groups);
	free(record->cpus);
	free(record->reason);
	*record = (struct case_record){0};
}

void result_clear(struct result *result)
{
	for (size_t i = 0; i < result->case_count; i++)
		case_record_clear(&result->cases[i]);
	for (size_t i = 0; i < result->runner_count; i++) {
		free(result->runners[i].name);
		free(result->runners[i].model);
	}
	for (size_t i = 0; i < result->groups_count; i++)
		free(result->groups[i]);
	free(result->groups);
	free(result->cases);
	free(result->runners);
	free(result->suite);
	free(result->started);
	free(result->finished);
	json_decref(result->tool);
	json_decref(result->resumed);
	json_decref(result->other_runs);
	json_decref(result->unfinished);
	json_decref(result->machine);
	json_decref(result->settings);
	*result = (struct result){0};
}
