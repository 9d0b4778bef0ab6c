/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The record of a run: what was planned, what was measured, and its summary. result.schema.json
 * describes the same as JSON; record_json.c converts between the two.
 *
 * Strings are owned by the record and freed with it. json_t members are owned references.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_RECORD_H
#define BREAKEVEN_RESULTS_RECORD_RECORD_H

#include "results/record/block.h"
#include "results/statistics/arrivals.h"
#include "results/statistics/estimate.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RESULT_SCHEMA 1

/* Medians over blocks; 0: not known. */
struct memory_summary {
	uint64_t peak_bytes, bytes_per_task;
};

/* Summary of a case over its ok blocks. */
struct summary {
	uint64_t blocks;    /* how many were used; 0: nothing below is known */
	uint64_t left_out;  /* how many were ok and not used, because they were disturbed */
	bool disturbed;     /* disturbed ones are among those used: there were too few others */
	uint64_t throttled; /* of those used, how many a CPU quota stopped (throttling.h) */
	struct estimate
		tasks_per_second; /* over blocks; each block counts as the median of its samples */
	bool cpu_known; /* no sample was too short for it (SUMMARY_CPU_LEAST_NS, SUMMARY_CPU_MOST),
	                 * so cpu_use is known */
	struct estimate cpu_use; /* processor time over elapsed time: 1 is one full core */
	double startup_ns;       /* median over blocks */
	bool stamped;
	double latency_p50_ns, latency_p99_ns; /* median over blocks of the median over samples */
	bool arrived;
	double latency_uncorrected_p50_ns, latency_uncorrected_p99_ns; /* the same */
	struct observed observed[OBSERVED_LIMIT];                      /* the same, by name */
	unsigned observed_count;
	struct memory_summary memory;
	struct evidence evidence; /* medians as above, of those that are summarised */
};

/* One point of the matrix. */
struct case_record {
	char *id; /* stable: "cpu-sum{iterations=100000}/thread-pool/cores=2/concurrency=2" */
	char *workload;
	char *workload_text;         /* its parameters as in id: "{iterations=100000}", or "" */
	json_t *workload_parameters; /* object, keys with units: {"iterations": 100000} */
	char *runner;
	char *runner_text;
	json_t *runner_parameters;
	char *model; /* of the runner: "async", … */
	unsigned cores, concurrency;
	struct arrivals arrivals;
	unsigned *groups; /* which of the result's it belongs to, from 0 */
	size_t groups_count;
	uint64_t tasks; /* of a batch; 0 while no block has settled it */
	unsigned *cpus; /* one per core */
	size_t cpus_count;
	bool stamped;
	enum status status; /* the first of its blocks that is not ok, else ok */
	char *reason;
	struct block *blocks;
	size_t block_count;
	struct summary summary;
};

/* A runner of the program that made the result: charts take their colours from its place here. */
struct runner_record {
	char *name, *model;
};

struct result {
	json_t *tool; /* {name, version, commit, compiler, flags} */
	char *suite;
	uint64_t seed;
	char *started; /* "2026-11-22T15:20:02Z" */
	char *finished;
	bool interrupted;
	json_t *resumed;    /* array of times at which the run was resumed; NULL: never */
	json_t *other_runs; /* array of {pid, folder, cpus, seen}: runs that used the same CPUs at
	                       the same time; NULL: none was seen */
	json_t *unfinished; /* array of {case, block, tasks, samples}: of cases that did not reach
	                       the end of a block; NULL: there were none */
	json_t *machine;  /* {hostname, cpu_model, cores, cpus, packages, numa_nodes, memory_bytes,
	                     kernel, …} */
	json_t *settings; /* {blocks, samples, sample_minimum_ns, pin, limit_ns,
	                     iterations_per_second, …} */
	struct runner_record *runners;
	size_t runner_count;
	char **groups; /* what their cases were measured for, in the suite's order; none: NULL */
	size_t groups_count;
	struct case_record *cases;
	size_t case_count;
};

/* Whether its tasks arrive at a rate: then its throughput is the requested one, and does not show
 * what is possible. */
static inline bool case_record_has_rate(const struct case_record *record)
{
	return record->arrivals.rate_per_second > 0;
}

void case_record_clear(struct case_record *record);
void result_clear(struct result *result);

#endif
