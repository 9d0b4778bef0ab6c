/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calibrating the computing loop; see calibrate.h. */
#include "config.h"

#include "bench/calibrate.h"

#include "bench/case_process.h"
#include "support/clock.h"
#include "workloads/registry.h"

#define SAMPLES 7
#define SAMPLE_MINIMUM_NS (25 * NANOSECONDS_PER_MILLISECOND)
#define LIMIT_NS (20 * NANOSECONDS_PER_SECOND)

static int make_job(struct job *job, const struct topology *topology, const struct pin *pin,
	struct error *error)
{
	*job = (struct job){
		.workload = workload_find("cpu-sum", error),
		.runner = runner_find("serial", error),
		.cores = 1,
		.concurrency = 1,
		.pin_each = true,
		.samples = SAMPLES,
		.sample_minimum_ns = SAMPLE_MINIMUM_NS,
	};
	if (job->workload == NULL || job->runner == NULL ||
		parameters_init(&job->workload_parameters, job->workload->parameters, error) < 0 ||
		parameters_init(&job->runner_parameters, job->runner->parameters, error) < 0)
		return -1;
	return topology_place(topology, pin, 1, job->cpus, error);
}

int calibrate(uint64_t *iterations_per_second, const struct topology *topology,
	const struct pin *pin, struct interrupt *interrupt, struct error *error)
{
	uint64_t fastest_ns = UINT64_MAX, iterations;
	struct block block = {0};
	struct job job;
	int outcome;

	if (make_job(&job, topology, pin, error) < 0)
		return -1;
	outcome = case_process_run(&job, LIMIT_NS, interrupt, &block, error);
	if (outcome == 0 && block.status != STATUS_OK)
		outcome = error_set(error, "calibrating the computing loop: %s", block.reason);
	if (outcome == 0) {
		/* The fastest: whatever disturbs a loop that touches no memory only
		 * ever adds time. */
		for (size_t i = 0; i < SAMPLES; i++)
			if (block.samples[i].elapsed_ns < fastest_ns)
				fastest_ns = block.samples[i].elapsed_ns;
		iterations =
			block.tasks * parameters_integer(&job.workload_parameters, "iterations");
		*iterations_per_second = (uint64_t)((double)iterations * 1e9 / (double)fastest_ns);
	}
	block_clear(&block);
	return outcome;
}
