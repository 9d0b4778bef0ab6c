/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every workload under every runner; see combinations.h. */
#include "config.h"

#include "tests/contract/combinations.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "bench/case/case_folder.h"
#include "bench/server/server.h"
#include "workloads/registry.h"
#include "support/parameter_pool.h"

#define WAVES 6

/* By the name of the parameter, whichever workload has it: short tasks. */
static const struct {
	const char *name, *text;
} small[] = {
	{"iterations", "20000"},
	{"buffer", "1MiB"},
	{"rounds", "10"},
	{"task", "500us"},
	{"rows", "1000"},
	{"block", "16KiB"},
};

/* Parameters that say how long a task waits. */
static const char *const waits[] = {"duration", "delay"};

static const char *small_text(const char *name, const char *wait)
{
	for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++)
		if (strcmp(waits[i], name) == 0)
			return wait;
	for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++)
		if (strcmp(small[i].name, name) == 0)
			return small[i].text;
	return NULL;
}

/* Where $TMPDIR says, else where the tests run: /tmp may be memory, in which nothing is ever cold.
 */
static int make_folder(struct job *job, struct error *reason)
{
	const char *temporary = getenv("TMPDIR");

	return case_folder_make(job->folder, sizeof(job->folder),
		temporary != NULL ? temporary : ".", reason);
}

/* By the name of the parameter, whichever plugin has it: what is tried beside the default. */
static const struct {
	const char *name, *text;
} tried[] = {
	{"chunk", "3"},
	{"spread", "1"},
};

/* How many values of a parameter are tried; those of a choice start at its default. */
static unsigned count_values(const struct parameter *parameter)
{
	unsigned count = 0;

	if (parameter->kind == PARAMETER_CHOICE) {
		while (parameter->choices[count] != NULL)
			count++;
		return count;
	}
	for (size_t i = 0; i < sizeof(tried) / sizeof(tried[0]); i++)
		count += strcmp(parameter->name, tried[i].name) == 0;
	return 1 + count;
}

/* The text of the value with this number, of which 0 is the default. */
static const char *value_text(const struct parameter *parameter, unsigned number)
{
	if (number == 0)
		return parameter->standard;
	if (parameter->kind == PARAMETER_CHOICE)
		for (unsigned i = 0;; i++) {
			if (strcmp(parameter->choices[i], parameter->standard) != 0)
				number--;
			if (number == 0)
				return parameter->choices[i];
		}
	for (size_t i = 0;; i++) {
		if (strcmp(parameter->name, tried[i].name) == 0)
			number--;
		if (number == 0)
			return tried[i].text;
	}
}

unsigned combination_variants(const struct parameter *table)
{
	unsigned count = 1;

	for (unsigned i = 0; i < parameter_count(table); i++)
		count *= count_values(&table[i]);
	return count;
}

/* How many parameters are not at their default. */
static unsigned count_changes(const struct parameter *table, unsigned variant)
{
	unsigned changes = 0;

	for (unsigned i = 0; i < parameter_count(table); i++) {
		unsigned count = count_values(&table[i]);

		changes += variant % count > 0;
		variant /= count;
	}
	return changes;
}

bool combination_is_tried(const struct combination *combination)
{
	unsigned of_workload = count_changes(combination->workload->parameters,
			 combination->workload_variant),
		 of_runner = count_changes(combination->runner->parameters,
			 combination->runner_variant);

	return of_workload == 0 || of_runner == 0 || of_workload + of_runner == 2;
}

/* The variant's number is one digit a parameter; the default of what has a single value is made
 * small. */
static int set_variant(struct parameters *parameters, const struct parameter *table,
	unsigned variant, unsigned wait_ms, struct error *error)
{
	char wait[32];

	snprintf(wait, sizeof(wait), "%ums", wait_ms);
	if (parameters_init(parameters, table, error) < 0)
		return -1;
	for (unsigned i = 0; i < parameter_count(table); i++) {
		unsigned count = count_values(&table[i]);
		const char *text = count == 1 ? small_text(table[i].name, wait)
					      : value_text(&table[i], variant % count);

		if (text != NULL && parameters_set(parameters, table[i].name, text, error) < 0)
			return -1;
		variant /= count;
	}
	return 0;
}

char *combination_text(const struct combination *combination, char *buffer, size_t size)
{
	char of_workload[PARAMETERS_TEXT_SIZE], of_runner[PARAMETERS_TEXT_SIZE];
	struct parameters workload, runner;
	struct error error = {0};

	if (set_variant(&workload, combination->workload->parameters, combination->workload_variant,
		    1, &error) < 0 ||
		set_variant(&runner, combination->runner->parameters, combination->runner_variant,
			1, &error) < 0) {
		fprintf(stderr, "%s\n", error.text);
		exit(1);
	}
	snprintf(buffer, size, "%s%s/%s%s/cores=%u/concurrency=%u", combination->workload->name,
		parameters_format(&workload, of_workload, sizeof(of_workload)),
		combination->runner->name, parameters_format(&runner, of_runner, sizeof(of_runner)),
		combination->cores, combination->concurrency);
	return buffer;
}

int combination_job(struct job *job, const struct combination *combination, unsigned wait_ms,
	const struct topology *topology, const char *server, struct error *reason)
{
	const struct pin pin = {.policy = PIN_CORES};
	const struct workload *workload = combination->workload;
	const struct runner *runner = combination->runner;
	unsigned cores = combination->cores, concurrency = combination->concurrency, needs;
	struct parameters of_workload, of_runner;

	*job = (struct job){
		.workload = workload,
		.runner = runner,
		.cores = cores,
		.concurrency = concurrency,
		.pin_each = true,
		.tasks = (uint64_t)WAVES * concurrency,
		.samples = 2,
		.stamped = true,
		.iterations_per_second = 1000000000,
	};
	snprintf(job->server, sizeof(job->server), "%s", server);
	if (set_variant(&of_workload, workload->parameters, combination->workload_variant, wait_ms,
		    reason) < 0 ||
		set_variant(&of_runner, runner->parameters, combination->runner_variant, wait_ms,
			reason) < 0)
		return -1;
	job->workload_parameters = parameter_pool_keep(&of_workload, reason);
	job->runner_parameters = parameter_pool_keep(&of_runner, reason);
	if (job->workload_parameters == NULL || job->runner_parameters == NULL)
		return -1;
	if (cores > 1 && !(runner->axes & AXIS_CORES))
		return error_set(reason, "%s uses one core", runner->name);
	if (concurrency > 1 && !(runner->axes & AXIS_CONCURRENCY))
		return error_set(reason, "%s has one task in flight", runner->name);
	if (workload_needs(workload, job->workload_parameters, &needs, reason) < 0 ||
		runner_supports(runner, job->runner_parameters, workload, needs, concurrency,
			reason) < 0 ||
		topology_place(topology, &pin, cores, job->cpus, reason) < 0)
		return -1;
	return needs & WORKLOAD_NEEDS_FOLDER ? make_folder(job, reason) : 0;
}

void combination_done(const struct job *job)
{
	struct error error = {0};

	if (case_folder_remove(job->folder, &error) == 0)
		return;
	fprintf(stderr, "%s\n", error.text);
	exit(1);
}

static _Noreturn void serve(int port)
{
	static struct server server;
	const struct response_choice standard = {.size = 1024};
	struct error error = {0};

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (server_open(&server, 0, &standard, &error) < 0 ||
		write(port, &server.port, sizeof(server.port)) != sizeof(server.port) ||
		server_run(&server, &error) < 0)
		fprintf(stderr, "the server: %s\n", error.text);
	_exit(1);
}

/* A process that is forked after OpenMP was used gets from LLVM's library the CPUs that the thread
 * had when the library was initialised: here, the place of a runner that is long done. */
void combination_begin(void)
{
	setenv("KMP_AFFINITY", "disabled", 1);
}

pid_t combination_server(char *url, size_t size)
{
	uint16_t port = 0;
	int ends[2];
	pid_t pid;

	if (pipe(ends) < 0 || (pid = fork()) < 0) {
		perror("the server");
		exit(1);
	}
	if (pid == 0)
		serve(ends[1]);
	close(ends[1]);
	if (read(ends[0], &port, sizeof(port)) != sizeof(port)) {
		fprintf(stderr, "the server did not start\n");
		exit(1);
	}
	close(ends[0]);
	snprintf(url, size, "http://127.0.0.1:%u", port);
	return pid;
}
