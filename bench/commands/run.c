/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command `run`: makes the plan, conducts it, and leaves a folder with the journal, the result
 * and its charts; then shows the tables, the verdict and the paths of the files. With --resume the
 * plan comes from the journal of a run, and only what is missing is measured.
 */
#include "config.h"

#include "bench/plugin/ask.h"
#include "bench/program/command.h"
#include "bench/run/conductor.h"
#include "bench/machine/machine.h"
#include "bench/program/message.h"
#include "bench/plan/options.h"
#include "bench/plan/plan_make.h"
#include "bench/plan/plan_print.h"
#include "bench/commands/quota_note.h"
#include "bench/run/result_make.h"
#include "bench/run/resume.h"
#include "bench/run/run_folder.h"
#include "bench/run/run_journal.h"
#include "bench/commands/run_notes.h"
#include "bench/program/terminal.h"
#include "plots/charts.h"
#include "plots/gnuplot.h"
#include "results/table/columns.h"
#include "results/summary/precision.h"
#include "results/record/record_events.h"
#include "results/record/record_file.h"
#include "results/table/table.h"
#include "results/verdict/verdict.h"
#include "support/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int save(const struct result *result, void *context, struct error *error)
{
	const struct run_folder *folder = context;

	return result_write(result, folder->result, error);
}

/* Flushes earlier messages first: gnuplot may take long. */
static void draw_charts(const struct result *result, const struct run_folder *folder,
	struct interrupt *interrupt)
{
	struct chart_list drawn = {0};
	struct error error = {0};

	message_flush();
	message_status("drawing the charts", "");
	gnuplot_end_with(interrupt->descriptor);
	if (charts_draw(result, folder->charts, &drawn, &error) < 0 && !interrupt_came(interrupt))
		message_line("breakeven run: no charts: %s", error.text);
	message_status_end();
	for (size_t i = 0; i < drawn.note_count; i++)
		message_line("note: %s", drawn.notes[i]);
	if (drawn.path_count > 0) {
		printf("\nCharts:\n");
		for (size_t i = 0; i < drawn.path_count; i++)
			columns_line(stdout, "  %s", drawn.paths[i]);
	}
	chart_list_clear(&drawn);
}

static void tell_result(const struct run_folder *folder)
{
	fputs("\nResult:\n", stdout);
	columns_line(stdout, "  %s", folder->result);
}

/* Shows the path of the result only if it was written; the disk may be full. */
static void show(const struct result *result, const struct options *options,
	const struct run_folder *folder, struct interrupt *interrupt, bool written)
{
	struct error error = {0};

	if (!options->quiet) {
		table_write(stdout, result, terminal_colour(stdout), terminal_width(stdout));
		printf("\nVerdict\n");
		if (verdict_write(stdout, result, terminal_width(stdout), &error) < 0)
			message_line("breakeven run: no verdict: %s", error.text);
	}
	if (!options->no_charts && !result->interrupted)
		draw_charts(result, folder, interrupt);
	if (written)
		tell_result(folder);
}

/* What is needed for the whole run. */
struct run {
	const struct plan *plan;
	const struct options *options; /* those for the output */
	const struct topology *topology;
	const struct run_folder *folder;
	struct journal *journal;
	struct result *result;
	struct interrupt *interrupt; /* open */
};

/* The first case that is left out because of a failure and not because of the machine, or NULL. */
static const struct plan_omission *find_failure(const struct plan *plan)
{
	for (size_t i = 0; i < plan->omission_count; i++)
		if (plan->omissions[i].failed)
			return &plan->omissions[i];
	return NULL;
}

/* The outcome of the run, as an exit code. */
static int judge(const struct run *run)
{
	const struct result *result = run->result;
	size_t ok = 0;

	if (run->interrupt->signal != 0)
		return EXIT_INTERRUPTED;
	for (size_t i = 0; i < result->case_count; i++)
		ok += result->cases[i].status == STATUS_OK;
	return ok == result->case_count && find_failure(run->plan) == NULL ? EXIT_FINE : EXIT_CASE;
}

/* Reports cases that were requested but cannot be measured here. */
static void tell_omissions(const struct plan *plan)
{
	const struct plan_omission *first = find_failure(plan);

	if (plan->omission_count == 0)
		return;
	if (first == NULL)
		first = &plan->omissions[0];
	message_line("note: %zu case%s left out, for example %s: %s%s", plan->omission_count,
		text_plural(plan->omission_count), first->id, first->reason,
		plan->omission_count > 1 ? " (--dry-run lists all)" : "");
}

/* One line that says how the run ended, if not at the end of the plan. A run is resumed from its
 * journal, which may have been removed meanwhile. */
static void tell_end(const struct run *run, const struct error *error, bool interrupted)
{
	const char *text = error->text[0] != '\0'
		? error->text
		: "interrupted; the result holds what was finished";
	char *command;

	if (error->text[0] == '\0' && !interrupted)
		return;
	if (access(run->folder->journal, F_OK) < 0) {
		message_line("breakeven run: %s; %s has been removed, so the run cannot be "
			     "resumed",
			text, run->folder->journal);
		return;
	}
	command = run_folder_command(run->folder);
	message_line("breakeven run: %s; `%s` continues the run", text,
		command != NULL ? command : "breakeven run --resume");
	free(command);
}

/* For a complete run that was interrupted while drawing its charts. Returns the exit code. */
static int tell_undrawn(const struct run *run, int code)
{
	if (run->interrupt->signal == 0)
		return code;
	message_line(
		"breakeven run: interrupted while drawing; `breakeven plot %s` draws the charts",
		run->folder->path);
	return EXIT_INTERRUPTED;
}

/* Writes the end of the result and of the journal. */
static int finish(const struct run *run, struct error *error)
{
	struct result *result = run->result;

	result->finished = result_time();
	if (save(result, (void *)run->folder, error) < 0)
		return -1;
	if (result->interrupted)
		return 0;
	return run_journal_event(run->journal, "finished", json_string(result->finished), error);
}

/* Looks for other runs. If that is not possible, the run is measured all the same. */
static void look_for_others(struct other_runs *others, const struct run *run)
{
	struct error error = {0};

	if (other_runs_open(others, run->result, run->folder->path, &error) < 0)
		message_line("note: other runs at the same time will not be noticed: %s",
			error.text);
}

/* Before anything is measured: warns if a quota would be measured and not the cores. */
static void tell_quota(const struct plan *plan, const struct topology *topology)
{
	char text[QUOTA_NOTE_TEXT];
	struct machine machine;
	unsigned cores = 0;

	for (size_t i = 0; i < plan->case_count; i++)
		cores = plan->cases[i].cores > cores ? plan->cases[i].cores : cores;
	machine_read(&machine, "", topology);
	if (quota_note(text, &machine, cores)[0] != '\0')
		message_line("%s", text);
	machine_clear(&machine);
}

/* Measures what is not measured yet. */
static int conduct_run(const struct run *run)
{
	struct error error = {0};
	struct progress progress;
	struct other_runs others;
	struct conductor conductor = {.plan = run->plan,
		.topology = run->topology,
		.progress = &progress,
		.result = run->result,
		.interrupt = run->interrupt,
		.journal = run->journal,
		.others = &others,
		.samples = run->folder->samples,
		.files = run->folder->files,
		.save = save,
		.context = (void *)run->folder};
	bool written;
	int code;

	tell_quota(run->plan, run->topology);
	look_for_others(&others, run);
	progress_begin(&progress, run->plan, run->options->quiet);
	code = conduct(&conductor, &error) < 0 ? EXIT_CASE : judge(run);
	written = finish(run, &error) == 0;
	if (!written)
		code = EXIT_CASE;
	progress_end(&progress);
	show(run->result, run->options, run->folder, run->interrupt, written);
	if (!run->options->quiet)
		run_notes_tell(run->result);
	tell_end(run, &error, run->interrupt->signal != 0 && run->result->interrupted);
	other_runs_close(&others);
	return run->result->interrupted ? code : tell_undrawn(run, code);
}

/* Its version is needed only for charts. If gnuplot is missing, drawing reports it. */
static void ask_gnuplot(const struct run *run)
{
	struct error error = {0};

	if (!run->options->no_charts)
		machine_add_gnuplot(json_object_get(run->result->machine, "libraries"), &error);
}

/* Makes the folder with the journal in it: who creates the journal owns the folder. Returns
 * EXIT_FINE, or another exit code with the error. */
static int begin_folder(const struct run *run, struct run_folder *folder, const json_t *first,
	struct error *error)
{
	enum plain_file_named named;

	if (run_folder_open(folder, run->options->directory, run->plan->suite, error) < 0)
		return EXIT_USAGE;
	named = journal_create(run->journal, folder->journal, first, error);
	if (named == PLAIN_FILE_NAMED) {
		run_folder_clean(folder);
		return EXIT_FINE;
	}
	if (named == PLAIN_FILE_TAKEN)
		run_folder_refuse_journal(folder, error);
	run_folder_remove_made(folder);
	return named == PLAIN_FILE_TAKEN ? EXIT_USAGE : EXIT_CASE;
}

/* Starts a new run in its folder. EXIT_FINE, or another exit code after printing the error. */
static int begin_run(struct run *run, struct run_folder *folder, int argc, char **argv)
{
	struct error error = {0};
	json_t *first = NULL;
	int code = EXIT_USAGE;

	gnuplot_end_with(run->interrupt->descriptor);
	if (result_make(run->result, run->plan, run->topology, &error) == 0) {
		ask_gnuplot(run);
		first = run_journal_first(argc, argv, run->result, &error);
	}
	if (first != NULL)
		code = begin_folder(run, folder, first, &error);
	if (code != EXIT_FINE)
		command_refuse("run", "%s", error.text);
	json_decref(first);
	return code;
}

static int conduct_plan(const struct plan *plan, const struct options *options,
	const struct topology *topology, int argc, char **argv)
{
	struct journal journal = {.descriptor = -1};
	struct result result = {0};
	struct error error = {0};
	struct interrupt interrupt;
	struct run_folder folder = {0};
	struct run run = {plan, options, topology, &folder, &journal, &result, &interrupt};
	int code;

	if (interrupt_open(&interrupt, &error) < 0)
		return command_refuse("run", "%s", error.text);
	code = begin_run(&run, &folder, argc, argv);
	if (code == EXIT_FINE) {
		tell_omissions(plan);
		code = conduct_run(&run);
	}
	journal_close(&journal);
	run_folder_close(&folder);
	result_clear(&result);
	interrupt_close(&interrupt);
	return code;
}

/* For a run that is complete: writes only the files that are missing. */
static int restore_run(const struct run *run)
{
	struct error error = {0};

	message_line("note: the run in %s is complete, nothing is left to measure",
		run->folder->path);
	if (precision_summarise(run->result, &error) < 0)
		return command_refuse("run", "%s", error.text);
	if (access(run->folder->result, F_OK) < 0 &&
		save(run->result, (void *)run->folder, &error) < 0) {
		message_line("breakeven run: %s", error.text);
		return EXIT_CASE;
	}
	if (!run->options->no_charts && access(run->folder->charts, F_OK) < 0)
		draw_charts(run->result, run->folder, run->interrupt);
	tell_result(run->folder);
	return tell_undrawn(run, EXIT_FINE);
}

/* Resumes a run, after noting this in its journal. */
static int go_on(const struct run *run)
{
	struct error error = {0};
	char *now = result_time();
	json_t *time = now != NULL ? json_string(now) : NULL;
	int status;

	free(now);
	status = record_events_add(&run->result->resumed, json_incref(time)) < 0
		? error_set(&error, "no memory")
		: run_journal_event(run->journal, "resumed", json_incref(time), &error);
	json_decref(time);
	if (status == 0)
		return conduct_run(run);
	tell_end(run, &error, false);
	return EXIT_CASE;
}

static int resume_run(const struct options *options, const struct topology *topology)
{
	struct options shown = *options;
	struct error error = {0}, cause = {0};
	struct interrupt interrupt;
	struct resume *resume;
	struct run run;
	int code;

	if (interrupt_open(&interrupt, &error) < 0)
		return command_refuse("run", "%s", error.text);
	resume = resume_open(options->resume, topology, &error);
	if (resume == NULL) {
		code = interrupt_came(&interrupt) ? EXIT_INTERRUPTED : EXIT_USAGE;
		interrupt_close(&interrupt);
		if (code == EXIT_INTERRUPTED && ask_check(&cause) == 0)
			error_set(&cause, "interrupted before anything was measured");
		command_refuse("run", "%s", cause.text[0] != '\0' ? cause.text : error.text);
		return code;
	}
	run = (struct run){&resume->plan, &shown, topology, &resume->folder, &resume->journal,
		&resume->result, &interrupt};
	if (resume->torn > 0)
		message_line("note: the last line of %s was incomplete (%zu byte%s) and was "
			     "removed",
			resume->folder.journal, resume->torn, text_plural(resume->torn));
	shown.no_charts = options->no_charts || resume->options.no_charts;
	code = resume->result.finished != NULL ? restore_run(&run) : go_on(&run);
	resume_close(resume);
	interrupt_close(&interrupt);
	return code;
}

/* A new run, or its plan alone. */
static int run_new(const struct options *options, const struct topology *topology, int argc,
	char **argv)
{
	struct plan *plan = malloc(sizeof(*plan));
	struct terminal_text text;
	struct error error = {0};
	int code;

	if (plan == NULL)
		return command_refuse("run", "no memory for a plan");
	if (plan_make(plan, options, topology, &error) < 0) {
		free(plan);
		return command_refuse("run", "%s", error.text);
	}
	if (options->dry_run) {
		tell_quota(plan, topology);
		plan_print(plan, terminal_text_begin(&text, stdout));
		terminal_text_end_lines(&text);
		code = find_failure(plan) != NULL ? EXIT_CASE : EXIT_FINE;
	} else {
		code = conduct_plan(plan, options, topology, argc, argv);
	}
	plan_clear(plan);
	free(plan);
	return code;
}

static int command_main(int argc, char **argv)
{
	struct topology *topology = NULL;
	struct error error = {0};
	struct options options;
	int code = EXIT_FINE;

	if (options_parse(&options, argc, argv, &error) < 0)
		return command_refuse("run", "%s", error.text);
	if (options.help) {
		options_help(stdout);
	} else if (topology_load(&topology, &error) < 0) {
		code = command_refuse("run", "%s", error.text);
	} else {
		if (topology_doubt("") != NULL)
			message_line("warning: %s", topology_doubt(""));
		code = options.resume != NULL ? resume_run(&options, topology)
					      : run_new(&options, topology, argc, argv);
	}
	topology_free(topology);
	options_clear(&options);
	return code;
}

const struct command command_run = {
	.name = "run",
	.summary = "measure a suite, or a matrix from flags; write result, charts, tables, verdict",
	.main = command_main,
};
