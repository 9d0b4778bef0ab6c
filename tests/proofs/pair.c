/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan of two cases, conducted; see pair.h. */
#include "config.h"

#include "tests/proofs/pair.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bench/program/command.h"
#include "bench/run/conductor.h"
#include "bench/plan/plan_add.h"
#include "bench/run/result_make.h"
#include "workloads/registry.h"
#include "support/parameter_pool.h"

void pair_become(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], command_case.name) == 0)
		exit(command_case.main(argc - 1, argv + 1));
	if (argc > 1 && strcmp(argv[1], command_serve.name) == 0)
		exit(command_serve.main(argc - 1, argv + 1));
}

/* Adds a case and marks its id, as a plan takes no case twice. */
static int add_case(struct plan *plan, const struct pair_case *given, const char *mark,
	const struct topology *topology, struct error *error)
{
	long one[] = {1}, concurrency[] = {(long)given->concurrency};
	size_t before = plan->case_count;
	const struct parameters *parameters;
	struct plan_group group = {
		.workload = workload_find(given->workload, error),
		.workload_parameters = &parameters,
		.workload_variants = 1,
		.runner = runner_find(given->runner, error),
		.cores = {one, 1},
		.concurrency = {concurrency, 1},
	};
	char *marked;

	if (group.workload == NULL || group.runner == NULL)
		return -1;
	parameters = parameter_pool_make(group.workload->parameters, given->parameters, error);
	group.runner_parameters = parameter_pool_make(group.runner->parameters, "", error);
	if (parameters == NULL || group.runner_parameters == NULL ||
		plan_add(plan, &group, topology, error) < 0)
		return -1;
	if (plan->case_count == before)
		return error_set(error, "%s: %s", plan->omissions[0].id, plan->omissions[0].reason);
	if (asprintf(&marked, "%s %s", plan->cases[before].id, mark) < 0)
		return error_set(error, "no memory");
	free(plan->cases[before].id);
	plan->cases[before].id = marked;
	return 0;
}

static int save_nothing(const struct result *result, void *context, struct error *error)
{
	(void)result;
	(void)context;
	(void)error;
	return 0;
}

static enum outcome conduct_plan(struct result *result, const struct plan *plan,
	const struct topology *topology, struct interrupt *interrupt, struct error *error)
{
	struct other_runs others = {.folder = -1, .file = -1}; /* none is looked for */
	struct journal journal = {
		.descriptor = memfd_create("journal", MFD_CLOEXEC),
		.path = strdup("memory"),
	};
	struct progress progress;
	struct conductor conductor = {
		.plan = plan,
		.topology = topology,
		.progress = &progress,
		.result = result,
		.interrupt = interrupt,
		.journal = &journal,
		.others = &others,
		.samples = "",
		.files = "",
		.save = save_nothing,
	};
	int status;

	if (journal.descriptor < 0 || journal.path == NULL) {
		error_set(error, "cannot create a memory file: %s", strerror(errno));
		journal_close(&journal);
		return OUTCOME_FAILED;
	}
	progress_begin(&progress, plan, true);
	status = conduct(&conductor, error);
	journal_close(&journal);
	if (status < 0)
		return OUTCOME_FAILED;
	if (interrupt->signal != 0)
		return OUTCOME_INTERRUPTED;
	for (size_t i = 0; i < result->case_count; i++)
		if (result->cases[i].status != STATUS_OK)
			return error_set(error, "%s: %s", result->cases[i].id,
				result->cases[i].reason);
	return OUTCOME_DONE;
}

enum outcome pair_measure(struct result *result, const struct pair_case *a,
	const struct pair_case *b, const struct settings *settings, const struct topology *topology,
	struct interrupt *interrupt, struct error *error)
{
	enum outcome outcome = OUTCOME_FAILED;
	struct plan plan;

	*result = (struct result){0};
	if (plan_init(&plan, "pair", settings) < 0)
		return error_set(error, "no memory");
	if (add_case(&plan, a, "(a)", topology, error) == 0 &&
		add_case(&plan, b, "(b)", topology, error) == 0) {
		plan_finish(&plan);
		if (result_make(result, &plan, topology, error) == 0)
			outcome = conduct_plan(result, &plan, topology, interrupt, error);
	}
	plan_clear(&plan);
	return outcome;
}
