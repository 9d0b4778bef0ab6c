/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conducting a run; see conductor.h. */
#include "config.h"

#include "bench/conductor.h"

#include "bench/calibrate.h"
#include "bench/case_environment.h"
#include "bench/case_folder.h"
#include "bench/case_process.h"
#include "bench/doubling.h"
#include "bench/run_journal.h"
#include "bench/server/process.h"
#include "bench/stopping.h"
#include "results/precision.h"
#include "results/record_events.h"
#include "results/statistics/generator.h"
#include "workloads/workload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a run needs beside the conductor's own givens. */
struct stage {
	struct conductor *given;
	struct server_process server;
	uint64_t iterations_per_second;
	char files[500];   /* the folder in which cases get theirs; "": none needs one */
	uint64_t order;    /* of the next case process */
	uint64_t measured; /* cases in blocks, by this process */
	struct stopping stopping;
	char **invalid; /* of each case: why its work is known not to be done; NULL: it may be */
};

static unsigned case_needs(const struct plan_case *entry)
{
	return entry->workload->needs != NULL ? entry->workload->needs(&entry->workload_parameters)
					      : 0;
}

static unsigned plan_needs(const struct plan *plan)
{
	unsigned needs = 0;

	for (size_t i = 0; i < plan->case_count; i++)
		needs |= case_needs(&plan->cases[i]);
	return needs;
}

/* Puts the server where the workers are not, if there is such a place, and records where. */
static int place_server(struct stage *stage, const struct case_record *record, struct block *block,
	struct error *error)
{
	const struct topology *topology = stage->given->topology;
	const unsigned all = topology_cpus(topology);
	const struct pin every = {.policy = PIN_COMPACT};

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

/* Gives the block this reason to have failed, unless it has one already. */
static void fail_block(struct block *block, const struct error *cause)
{
	if (block->status != STATUS_OK)
		return;
	block->status = STATUS_FAILED;
	block->reason = strdup(cause->text);
}

/* Whether an earlier block has told how much memory the case takes; it is much the same in all. */
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
		.sample_minimum_ns = (uint64_t)settings->sample_minimum_ns,
		.stamped = entry->stamped,
		.memory = !knows_memory(record),
		.iterations_per_second = stage->iterations_per_second,
	};
	memcpy(job->cpus, record->cpus, record->cpus_count * sizeof(*job->cpus));
	if (case_needs(entry) & WORKLOAD_NEEDS_SERVER)
		snprintf(job->server, sizeof(job->server), "%s", stage->server.url);
}

/* Runs the job, with a folder of its own where the case needs one. As case_process_run(). */
static int run_job(struct stage *stage, struct job *job, const struct plan_case *entry,
	struct block *block, struct error *error)
{
	struct error cause = {0};
	int outcome;

	if ((case_needs(entry) & WORKLOAD_NEEDS_FOLDER) &&
		case_folder_make(job->folder, sizeof(job->folder), stage->files, &cause) < 0) {
		fail_block(block, &cause);
		return 0;
	}
	outcome = case_process_run(job, (uint64_t)entry->limit_ns, stage->given->interrupt, block,
		error);
	if (case_folder_remove(job->folder, &cause) < 0)
		fail_block(block, &cause);
	return outcome;
}

static int run_doubling(void *context, struct job *job, const struct plan_case *entry,
	struct block *block, struct error *error)
{
	struct stage *stage = context;

	if (case_needs(entry) & WORKLOAD_NEEDS_SERVER)
		snprintf(job->server, sizeof(job->server), "%s", stage->server.url);
	return run_job(stage, job, entry, block, error);
}

/* Finds out which workloads do not do their work, of those that a journal does not know. 0, 1 for
 * an interrupt, -1 with the error. */
static int try_doubling(struct stage *stage, struct error *error)
{
	static const char name[] = "twice_the_work";
	struct conductor *given = stage->given;
	const struct settings *settings = &given->plan->settings;
	json_t *known = json_object_get(given->result->settings, name);
	json_t *ratios = known != NULL ? json_copy(known) : json_object();
	struct job job = {.pin_each = settings->pin.policy != PIN_NONE,
		.iterations_per_second = stage->iterations_per_second};
	int outcome = -1;

	stage->invalid = calloc(given->plan->case_count, sizeof(*stage->invalid));
	if (stage->invalid == NULL || ratios == NULL)
		error_set(error, "no memory");
	else if (topology_place(given->topology, &settings->pin, 1, job.cpus, error) == 0)
		outcome = doubling_try_all(given->plan, given->result, &job, run_doubling, stage,
			given->progress, stage->invalid, ratios, error);
	if (outcome == 0 && json_object_size(ratios) > 0 && !json_equal(ratios, known)) {
		json_object_set(given->result->settings, name, ratios);
		outcome = run_journal_event(given->journal, name, json_incref(ratios), error);
	}
	json_decref(ratios);
	return outcome;
}

static void free_invalid(struct stage *stage)
{
	for (size_t i = 0; stage->invalid != NULL && i < stage->given->plan->case_count; i++)
		free(stage->invalid[i]);
	free(stage->invalid);
}

/* A block of a case whose work is known not to be done is not measured. */
static void make_invalid(struct block *block, const char *reason)
{
	block->status = STATUS_INVALID;
	block->reason = strdup(reason);
}

/* What was settled about the server before the case process ran belongs to the block it answers
 * with. */
static void keep_server(struct block *block, struct block *placed)
{
	block->has_server = placed->has_server;
	block->server_shared = placed->server_shared;
	block->server_cpus = placed->server_cpus;
	block->server_cpus_count = placed->server_cpus_count;
}

/* One case in one block. 0; 1 where an interrupt ended it; -1 with the error where nothing can be
 * started. */
static int conduct_case(struct stage *stage, size_t number, unsigned block_number,
	struct error *error)
{
	struct conductor *given = stage->given;
	const struct plan_case *entry = &given->plan->cases[number];
	struct case_record *record = &given->result->cases[number];
	struct block block = {0}, placed = {0};
	struct error cause = {0};
	struct job job;
	int outcome = 0;

	progress_case(given->progress, entry);
	make_job(&job, stage, entry, record, block_number);
	job.environment_bytes =
		case_environment_draw(given->plan->settings.seed, block_number, (unsigned)number);
	if (stage->invalid[number] != NULL)
		make_invalid(&block, stage->invalid[number]);
	else if (job.server[0] != '\0' && place_server(stage, record, &placed, &cause) < 0)
		fail_block(&block, &cause);
	else
		outcome = run_job(stage, &job, entry, &block, error);
	keep_server(&block, &placed);
	block.block = block_number;
	block.environment_bytes = job.environment_bytes;
	block.order = stage->order++;
	if (outcome != 0) {
		block_clear(&block);
		return outcome;
	}
	if (record->tasks == 0 && block.status == STATUS_OK)
		record->tasks = block.tasks;
	record->blocks[record->block_count++] = block;
	stage->measured++;
	progress_done(given->progress, entry, &block);
	return run_journal_block(given->journal, record->id, &block, error);
}

/* Says which other runs use the same CPUs, once each, and keeps that. */
static int look_around(struct stage *stage, struct error *error)
{
	struct conductor *given = stage->given;
	json_t *found = other_runs_look(given->others), *entry;
	int status = 0;
	size_t i;

	json_array_foreach(found, i, entry)
	{
		char text[OTHER_RUN_TEXT];

		progress_warn(given->progress, other_runs_text(text, sizeof(text), entry));
		if (record_events_add(&given->result->other_runs, json_incref(entry)) < 0)
			status = error_set(error, "no memory");
		if (run_journal_event(given->journal, "other_run", json_incref(entry), error) < 0)
			status = -1;
	}
	json_decref(found);
	return status;
}

/* Measured before the run was gone on with: blocks of a case stand in their order. */
static bool is_done(const struct case_record *record, unsigned block)
{
	return record->block_count > 0 && record->blocks[record->block_count - 1].block >= block;
}

static int conduct_block(struct stage *stage, unsigned block, struct error *error)
{
	const struct plan *plan = stage->given->plan;
	size_t *order = calloc(plan->case_count, sizeof(*order));
	int outcome = 0;

	if (order == NULL)
		return error_set(error, "no memory for the order of a block");
	plan_order(plan, block, order);
	for (size_t i = 0; i < plan->case_count && outcome == 0; i++) {
		if (is_done(&stage->given->result->cases[order[i]], block)) {
			progress_skip(stage->given->progress, &plan->cases[order[i]]);
			stage->order++;
			continue;
		}
		outcome = look_around(stage, error);
		if (outcome == 0)
			outcome = conduct_case(stage, order[i], block, error);
	}
	free(order);
	return outcome;
}

/* Measures the rate unless a journal had it. 0, 1 for an interrupt, -1 with the error. */
static int settle_rate(struct stage *stage, struct error *error)
{
	static const char name[] = "iterations_per_second";
	struct conductor *given = stage->given;
	const json_t *known = json_object_get(given->result->settings, name);
	json_t *rate;
	int outcome;

	if (json_is_integer(known)) {
		stage->iterations_per_second = (uint64_t)json_integer_value(known);
		return 0;
	}
	progress_say(given->progress, "calibrating the computing loop");
	outcome = calibrate(&stage->iterations_per_second, given->topology,
		&given->plan->settings.pin, given->interrupt, error);
	if (outcome != 0)
		return outcome;
	rate = json_integer((json_int_t)stage->iterations_per_second);
	json_object_set(given->result->settings, name, rate);
	return run_journal_event(given->journal, name, rate, error);
}

/* The journal knows of the folder before it is there, so that it is removed whenever the run
 * ends. */
static int begin_files(struct stage *stage, struct error *error)
{
	struct conductor *given = stage->given;

	if (access(given->files, F_OK) < 0 &&
		run_journal_event(given->journal, "files", json_true(), error) < 0)
		return -1;
	return case_folder_begin(stage->files, sizeof(stage->files), given->files, error);
}

static int end_files(struct stage *stage, struct error *error)
{
	if (stage->files[0] == '\0')
		return 0;
	if (case_folder_remove(stage->files, error) < 0)
		return -1;
	return run_journal_event(stage->given->journal, "files", json_false(), error);
}

/* Starts what the plan's workloads need. 0, 1 for an interrupt, -1 with the error. */
static int prepare(struct stage *stage, struct error *error)
{
	unsigned needs = plan_needs(stage->given->plan);
	int outcome = 0;

	case_process_prepare();
	if (look_around(stage, error) < 0)
		return -1;
	if ((needs & WORKLOAD_NEEDS_SERVER) && server_process_start(&stage->server, error) < 0)
		return error_prefix(error, "the HTTP server");
	if ((needs & WORKLOAD_NEEDS_FOLDER) && begin_files(stage, error) < 0)
		return -1;
	if (needs & WORKLOAD_NEEDS_CALIBRATION)
		outcome = settle_rate(stage, error);
	return outcome == 0 ? try_doubling(stage, error) : outcome;
}

/* One block, and what there is then made safe. */
static int conclude_block(struct stage *stage, unsigned block, struct error *error)
{
	struct conductor *given = stage->given;
	const uint64_t measured = stage->measured;
	int outcome;

	stopping_aim(&stage->stopping, block, given->progress);
	outcome = conduct_block(stage, block, error);
	if (stage->measured > measured && stopping_spend(&stage->stopping, error) < 0)
		outcome = -1;
	if (precision_summarise(given->result, error) < 0)
		outcome = -1;
	if (given->save(given->result, given->context, error) < 0)
		outcome = -1;
	return outcome;
}

/* 0, 1 for an interrupt, -1 with the error. */
static int conduct_blocks(struct stage *stage, struct error *error)
{
	int outcome = 0;

	for (unsigned block = 0; outcome == 0; block++) {
		int reached = stopping_reached(&stage->stopping, block, error);

		if (reached != 0)
			return reached < 0 ? -1 : 0;
		outcome = conclude_block(stage, block, error);
	}
	return outcome;
}

int conduct(struct conductor *conductor, struct error *error)
{
	struct stage stage = {.given = conductor};
	struct result *result = conductor->result;
	int outcome;

	stopping_begin(&stage.stopping, conductor->plan, result, conductor->journal);
	outcome = prepare(&stage, error);

	/* What is saved on the way is a run that has not ended. */
	result->interrupted = true;
	if (outcome == 0)
		outcome = conduct_blocks(&stage, error);
	free_invalid(&stage);
	server_process_stop(&stage.server);
	if (end_files(&stage, error) < 0 || look_around(&stage, error) < 0)
		outcome = -1;
	/* Once more for a run that did not come to its first block. */
	if (precision_summarise(result, error) < 0)
		outcome = -1;
	result->interrupted = outcome != 0;
	free(result->finished);
	result->finished = NULL;
	return outcome < 0 ? -1 : 0;
}
