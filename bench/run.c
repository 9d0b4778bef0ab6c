/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command `run`: makes the plan, conducts it, and leaves a folder with the result and its
 * charts; then shows the tables, the verdict and where things are.
 */
#include "config.h"

#include "bench/command.h"
#include "bench/conductor.h"
#include "bench/options.h"
#include "bench/plan_make.h"
#include "bench/plan_print.h"
#include "bench/result_make.h"
#include "bench/run_folder.h"
#include "bench/terminal.h"
#include "plots/charts.h"
#include "results/table.h"
#include "results/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int save(const struct result *result, void *context, struct error *error)
{
	const struct run_folder *folder = context;

	return result_write(result, folder->result, error);
}

static void draw_charts(const struct result *result, const struct run_folder *folder)
{
	struct chart_list drawn = {0};
	struct error error = {0};

	if (charts_draw(result, folder->charts, &drawn, &error) < 0)
		fprintf(stderr, "breakeven run: no charts: %s\n", error.text);
	for (size_t i = 0; i < drawn.note_count; i++)
		fprintf(stderr, "note: %s\n", drawn.notes[i]);
	if (drawn.path_count > 0) {
		printf("\nCharts:\n");
		for (size_t i = 0; i < drawn.path_count; i++)
			printf("  %s\n", drawn.paths[i]);
	}
	chart_list_clear(&drawn);
}

static void show(const struct result *result, const struct options *options,
	const struct run_folder *folder)
{
	struct error error = {0};

	if (!options->quiet) {
		table_write(stdout, result, terminal_colour(stdout), terminal_width(stdout));
		printf("\nVerdict\n");
		if (verdict_write(stdout, result, terminal_width(stdout), &error) < 0)
			fprintf(stderr, "breakeven run: no verdict: %s\n", error.text);
	}
	if (!options->no_charts && !result->interrupted)
		draw_charts(result, folder);
	printf("\nResult:\n  %s\n", folder->result);
}

/* What the run came to, as an exit code. */
static int judge(const struct result *result, const struct interrupt *interrupt)
{
	size_t ok = 0;

	if (interrupt->signal != 0)
		return EXIT_INTERRUPTED;
	for (size_t i = 0; i < result->case_count; i++)
		ok += result->cases[i].status == STATUS_OK;
	return ok == result->case_count ? EXIT_FINE : EXIT_CASE;
}

/* What was asked for and cannot be measured here is not passed over in silence. */
static void tell_omissions(const struct plan *plan)
{
	if (plan->omission_count == 0)
		return;
	fprintf(stderr, "note: %zu case%s left out, as %s: %s%s\n", plan->omission_count,
		plan->omission_count == 1 ? "" : "s", plan->omissions[0].id,
		plan->omissions[0].reason,
		plan->omission_count > 1 ? " (--dry-run lists all)" : "");
}

static int conduct_plan(const struct plan *plan, const struct options *options,
	const struct topology *topology)
{
	struct error error = {0};
	struct interrupt interrupt;
	struct run_folder folder;
	struct progress progress;
	struct result result;
	struct conductor conductor = {.plan = plan,
		.topology = topology,
		.progress = &progress,
		.result = &result,
		.interrupt = &interrupt,
		.files = folder.files,
		.save = save,
		.context = &folder};
	int code;

	if (run_folder_open(&folder, options->directory, plan->suite, &error) < 0)
		return command_refuse("run", "%s", error.text);
	if (result_make(&result, plan, topology, &error) < 0 ||
		interrupt_open(&interrupt, &error) < 0) {
		result_clear(&result);
		return command_refuse("run", "%s", error.text);
	}
	tell_omissions(plan);
	progress_begin(&progress, plan, options->quiet);
	code = conduct(&conductor, &error) < 0 ? EXIT_CASE : judge(&result, &interrupt);
	result.finished = result_time();
	progress_end(&progress);
	if (error.text[0] != '\0')
		fprintf(stderr, "breakeven run: %s\n", error.text);
	error.text[0] = '\0';
	if (save(&result, &folder, &error) < 0) {
		fprintf(stderr, "breakeven run: %s\n", error.text);
		code = EXIT_CASE;
	}
	show(&result, options, &folder);
	if (interrupt.signal != 0)
		fprintf(stderr, "breakeven run: interrupted; the result holds what was finished\n");
	interrupt_close(&interrupt);
	result_clear(&result);
	return code;
}

static int command_main(int argc, char **argv)
{
	struct topology *topology = NULL;
	struct error error = {0};
	struct options options;
	struct plan plan;
	int code = EXIT_FINE;

	if (options_parse(&options, argc, argv, &error) < 0)
		return command_refuse("run", "%s", error.text);
	if (options.help) {
		options_help(stdout);
	} else if (topology_load(&topology, &error) < 0 ||
		plan_make(&plan, &options, topology, &error) < 0) {
		code = command_refuse("run", "%s", error.text);
	} else {
		if (options.dry_run)
			plan_print(&plan, stdout);
		else
			code = conduct_plan(&plan, &options, topology);
		plan_clear(&plan);
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
