/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command `doctor`: describes this machine, what will disturb a measurement on it, and whether
 * it passes a self-test. It changes nothing; the parts are in bench/doctor/.
 */
#include "config.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/case/case_process.h"
#include "bench/program/command.h"
#include "bench/doctor/report.h"
#include "bench/program/flags.h"
#include "bench/program/json_print.h"
#include "bench/program/message.h"
#include "bench/run/other_runs.h"
#include "bench/program/terminal.h"
#include "plots/gnuplot.h"
#include "support/offspring.h"

#define WIDTH 100 /* columns: longer lines are hard to read, and a file has no width */

enum { FLAG_QUICK = 1, FLAG_JSON };

static const struct flag_set doctor_flags = {
	.command = "doctor",
	.usage = "[--quick] [--json]",
	.about =
		"Describes this machine and what will disturb a measurement on it, each with the\n"
		"command that fixes it. Then tests for at most 20 s whether clock, cores, threads,\n"
		"sleeping and pinning do what measuring needs. Changes nothing itself.\n",
	.flags =
		(const struct flag[]){
			{FLAG_QUICK, 0, "quick", NULL, "skip the self-test"},
			{FLAG_JSON, 0, "json", NULL, "print JSON; docs/doctor.md lists its keys"},
			{0},
		},
	.end = "Exit codes: 0 this machine can be trusted, 4 it cannot (the reasons are printed\n"
	       "last), 2 wrong usage, 130 interrupted.\n",
};

struct options {
	bool quick, json;
};

/* Where the self-test reports its progress. */
struct audience {
	struct report report;
	bool json;
};

static int take(void *context, const struct flag *flag, const char *value, struct error *error)
{
	struct options *options = context;

	if (flag == NULL)
		return flags_refuse_word(value, &doctor_flags, error);
	options->quick |= flag->id == FLAG_QUICK;
	options->json |= flag->id == FLAG_JSON;
	return 0;
}

static void begins(void *context, const char *part, unsigned number, unsigned parts)
{
	char text[64];

	(void)context;
	snprintf(text, sizeof(text), "self-test, %u of %u:", number, parts);
	message_status(text, part);
}

static void ends(void *context, const struct check *check)
{
	const struct audience *audience = context;

	if (audience->json)
		return;
	message_status_end();
	report_check(&audience->report, check);
}

/* Looks for other runs and, if there will be a self-test, registers this run for them. */
static void look_for_runs(struct other_runs *others, const struct options *options,
	struct surroundings *surroundings)
{
	struct case_record everything = {
		.cpus = surroundings->cpus, .cpus_count = surroundings->cpu_count};
	const struct result result = {.cases = &everything, .case_count = 1};

	surroundings->looked =
		other_runs_open(others, &result, options->quick ? NULL : "breakeven doctor",
			&surroundings->runs_unseen) == 0;
	if (surroundings->looked)
		surroundings->other_runs = other_runs_look(others, &surroundings->runs_unseen);
}

static enum outcome test(struct diagnosis *diagnosis, const struct topology *topology,
	struct interrupt *interrupt, struct audience *audience, struct error *error)
{
	enum outcome outcome;

	diagnosis->self_test = (struct self_test){
		.topology = topology,
		.interrupt = interrupt,
		.begins = begins,
		.ends = ends,
		.context = audience,
	};
	if (!audience->json)
		report_self_test(&audience->report);
	fflush(stdout);
	outcome = self_test_run(&diagnosis->self_test, error);
	message_status_end();
	diagnosis->tested = outcome == OUTCOME_DONE;
	if (outcome == OUTCOME_DONE && !audience->json)
		fputc('\n', stdout);
	return outcome;
}

/* Its version is shown only as JSON; null if gnuplot is missing or does not answer. */
static void add_gnuplot(struct machine *machine, const struct interrupt *interrupt)
{
	struct error error = {0};

	gnuplot_end_with(interrupt->descriptor);
	machine_add_gnuplot(machine->libraries, &error);
}

static enum outcome examine(struct diagnosis *diagnosis, const struct topology *topology,
	struct interrupt *interrupt, const struct options *options, struct audience *audience,
	struct error *error)
{
	struct surroundings *surroundings = &diagnosis->surroundings;
	struct other_runs others;
	enum outcome outcome;

	machine_read(&diagnosis->machine, "", topology);
	if (options->json)
		add_gnuplot(&diagnosis->machine, interrupt);
	outcome = surroundings_read(surroundings, "", topology, interrupt);
	if (outcome != OUTCOME_DONE)
		return outcome;
	if (!options->json)
		report_machine(&audience->report, &diagnosis->machine, surroundings);
	look_for_runs(&others, options, surroundings);
	diagnosis->finding_count =
		findings_make(diagnosis->findings, &diagnosis->machine, surroundings);
	if (!options->json)
		report_findings(&audience->report, diagnosis);
	outcome = options->quick ? OUTCOME_DONE
				 : test(diagnosis, topology, interrupt, audience, error);
	if (surroundings->looked)
		other_runs_close(&others);
	return outcome;
}

/* Shows the conclusion. Returns an exit code. */
static int conclude(const struct diagnosis *diagnosis, const struct audience *audience)
{
	static char reasons[DIAGNOSIS_REASON_LIMIT][DIAGNOSIS_REASON_SIZE];
	json_t *json;

	if (audience->json) {
		json = diagnosis_to_json(diagnosis);
		if (json_print(json) < 0) {
			json_decref(json);
			return command_refuse("doctor", "no memory for the JSON");
		}
		json_decref(json);
	} else {
		report_verdict(&audience->report, diagnosis);
	}
	return diagnosis_reasons(diagnosis, reasons) == 0 ? EXIT_FINE : EXIT_NOISE;
}

static int interrupted(void)
{
	message_line("breakeven doctor: interrupted");
	return EXIT_INTERRUPTED;
}

static int doctor(const struct options *options, struct audience *audience)
{
	static struct diagnosis diagnosis; /* too large for a stack frame */
	struct topology *topology;
	struct interrupt interrupt;
	struct error error = {0};
	enum outcome outcome = OUTCOME_FAILED;
	int code = EXIT_FINE;

	if (topology_load(&topology, &error) < 0)
		return command_refuse("doctor", "%s", error.text);
	if (topology_doubt("") != NULL)
		message_line("warning: %s", topology_doubt(""));
	if (interrupt_open(&interrupt, &error) < 0)
		goto free_topology;
	offspring_adopt();
	outcome = examine(&diagnosis, topology, &interrupt, options, audience, &error);
	if (outcome == OUTCOME_DONE)
		code = conclude(&diagnosis, audience);
	else if (outcome == OUTCOME_INTERRUPTED)
		code = interrupted();
	interrupt_close(&interrupt);
free_topology:
	topology_free(topology);
	if (outcome == OUTCOME_FAILED)
		code = command_refuse("doctor", "%s", error.text);
	machine_clear(&diagnosis.machine);
	surroundings_clear(&diagnosis.surroundings);
	return code;
}

static int doctor_main(int argc, char **argv)
{
	const unsigned width = terminal_width(stdout);
	struct options options = {0};
	enum flags_outcome outcome = flags_command(&doctor_flags, argc, argv, take, &options);
	struct audience audience;

	if (outcome != FLAGS_TAKEN)
		return outcome == FLAGS_HELP ? EXIT_FINE : EXIT_USAGE;
	audience = (struct audience){
		.report.stream = stdout,
		.report.width = width == 0 || width > WIDTH ? WIDTH : width,
		.report.colour = terminal_colour(stdout),
		.json = options.json,
	};
	return doctor(&options, &audience);
}

const struct command command_doctor = {
	.name = "doctor",
	.summary = "check whether this machine can be trusted, and how to improve it",
	.main = doctor_main,
};
