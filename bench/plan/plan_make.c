/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plan of a run. A matrix from flags is also a suite, made here instead of read from a file, so
 * that all plans are made from suites.
 */
#include "config.h"

#include "bench/plan/plan_make.h"

#include <stdlib.h>
#include <string.h>

#include "bench/plugin/ask.h"
#include "bench/suite/axis.h"
#include "bench/plan/plan_add.h"
#include "bench/plan/plan_memory.h"
#include "bench/suite/settings.h"
#include "bench/suite/suite.h"
#include "bench/suite/suite_library.h"

#define MATRIX_NAME "matrix" /* the suite made from flags only */
#define MATRIX_CORES "1,max"
#define MATRIX_CONCURRENCY "1,cores,8,64"

static int read_suite(struct suite *suite, const char *name, struct error *error)
{
	char *path = suite_library_find(name, error);
	int status;

	if (path == NULL)
		return -1;
	status = suite_read(suite, path, error);
	free(path);
	return status;
}

/* Fills a zeroed entry with one workload and all runners. */
static int make_case(struct suite_case *entry, const struct options_workload *given,
	struct error *error)
{
	entry->workload = given->workload;
	entry->variants = malloc(sizeof(*entry->variants));
	if (entry->variants == NULL)
		return error_set(error, "no memory");
	entry->variants[entry->variant_count++] = given->parameters;
	if (suite_add_runner(&entry->runners, &entry->runner_count, NULL, error) != 0 ||
		axis_parse(&entry->cores, AXIS_CORES, MATRIX_CORES, error) != 0 ||
		axis_parse(&entry->concurrency, AXIS_CONCURRENCY, MATRIX_CONCURRENCY, error) != 0)
		return -1;
	return 0;
}

static int make_suite(struct suite *suite, const struct options *options, struct error *error)
{
	*suite = (struct suite){
		.name = strdup(MATRIX_NAME),
		.summary = strdup(""),
		.cases = calloc(options->workload_count, sizeof(*suite->cases)),
	};
	settings_init(&suite->settings);
	if (suite->name == NULL || suite->summary == NULL || suite->cases == NULL) {
		error_set(error, "no memory");
		goto clear_suite;
	}
	for (size_t i = 0; i < options->workload_count; i++) {
		suite->case_count++;
		if (make_case(&suite->cases[i], &options->workloads[i], error) != 0)
			goto clear_suite;
	}
	return 0;

clear_suite:
	suite_clear(suite);
	return -1;
}

static int replace_settings(struct settings *settings, const struct options *options,
	struct error *error)
{
	for (size_t i = 0; i < options->setting_count; i++)
		settings_give_way(settings, options->settings[i].name);
	for (size_t i = 0; i < options->setting_count; i++)
		if (settings_set(settings, options->settings[i].name, options->settings[i].text,
			    error) != 0)
			return -1;
	if (options->has_seed)
		settings->seed = options->seed;
	return settings_check(settings, error);
}

/* Adds one entry of the suite; lists given by flags replace its own. */
static int add_case(struct plan *plan, const struct suite_case *entry,
	const struct options *options, const struct topology *topology, struct error *error)
{
	bool replaced = options->runner_count > 0;
	const struct suite_runner *runners = replaced ? options->runners : entry->runners;
	size_t count = replaced ? options->runner_count : entry->runner_count;
	struct plan_group group = {
		.text = entry->group,
		.workload = entry->workload,
		.workload_parameters = entry->variants,
		.workload_variants = entry->variant_count,
		.cores = options->cores.count > 0 ? options->cores : entry->cores,
		.concurrency =
			options->concurrency.count > 0 ? options->concurrency : entry->concurrency,
		.rates = options->rates.count > 0 ? options->rates : entry->rates,
	};

	for (size_t i = 0; i < count; i++) {
		group.runner = runners[i].runner;
		group.runner_parameters = runners[i].parameters;
		if (plan_add(plan, &group, topology, error) != 0)
			return -1;
	}
	return 0;
}

/* Only a CPU list can ask for CPUs that the machine does not have. */
static int check_pin(const struct settings *settings, const struct topology *topology,
	struct error *error)
{
	const struct pin *pin = &settings->pin;
	unsigned *cpus;
	int status;

	if (pin->policy != PIN_LIST)
		return 0;
	cpus = calloc(pin->count, sizeof(*cpus));
	if (cpus == NULL)
		return error_set(error, "no memory");
	status = topology_place(topology, pin, pin->count, cpus, error);
	free(cpus);
	return status;
}

static int fill_plan(struct plan *plan, const struct suite *suite, const struct options *options,
	const struct topology *topology, struct error *error)
{
	struct plan_memory memory;
	int status = 0;

	plan_memory_here(&memory, "");
	plan->memory = &memory;
	for (size_t i = 0; i < suite->case_count && status == 0; i++)
		status = add_case(plan, &suite->cases[i], options, topology, error);
	plan->memory = NULL;
	if (status != 0)
		return -1;
	if (plan->case_count == 0)
		return error_set(error, "nothing to measure: %s: %s", plan->omissions[0].id,
			plan->omissions[0].reason);
	plan_finish(plan);
	return plan_memory_check(plan, &memory, error);
}

int plan_make(struct plan *plan, const struct options *options, const struct topology *topology,
	struct error *error)
{
	struct suite suite;
	int status;

	status = options->workload_count > 0
		? make_suite(&suite, options, error)
		: read_suite(&suite,
			  options->suite != NULL ? options->suite : OPTIONS_STANDARD_SUITE, error);
	if (status != 0)
		return -1;
	status = -1;
	if (replace_settings(&suite.settings, options, error) != 0 ||
		check_pin(&suite.settings, topology, error) != 0)
		goto clear_suite;
	if (plan_init(plan, suite.name, &suite.settings) != 0) {
		error_set(error, "no memory");
		goto clear_suite;
	}
	status = fill_plan(plan, &suite, options, topology, error);
	if (ask_end(error) < 0)
		status = -1;
	if (status != 0)
		plan_clear(plan);

clear_suite:
	suite_clear(&suite);
	return status;
}
