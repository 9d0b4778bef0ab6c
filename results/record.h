/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The record of a run: what was planned, what was measured, what it comes to. result.schema.json
 * describes the same as JSON; record_json.c goes between the two.
 *
 * Strings are owned by the record and freed with it. json_t members are owned references.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_H
#define BREAKEVEN_RESULTS_RECORD_H

#include "results/canaries.h"
#include "results/evidence.h"
#include "support/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define RESULT_SCHEMA 1

enum status {
	STATUS_OK,
	STATUS_FAILED,  /* could not start, a task failed, or the runner reported an error */
	STATUS_WRONG,   /* a task's value is not what the workload expects */
	STATUS_CRASHED, /* ended by a signal, or without an answer */
	STATUS_TIMEOUT, /* did not end within its limit */
	STATUS_INVALID, /* its figures are impossible: the work was not done as it must be */
	STATUS_NOT_RUN, /* the run was interrupted before it */
};

/* Latency of the tasks of one sample, in nanoseconds. */
struct latency {
	uint64_t p50, p90, p99, p99_9, max;
};

/* When the tasks of a case arrive. */
struct arrivals {
	double rate_per_second; /* 0: a closed batch, where each begins as soon as it can */
	bool poisson;           /* gaps are exponential; else all are equal */
};

#define OBSERVED_LIMIT 4 /* of one batch */

/* A figure beside time that a workload saw in a batch: updates that were lost, for example. */
struct observed {
	char name[32]; /* with its unit: "lost_updates" */
	double value;  /* finite */
};

/* One batch, timed. */
struct sample {
	uint64_t elapsed_ns;
	uint64_t user_ns, system_ns; /* of all threads and processes of the case */
	uint64_t voluntary_switches, involuntary_switches;
	bool stamped;              /* whether latency and peak_concurrency are known */
	struct latency latency;    /* from being taken in flight; with arrivals from being due */
	uint64_t peak_concurrency; /* tasks in flight at most, from their stamps */
	double clock_share;        /* of the cores' time that went into stamps; 0: not known */
	double mean_concurrency;   /* likewise on average, between the ramps; 0: not known */
	bool arrived; /* the batch had arrivals, and the following is known; stamped, too */
	struct latency latency_uncorrected; /* from being taken in flight, however late */
	uint64_t schedule_ns;  /* from the begin of the batch until the last task was due */
	uint64_t peak_arrived; /* tasks due and not ended, at most: those above concurrency had to
	                        * wait for a place */
	struct observed observed[OBSERVED_LIMIT];
	unsigned observed_count;
	bool has_evidence; /* whether any was looked for */
	struct evidence evidence;
};

/* What the processes of a case took together in a batch that was watched for it and not timed:
 * proportional set sizes, without what the harness keeps for its own accounts. */
struct memory {
	uint64_t readings;     /* 0: nothing below is known */
	uint64_t peak_bytes;   /* the highest reading */
	uint64_t growth_bytes; /* from before the runner was started to the peak, files left out */
	uint64_t in_flight;    /* tasks, or workers waiting for them where these were more; 0: none
	                          was seen */
	uint64_t bytes_per_task; /* the growth for each of several; 0: there were none */
};

/* One case in one block: one fresh process. */
struct block {
	uint64_t block; /* which block, from 0 */
	uint64_t order; /* its place in the run's order, from 0 */
	int64_t pid;
	uint64_t environment_bytes; /* that its process's environment was larger by; 0: not known */
	enum status status;
	char *reason;        /* NULL where status is STATUS_OK */
	uint64_t tasks;      /* of each of its samples */
	uint64_t startup_ns; /* of what the runner creates beyond one batch */
	uint64_t teardown_ns;
	uint64_t workers; /* threads, processes or loops created, in start-up or the last batch */
	unsigned *cpus_seen; /* where tasks really ended, ascending */
	size_t cpus_seen_count;
	bool has_server;    /* whether the built-in server answered, and where */
	bool server_shared; /* it had to share CPUs with the workers */
	unsigned *server_cpus;
	size_t server_cpus_count;
	bool has_canaries; /* whether any were taken */
	struct canaries canaries;
	struct disturbance disturbed; /* by disturbance_mark() */
	struct sample *samples;
	size_t sample_count;
	struct memory memory;
};

/* A median over blocks with its order-statistic interval. */
struct estimate {
	double median, low, high;
	double confidence; /* of [low, high], e.g. 0.9375; 0 where there are too few blocks for any
	                    */
};

/* Medians over blocks; 0: not known. */
struct memory_summary {
	uint64_t peak_bytes, bytes_per_task;
};

/* The kernel tells processor time in microseconds, and what the readings cost is in it: in a batch
 * that is shorter it cannot be told. */
#define SUMMARY_CPU_LEAST_NS 100000

/* What is from around the batch is in it, too: waking dozens of workers and calling them back takes
 * some percent of 10 ms. More than this many times what its CPUs can compute is not shown. */
#define SUMMARY_CPU_MOST 1.2

/* What the blocks of a case that are ok come to. */
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
	double latency_uncorrected_p50_ns, latency_uncorrected_p99_ns; /* likewise */
	struct observed observed[OBSERVED_LIMIT];                      /* likewise, by name */
	unsigned observed_count;
	struct memory_summary memory;
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
	unsigned *cpus; /* one a core */
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
	json_t *resumed;    /* array of times at which the run was gone on with; NULL: never */
	json_t *other_runs; /* array of {pid, folder, cpus, seen}: runs that used the same CPUs at
	                       the same time; NULL: none was seen */
	json_t *unfinished; /* array of {case, block, tasks, samples}: of cases that did not come to
	                       the end of a block; NULL: there were none */
	json_t *machine;  /* {hostname, cpu_model, cores, cpus, packages, numa_nodes, memory_bytes,
	                     kernel, …} */
	json_t *settings; /* {blocks, samples, sample_minimum_ns, pin, limit_ns,
	                     iterations_per_second, …} */
	struct runner_record *runners;
	size_t runner_count;
	char **groups; /* what cases were put together for, in the order of the suite; none: NULL */
	size_t groups_count;
	struct case_record *cases;
	size_t case_count;
};

/* Whether its tasks arrive at a rate: its throughput is what was asked for, and says nothing of
 * what is possible. */
static inline bool case_record_has_rate(const struct case_record *record)
{
	return record->arrivals.rate_per_second > 0;
}

/* "fixed", "poisson"; where there is a rate. */
const char *arrivals_name(const struct arrivals *arrivals);

/* "ok", "failed", "wrong-value", "crashed", "timed-out", "invalid", "not-run". */
const char *status_name(enum status status);

void block_clear(struct block *block);

/* The shortest of its samples in nanoseconds, as disturbance only adds time; INFINITY where it has
 * none. */
double block_fastest_ns(const struct block *block);
void case_record_clear(struct case_record *record);
void result_clear(struct result *result);

/* Fills a case's status, reason and tasks from its blocks, and its summary from those that are
 * ok and count by disturbance_decide(). 0, or -1 with the error. (summary.c) */
int case_record_summarise(struct case_record *record, struct error *error);

/* The same with intervals for a run that ends by their width (precision.h). */
int case_record_summarise_by_looks(struct case_record *record, struct error *error);

/* Whether its summary stands for it: some blocks are ok, and none went wrong (blocks that an
 * interrupted run did not reach do not count as wrong). */
bool case_record_measured(const struct case_record *record);

/* One block as JSON and back (record_json.c): what a case process answers, one line. */
json_t *block_to_json(const struct block *block);
int block_from_json(struct block *block, const json_t *json, struct error *error);

/* One of its samples likewise; `sample` is zero before it is read. */
json_t *sample_to_json(const struct sample *sample);
int sample_from_json(struct sample *sample, const json_t *json, struct error *error);

/* The whole as JSON, and back. A reader accepts what the schema accepts and refuses anything else
 * with the path of the first member that is wrong. */
json_t *result_to_json(const struct result *result);
int result_from_json(struct result *result, const json_t *json, struct error *error);

/* Reads a case into result->cases[index], which is there and zero; nothing else of the result is
 * changed. 0, or -1 with the error; the result is to be cleared either way. */
int result_read_case(struct result *result, size_t index, const json_t *json, struct error *error);

/* Reads one from a stream (record_stream.c). 0, or -1 with an error that begins with `name`. */
int result_read_stream(struct result *result, FILE *stream, const char *name, struct error *error);

/* Writes a file: to a temporary one beside it, synced, then renamed, and the folder synced. What
 * stands there is replaced only where it is an earlier state of the same run's result. 0 or -1. */
int result_write(const struct result *result, const char *path, struct error *error);

/* Makes sure that the name of a file in its folder is on the disk, too. 0, or -1 with errno. */
int record_sync_folder(const char *path);

/* Reads one. `path` may also be the folder that holds result.json, which must not be a link then. 0
 * or -1; the error names the file. */
int result_read(struct result *result, const char *path, struct error *error);

#endif
