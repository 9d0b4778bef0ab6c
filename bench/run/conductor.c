/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conducting a run; see conductor.h. */
#include "config.h"

#include "bench/run/conductor.h"

#include "bench/plugin/ask.h"
#include "bench/run/calibrate.h"
#include "bench/case/case_folder.h"
#include "bench/case/case_process.h"
#include "bench/run/conduct_case.h"
#include "bench/run/scaling_check.h"
#include "bench/run/run_journal.h"
#include "bench/journal/sample_file.h"
#include "results/summary/precision.h"
#include "results/record/record_events.h"
#include "support/offspring.h"
#include "support/plain_file.h"
#include "workloads/workload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned plan_needs(const struct plan *plan)
{
	unsigned needs = 0;

	for (size_t i = 0; i < plan->case_count; i++)
		needs |= plan->cases[i].needs;
	return needs;
}

static enum outcome run_scaling(void *context, struct job *job, const struct plan_case *entry,
	struct block *block, struct error *error)
{
	struct stage *stage = context;

	if (entry->needs & WORKLOAD_NEEDS_SERVER)
		snprintf(job->server, sizeof(job->server), "%s", stage->server.url);
	return conduct_job(stage, job, entry, block, error);
}

/* Finds workloads that do not do their work; those in the journal are not checked again. */
static enum outcome check_scaling(struct stage *stage, struct error *error)
{
	static const char name[] = "twice_the_work";
	struct conductor *given = stage->given;
	const struct settings *settings = &given->plan->settings;
	json_t *known = json_object_get(given->result->settings, name);
	json_t *ratios = known != NULL ? json_copy(known) : json_object();
	struct job job = {.pin_each = settings->pin.policy != PIN_NONE,
		.iterations_per_second = stage->iterations_per_second};
	enum outcome outcome = OUTCOME_FAILED;

	stage->invalid = calloc(given->plan->case_count, sizeof(*stage->invalid));
	if (stage->invalid == NULL || ratios == NULL)
		error_set(error, "no memory");
	else if (topology_place(given->topology, &settings->pin, 1, job.cpus, error) == 0)
		outcome = scaling_check_all(given->plan, given->result, &job, run_scaling, stage,
			given->progress, stage->invalid, ratios, error);
	if (outcome == OUTCOME_DONE && json_object_size(ratios) > 0 && !json_equal(ratios, known)) {
		json_object_set(given->result->settings, name, ratios);
		if (run_journal_event(given->journal, name, json_incref(ratios), error) < 0)
			outcome = OUTCOME_FAILED;
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

#define OTHER_RUNS_TOLD 5 /* one by one, in each call; the rest are counted */

/* Warns about other runs on the same CPUs, once each, and records them. */
static int look_around(struct stage *stage, struct error *error)
{
	struct conductor *given = stage->given;
	struct error note = {0};
	json_t *found = other_runs_look(given->others, &note), *entry;
	int status = 0;
	size_t i;

	if (note.text[0] != '\0')
		progress_warn(given->progress, note.text);
	json_array_foreach(found, i, entry) {
		char text[OTHER_RUN_TEXT];

		if (i < OTHER_RUNS_TOLD)
			progress_warn(given->progress, other_runs_text(text, sizeof(text), entry));
		if (record_events_add(&given->result->other_runs, json_incref(entry)) < 0)
			status = error_set(error, "no memory");
		if (run_journal_event(given->journal, "other_run", json_incref(entry), error) < 0)
			status = -1;
	}
	if (i > OTHER_RUNS_TOLD) {
		char text[128];

		snprintf(text, sizeof(text), "%zu more runs use the same CPUs",
			i - OTHER_RUNS_TOLD);
		progress_warn(given->progress, text);
	}
	json_decref(found);
	return status;
}

/* Measured before the run was resumed: the blocks of a case are in order. */
static bool is_done(const struct case_record *record, unsigned block)
{
	return record->block_count > 0 && record->blocks[record->block_count - 1].block >= block;
}

static enum outcome conduct_block(struct stage *stage, unsigned block, struct error *error)
{
	const struct plan *plan = stage->given->plan;
	size_t *order = calloc(plan->case_count, sizeof(*order));
	enum outcome outcome = OUTCOME_DONE;

	if (order == NULL)
		return error_set(error, "no memory for the order of a block");
	if (plan_order(plan, block, order, error) < 0)
		outcome = OUTCOME_FAILED;
	for (size_t i = 0; i < plan->case_count && outcome == OUTCOME_DONE; i++) {
		if (is_done(&stage->given->result->cases[order[i]], block)) {
			progress_skip(stage->given->progress, &plan->cases[order[i]]);
			stage->order++;
			continue;
		}
		outcome = look_around(stage, error) < 0
			? OUTCOME_FAILED
			: conduct_case(stage, order[i], block, error);
	}
	free(order);
	return outcome;
}

/* Measures the rate unless the journal contains it. */
static enum outcome settle_rate(struct stage *stage, struct error *error)
{
	static const char name[] = "iterations_per_second";
	struct conductor *given = stage->given;
	const json_t *known = json_object_get(given->result->settings, name);
	json_t *rate;
	enum outcome outcome;

	if (json_is_integer(known)) {
		stage->iterations_per_second = (uint64_t)json_integer_value(known);
		return OUTCOME_DONE;
	}
	progress_say(given->progress, "calibrating the computing loop");
	outcome = calibrate(&stage->iterations_per_second, given->topology,
		&given->plan->settings.pin, given->interrupt, error);
	if (outcome != OUTCOME_DONE)
		return outcome;
	rate = json_integer((json_int_t)stage->iterations_per_second);
	json_object_set(given->result->settings, name, rate);
	if (run_journal_event(given->journal, name, rate, error) < 0)
		return OUTCOME_FAILED;
	return OUTCOME_DONE;
}

/* The journal records the folder before it is created, so that it is removed however the run ends;
 * if it cannot be created, the journal records that it is not ours. */
static int begin_files(struct stage *stage, struct error *error)
{
	struct conductor *given = stage->given;
	const bool exists = plain_file_exists(given->files);

	if (!exists && run_journal_event(given->journal, "files", json_true(), error) < 0)
		return -1;
	if (case_folder_begin(stage->files, sizeof(stage->files), given->files, error) == 0)
		return 0;
	if (!exists)
		run_journal_event(given->journal, "files", json_false(), error);
	return -1;
}

static int end_files(struct stage *stage, struct error *error)
{
	if (stage->files[0] == '\0')
		return 0;
	if (case_folder_remove(stage->files, error) < 0)
		return -1;
	return run_journal_event(stage->given->journal, "files", json_false(), error);
}

static enum outcome start_server(struct stage *stage, struct error *error)
{
	struct interrupt *interrupt = stage->given->interrupt;
	struct error cause = {0};

	if (server_process_start(&stage->server, interrupt->descriptor, &cause) == 0)
		return OUTCOME_DONE;
	if (interrupt_came(interrupt))
		return OUTCOME_INTERRUPTED;
	return error_set(error, "the HTTP server: %s", cause.text);
}

/* Starts what the plan's workloads need. */
static enum outcome prepare(struct stage *stage, struct error *error)
{
	unsigned needs = plan_needs(stage->given->plan);
	enum outcome outcome = OUTCOME_DONE;

	offspring_adopt();
	ask_end(NULL);
	if (look_around(stage, error) < 0 || conduct_samples(stage, error) < 0)
		return OUTCOME_FAILED;
	if (needs & WORKLOAD_NEEDS_SERVER)
		outcome = start_server(stage, error);
	if (outcome != OUTCOME_DONE)
		return outcome;
	if ((needs & WORKLOAD_NEEDS_FOLDER) && begin_files(stage, error) < 0)
		return OUTCOME_FAILED;
	if (needs & WORKLOAD_NEEDS_CALIBRATION)
		outcome = settle_rate(stage, error);
	if (outcome == OUTCOME_DONE)
		outcome = check_scaling(stage, error);
	/* Plugin code must run only in the case process, not next to it. */
	ask_end(NULL);
	return outcome;
}

/* One block. The result so far is written only at looks: the journal contains all of it. */
static enum outcome conclude_block(struct stage *stage, unsigned block, struct error *error)
{
	struct conductor *given = stage->given;
	const uint64_t measured = stage->measured;
	enum outcome outcome;

	stopping_aim(&stage->stopping, block, given->progress);
	outcome = conduct_block(stage, block, error);
	if (stage->measured > measured && stopping_spend(&stage->stopping, error) < 0)
		outcome = OUTCOME_FAILED;
	if (!stopping_is_look(&stage->stopping, block + 1))
		return outcome;
	if (precision_summarise(given->result, error) < 0 ||
		given->save(given->result, given->context, error) < 0)
		outcome = OUTCOME_FAILED;
	return outcome;
}

static enum outcome conduct_blocks(struct stage *stage, struct error *error)
{
	enum outcome outcome = OUTCOME_DONE;

	for (unsigned block = 0; outcome == OUTCOME_DONE; block++) {
		int reached = stopping_reached(&stage->stopping, block, error);

		if (reached != 0)
			return reached < 0 ? OUTCOME_FAILED : OUTCOME_DONE;
		outcome = conclude_block(stage, block, error);
	}
	return outcome;
}

int conduct(struct conductor *conductor, struct error *error)
{
	struct stage stage = {.given = conductor};
	struct result *result = conductor->result;
	enum outcome outcome;

	stopping_begin(&stage.stopping, conductor->plan, result, conductor->journal);
	outcome = prepare(&stage, error);

	/* A result that is saved before the end is of an interrupted run. */
	result->interrupted = true;
	if (outcome == OUTCOME_DONE)
		outcome = conduct_blocks(&stage, error);
	free_invalid(&stage);
	server_process_stop(&stage.server);
	if (end_files(&stage, error) < 0 || look_around(&stage, error) < 0)
		outcome = OUTCOME_FAILED;
	/* After a failed write, the samples are still needed. */
	if (outcome != OUTCOME_FAILED && conduct_samples(&stage, error) < 0)
		outcome = OUTCOME_FAILED;
	if (outcome != OUTCOME_FAILED)
		sample_file_remove(conductor->samples);
	/* Again, for a run that did not reach its first block. */
	if (precision_summarise(result, error) < 0)
		outcome = OUTCOME_FAILED;
	result->interrupted = outcome != OUTCOME_DONE;
	free(result->finished);
	result->finished = NULL;
	return outcome == OUTCOME_FAILED ? -1 : 0;
}
