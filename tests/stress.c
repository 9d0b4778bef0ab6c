/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every workload under every runner again and again, without a test framework, so that it can run
 * under ThreadSanitizer. Ends with a line `N passed, N failed`.
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/measure.h"
#include "tests/combinations.h"
#include "workloads/registry.h"

#define ROUNDS 3
#define CORES 2
#define WAIT_MS 2

static const unsigned concurrencies[] = {1, 2, 16};

static unsigned passed, failed;

static void stress(const struct workload *workload, const struct runner *runner, unsigned variant,
	unsigned concurrency, const struct topology *topology, const char *server)
{
	unsigned cores = concurrency < CORES || !(runner->axes & AXIS_CORES) ? 1 : CORES;
	struct error reason = {0};
	struct block block = {0};
	char parameters[PARAMETERS_TEXT_SIZE];
	struct job job;

	if (combination_job(&job, workload, runner, variant, cores, concurrency, WAIT_MS, topology,
		    server, &reason) < 0)
		return;
	measure(&job, topology, &block);
	combination_done(&job);
	if (block.status == STATUS_OK) {
		passed++;
	} else {
		failed++;
		printf("%s/%s%s/cores=%u/concurrency=%u: %s\n", workload->name, runner->name,
			parameters_format(&job.runner_parameters, parameters, sizeof(parameters)),
			cores, concurrency, block.reason);
	}
	block_clear(&block);
}

static void stress_variants(const struct workload *workload, const struct runner *runner,
	const struct topology *topology, const char *server)
{
	for (unsigned variant = 0; variant < combination_variants(runner); variant++)
		for (size_t i = 0; i < sizeof(concurrencies) / sizeof(concurrencies[0]); i++)
			stress(workload, runner, variant, concurrencies[i], topology, server);
}

int main(void)
{
	struct topology *topology;
	struct error error = {0};
	char url[64];
	pid_t server = combination_server(url, sizeof(url));

	if (topology_load(&topology, &error) < 0) {
		fprintf(stderr, "stress: %s\n", error.text);
		return 1;
	}
	for (unsigned round = 0; round < ROUNDS; round++)
		for (size_t i = 0; workload_table[i] != NULL; i++)
			for (size_t j = 0; runner_table[j] != NULL; j++)
				stress_variants(workload_table[i], runner_table[j], topology, url);
	topology_free(topology);
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
	printf("%u passed, %u failed\n", passed, failed);
	return failed == 0 && passed > 0 ? 0 : 1;
}
