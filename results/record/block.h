/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one case process measured: a block of a case, its samples, and what was seen around them.
 *
 * Strings and arrays are owned by the block and freed with it.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_BLOCK_H
#define BREAKEVEN_RESULTS_RECORD_BLOCK_H

#include "results/record/canaries.h"
#include "results/record/evidence.h"
#include "results/statistics/quantile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum status {
	STATUS_OK,
	STATUS_FAILED,  /* could not start, a task failed, or the runner reported an error */
	STATUS_WRONG,   /* a task's value is not what the workload expects */
	STATUS_CRASHED, /* ended by a signal, or without an answer */
	STATUS_TIMEOUT, /* did not end within its limit */
	STATUS_INVALID, /* its figures are impossible: the work was not done as it must be */
	STATUS_NOT_RUN, /* the run was interrupted before it */
};

#define OBSERVED_LIMIT 4 /* of one batch */

/* A figure besides time that a workload observed in a batch: updates that were lost, for example.
 */
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
	double mean_concurrency;   /* tasks in flight on average, between the ramps; 0: not known */
	bool arrived; /* the batch had arrivals, and the following is known; stamped, too */
	struct latency latency_uncorrected; /* from being taken in flight, however late */
	uint64_t schedule_ns;  /* from the start of the batch until the last task was due */
	uint64_t peak_arrived; /* tasks due and not ended, at most: those above concurrency had to
	                        * wait for a place */
	struct observed observed[OBSERVED_LIMIT];
	unsigned observed_count;
	bool has_evidence; /* whether any was looked for */
	struct evidence evidence;
};

/* Memory that the processes of a case used together in a batch that was watched and not timed:
 * proportional set sizes, without what the harness keeps for its own records. */
struct memory {
	uint64_t readings;     /* 0: nothing below is known */
	uint64_t peak_bytes;   /* the highest reading */
	uint64_t growth_bytes; /* from before the runner was started to the peak, files left out */
	uint64_t in_flight;    /* tasks, or workers waiting for them where these were more; 0: none
	                          was seen */
	uint64_t bytes_per_task; /* the growth per task where there were several; else 0 */
};

/* One case in one block: one fresh process. */
struct block {
	uint64_t block; /* which block, from 0 */
	uint64_t order; /* its place in the run's order, from 0 */
	int64_t pid;
	uint64_t environment_bytes; /* by which its environment was larger; 0: not known */
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

/* "ok", "failed", "wrong-value", "crashed", "timed-out", "invalid", "not-run". */
const char *status_name(enum status status);

void block_clear(struct block *block);

/* The shortest of its samples in nanoseconds, because disturbance only adds time; INFINITY where it
 * has none. */
double block_fastest_ns(const struct block *block);

#endif
