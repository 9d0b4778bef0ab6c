/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of statuses, and freeing what a record owns; see record.h. */
#include "config.h"

#include "results/record.h"

#include <math.h>
#include <stdlib.h>

const char *arrivals_name(const struct arrivals *arrivals)
{
	return arrivals->poisson ? "poisson" : "fixed";
}

const char *status_name(enum status status)
{
	static const char *const names[] = {
		[STATUS_OK] = "ok",
		[STATUS_FAILED] = "failed",
		[STATUS_WRONG] = "wrong-value",
		[STATUS_CRASHED] = "crashed",
		[STATUS_TIMEOUT] = "timed-out",
		[STATUS_INVALID] = "invalid",
		[STATUS_NOT_RUN] = "not-run",
	};

	return names[status];
}

void block_clear(struct block *block)
{
	free(block->reason);
	free(block->cpus_seen);
	free(block->server_cpus);
	free(block->samples);
	*block = (struct block){0};
}

double block_fastest_ns(const struct block *block)
{
	double fastest_ns = INFINITY;

	for (size_t i = 0; i < block->sample_count; i++)
		fastest_ns = fmin(fastest_ns, (double)block->samples[i].elapsed_ns);
	return fastest_ns;
}

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
