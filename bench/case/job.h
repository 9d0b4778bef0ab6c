/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order for one case process: what to measure, where, how often. Sent to it as JSON. */
#ifndef BREAKEVEN_BENCH_CASE_JOB_H
#define BREAKEVEN_BENCH_CASE_JOB_H

#include "results/statistics/arrivals.h"
#include "runners/crew.h"
#include "runners/runner.h"
#include "support/error.h"
#include "support/parameter.h"
#include "support/topology.h"
#include "workloads/workload.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct job {
	const struct workload *workload;
	const struct parameters *workload_parameters; /* kept: parameter_pool.h */
	const struct runner *runner;
	const struct parameters *runner_parameters; /* kept, too */
	unsigned cores, concurrency;
	unsigned cpus[PIN_LIST_LIMIT]; /* one per core */
	bool pin_each;                 /* pin each worker to one of them; else to all */
	struct arrivals arrivals;
	uint64_t arrivals_seed; /* of this block: the same for all of its cases */
	uint64_t tasks;         /* of a batch; 0: the warm-up determines it */
	unsigned samples;
	uint64_t sample_minimum_ns; /* the duration for which the warm-up determines the tasks */
	bool stamped;
	bool memory; /* one more batch at the end, to watch its memory */
	uint64_t iterations_per_second;
	uint64_t environment_bytes; /* to add to the environment; not sent to the process */
	char server[128];           /* as in struct work */
	char folder[512];           /* as in struct work */
	const char *samples_path;   /* where samples are kept as they are taken (sample_file.h), a
	                               text owned by others; NULL or "": nowhere */
};

/* A job of this workload and runner, with the parameters in the texts ("name=value,…"; "": none),
 * for one core and one task in flight, workers pinned; all else is zero. Returns 0, or -1 with the
 * error. */
int job_init(struct job *job, const char *workload, const char *workload_parameters,
	const char *runner, const char *runner_parameters, struct error *error);

/* The values of a plugin's parameters by name. NULL without memory. */
json_t *job_parameters_to_json(const struct parameters *parameters);

/* Sets all parameters; those that are not in `json` get their defaults. Returns 0, or -1 with the
 * error. */
int job_parameters_from_json(struct parameters *parameters, const struct parameter *table,
	json_t *json, struct error *error);

/* NULL without memory. */
json_t *job_to_json(const struct job *job);

/* Its texts exist as long as the process. Returns 0, or -1 with the error. */
int job_from_json(struct job *job, const json_t *json, struct error *error);

/* Writes the job to a memory file, the standard input of a process. Returns its descriptor, or -1
 * with the error. */
int job_to_file(const struct job *job, struct error *error);

/* Reads a job from such a file, whatever its position: other processes read it, too. Returns 0, or
 * -1 with the error. */
int job_from_file(struct job *job, int file, struct error *error);

/* Sets what the case gives to its workload, before the workload is opened. */
void job_to_work(const struct job *job, struct work *work);

/* Sets what the case gives to its crew, which keeps the addresses of all three. */
void job_to_crew(const struct job *job, struct work *work, const struct topology *topology,
	struct crew *crew);

#endif
