/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every workload under every runner, without a test framework, so that it can run under
 * ThreadSanitizer; again and again with `stress ROUNDS`. Ends with a line `N passed, N failed`.
 */
#include "config.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/program/command.h"
#include "bench/measure/measure.h"
#include "tests/contract/combinations.h"
#include "workloads/registry.h"

#define CORES 2
#define WAIT_MS 2
#define RATE 5000 /* tasks a second that arrive, in one of the rounds */

static const unsigned concurrencies[] = {1, 2, 16};

#define LAST (sizeof(concurrencies) / sizeof(concurrencies[0]) - 1)

static unsigned passed, failed;

static void stress(struct combination combination, unsigned concurrency, bool arrivals,
	const struct topology *topology, const char *server)
{
	struct error reason = {0};
	struct block block = {0};
	char name[512];
	struct job job;

	combination.concurrency = concurrency;
	combination.cores =
		concurrency < CORES || !(combination.runner->axes & AXIS_CORES) ? 1 : CORES;
	if (!combination_is_tried(&combination) ||
		combination_job(&job, &combination, WAIT_MS, topology, server, &reason) < 0)
		return;
	if (arrivals &&
		runner_supports_arrivals(combination.runner, job.runner_parameters, &reason) == 0)
		job.arrivals = (struct arrivals){.rate_per_second = RATE, .poisson = true};
	measure(&job, topology, &block);
	combination_done(&job);
	if (block.status == STATUS_OK) {
		passed++;
	} else {
		failed++;
		printf("%s%s: %s\n", combination_text(&combination, name, sizeof(name)),
			arrivals ? " with arrivals" : "", block.reason);
	}
	block_clear(&block);
}

/* The variants of the workload beside its defaults: in the first round, with the most in flight. */
static void stress_pair(const struct workload *workload, const struct runner *runner,
	unsigned round, const struct topology *topology, const char *server)
{
	unsigned of_workload = round == 0 ? combination_variants(workload->parameters) : 1;
	unsigned of_runner = combination_variants(runner->parameters);

	for (unsigned i = 0; i < of_workload; i++)
		for (unsigned j = 0; j < of_runner; j++)
			for (size_t k = i == 0 ? 0 : LAST; k <= LAST; k++)
				stress((struct combination){.workload = workload,
					       .runner = runner,
					       .workload_variant = i,
					       .runner_variant = j},
					concurrencies[k], round == 1, topology, server);
}

int main(int argc, char **argv)
{
	const unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
	struct topology *topology;
	struct error error = {0};
	char url[64];
	pid_t server;

	/* Workers that are programs of their own are this one. */
	if (argc > 1 && strcmp(argv[1], command_worker.name) == 0)
		return command_worker.main(argc - 1, argv + 1);
	combination_begin();
	server = combination_server(url, sizeof(url));
	if (topology_load(&topology, &error) < 0) {
		fprintf(stderr, "stress: %s\n", error.text);
		return 1;
	}
	for (unsigned round = 0; round < rounds; round++)
		for (size_t i = 0; workload_table[i] != NULL; i++)
			for (size_t j = 0; runner_table[j] != NULL; j++)
				stress_pair(workload_table[i], runner_table[j], round, topology,
					url);
	topology_free(topology);
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
	printf("%u passed, %u failed\n", passed, failed);
	return failed == 0 && passed > 0 ? 0 : 1;
}
