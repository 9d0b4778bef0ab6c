/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One case in one block; see conduct_case.h. */
#include "config.h"

#include "bench/run/conduct_case.h"

#include "bench/case/case_environment.h"
#include "bench/case/case_folder.h"
#include "bench/case/case_process.h"
#include "bench/run/run_journal.h"
#include "bench/journal/sample_file.h"
#include "results/record/record_events.h"
#include "results/statistics/generator.h"
#include "support/whole.h"
#include "workloads/workload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Places the server on CPUs without workers, if there are any, and records its CPUs. */
static int place_server(struct stage *stage, const struct case_record *record, struct block *block,
	struct error *error)
{
	const struct topology *topology = stage->given->topology;
	const unsigned all = topology_cpus(topology);
	static const struct pin every = {.policy = PIN_COMPACT};

	if (server_process_check(&stage->server, error) < 0)
		return -1;
	block->server_cpus = calloc(all, sizeof(*block->server_cpus));
	if (block->server_cpus == NULL)
		return error_set(error, "no memory");
	block->has_server = true;
	block->server_cpus_count =
		topology_others(topology, record->cpus, record->cores, true, block->server_cpus);
	if (block->server_cpus_count == 0)
		block->server_cpus_count = topology_others(topology, record->cpus, record->cores,
			false, block->server_cpus);
	block->server_shared = block->server_cpus_count == 0;
	if (block->server_shared) {
		block->server_cpus_count = all;
		if (topology_place(topology, &every, all, block->server_cpus, error) < 0)
			return -1;
	}
	return topology_bind_process(topology, stage->server.pid, block->server_cpus,
		(unsigned)block->server_cpus_count, error);
}

/* Marks the block as failed for this reason, unless it already has one. */
static void fail_block(struct block *block, const struct error *cause)
{
	if (block->status != STATUS_OK)
		return;
	block->status = STATUS_FAILED;
	block->reason = strdup(cause->text);
}

/* Whether an earlier block measured the memory of the case; it is much the same in every block. */
static bool knows_memory(const struct case_record *record)
{
	for (size_t i = 0; i < record->block_count; i++)
		if (record->blocks[i].memory.readings > 0)
			return true;
	return false;
}

static void make_job(struct job *job, const struct stage *stage, const struct plan_case *entry,
	const struct case_record *record, unsigned block)
{
	const struct settings *settings = &stage->given->plan->settings;

	*job = (struct job){
		.workload = entry->workload,
		.workload_parameters = entry->workload_parameters,
		.runner = entry->runner,
		.runner_parameters = entry->runner_parameters,
		.cores = entry->cores,
		.concurrency = entry->concurrency,
		.pin_each = settings->pin.policy != PIN_NONE,
		.arrivals = entry->arrivals,
		.arrivals_seed = generator_seed(settings->seed, block),
		.tasks = entry->tasks > 0 ? entry->tasks : record->tasks,
		.samples = settings->samples,
		.sample_minimum_ns = whole_within(settings->sample_minimum_ns, INT64_MAX),
		.stamped = entry->stamped,
		.memory = !knows_memory(record),
		.iterations_per_second = stage->iterations_per_second,
		.samples_path = stage->given->samples,
	};
	memcpy(job->cpus, record->cpus, record->cpus_count * sizeof(*job->cpus));
	if (entry->needs & WORKLOAD_NEEDS_SERVER)
		snprintf(job->server, sizeof(job->server), "%s", stage->server.url);
}

enum outcome conduct_job(struct stage *stage, struct job *job, const struct plan_case *entry,
	struct block *block, struct error *error)
{
	struct error cause = {0};
	enum outcome outcome;

	if ((entry->needs & WORKLOAD_NEEDS_FOLDER) &&
		case_folder_make(job->folder, sizeof(job->folder), stage->files, &cause) < 0) {
		fail_block(block, &cause);
		return OUTCOME_DONE;
	}
	outcome = case_process_run(job, whole_within(entry->limit_ns, INT64_MAX),
		stage->given->interrupt, block, error);
	if (case_folder_remove(job->folder, &cause) < 0)
		fail_block(block, &cause);
	return outcome;
}

int conduct_samples(struct stage *stage, struct error *error)
{
	struct conductor *given = stage->given;
	json_t *found;
	int status = 0;

	if (sample_file_read(&found, given->samples, error) < 0)
		return -1;
	if (found != NULL && !record_events_has_samples(given->result, found)) {
		if (record_events_add(&given->result->unfinished, json_incref(found)) < 0)
			error_set(error, "no memory");
		status = run_journal_event(given->journal, "unfinished", json_incref(found), error);
	}
	json_decref(found);
	return status;
}

/* A case that is known not to do its work is not measured. */
static void make_invalid(struct block *block, const char *reason)
{
	block->status = STATUS_INVALID;
	block->reason = strdup(reason);
}

/* Copies the server's placement, chosen before the case process ran, into the block that the
 * process returned. */
static void keep_server(struct block *block, struct block *placed)
{
	block->has_server = placed->has_server;
	block->server_shared = placed->server_shared;
	block->server_cpus = placed->server_cpus;
	block->server_cpus_count = placed->server_cpus_count;
}

enum outcome conduct_case(struct stage *stage, size_t number, unsigned block_number,
	struct error *error)
{
	struct conductor *given = stage->given;
	const struct plan_case *entry = &given->plan->cases[number];
	struct case_record *record = &given->result->cases[number];
	struct block block = {0}, placed = {0};
	struct error cause = {0};
	struct job job;
	enum outcome outcome = OUTCOME_DONE;

	progress_case(given->progress, entry);
	make_job(&job, stage, entry, record, block_number);
	job.environment_bytes =
		case_environment_draw(given->plan->settings.seed, block_number, (unsigned)number);
	if (stage->invalid[number] != NULL)
		make_invalid(&block, stage->invalid[number]);
	else if (job.server[0] != '\0' && place_server(stage, record, &placed, &cause) < 0)
		fail_block(&block, &cause);
	else if (sample_file_begin(job.samples_path, record->id, block_number, error) < 0)
		outcome = OUTCOME_FAILED;
	else
		outcome = conduct_job(stage, &job, entry, &block, error);
	keep_server(&block, &placed);
	block.block = block_number;
	block.environment_bytes = job.environment_bytes;
	block.order = stage->order++;
	if (outcome != OUTCOME_DONE) {
		block_clear(&block);
		return outcome;
	}
	if (record->tasks == 0 && block.status == STATUS_OK)
		record->tasks = block.tasks;
	record->blocks[record->block_count++] = block;
	stage->measured++;
	progress_done(given->progress, entry, &block);
	if (run_journal_block(given->journal, record->id, &block, error) < 0 ||
		(block.status != STATUS_OK && conduct_samples(stage, error) < 0))
		return OUTCOME_FAILED;
	return OUTCOME_DONE;
}
