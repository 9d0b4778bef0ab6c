/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calibrating the computing loop; see calibrate.h. */
#include "config.h"

#include "bench/run/calibrate.h"

#include "bench/case/case_process.h"
#include "support/clock.h"
#include "support/whole.h"

#define SAMPLES 7
#define SAMPLE_MINIMUM_NS (25 * NANOSECONDS_PER_MILLISECOND)
#define LIMIT_NS (20 * NANOSECONDS_PER_SECOND)

static int make_job(struct job *job, const struct topology *topology, const struct pin *pin,
	struct error *error)
{
	if (job_init(job, "cpu-sum", "", "serial", "", error) < 0)
		return -1;
	job->samples = SAMPLES;
	job->sample_minimum_ns = SAMPLE_MINIMUM_NS;
	return topology_place(topology, pin, 1, job->cpus, error);
}

enum outcome calibrate(uint64_t *iterations_per_second, const struct topology *topology,
	const struct pin *pin, struct interrupt *interrupt, struct error *error)
{
	uint64_t iterations;
	struct block block = {0};
	struct job job;
	enum outcome outcome;

	if (make_job(&job, topology, pin, error) < 0)
		return OUTCOME_FAILED;
	outcome = case_process_run(&job, LIMIT_NS, interrupt, &block, error);
	if (outcome == OUTCOME_DONE && block.status != STATUS_OK)
		outcome = error_set(error, "calibrating the computing loop: %s", block.reason);
	if (outcome == OUTCOME_DONE) {
		/* Takes the fastest: a disturbance of a loop that touches no memory
		 * can only add time. */
		iterations =
			block.tasks * parameters_integer(job.workload_parameters, "iterations");
		*iterations_per_second =
			whole_within((double)iterations * 1e9 / block_fastest_ns(&block),
				INT64_MAX);
	}
	block_clear(&block);
	return outcome;
}
