/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many tasks a batch has: whole groups of tasks that wait for each other, and whole waves. A
 * wave is as many tasks as may be in flight. Part of a wave would take as long as a whole one, and
 * its time would be divided by a number of tasks that changes from run to run.
 */
#ifndef BREAKEVEN_BENCH_CASE_BATCH_SIZE_H
#define BREAKEVEN_BENCH_CASE_BATCH_SIZE_H

#include "bench/case/job.h"
#include "workloads/workload.h"

#include <stdint.h>

#define BATCH_SIZE_WAVES 3 /* in a batch, at least */

/* The least number of tasks, `wanted` or more, in which every group of partners is whole. */
uint64_t batch_size_whole_groups(const struct workload *workload, uint64_t wanted);

/* The same for the waves of a job. */
uint64_t batch_size_whole_waves(const struct job *job, uint64_t wanted);

/* The number of tasks of the first batch of a job; of all batches if the job sets one. */
uint64_t batch_size_first(const struct job *job);

/* The number of tasks with which a batch lasts as long as the job wants, estimated from a batch of
 * `tasks` tasks that lasted elapsed_ns: whole waves if `capacity` is whole waves, and at most
 * `capacity`. */
uint64_t batch_size_grown(const struct job *job, uint64_t tasks, uint64_t elapsed_ns,
	uint64_t capacity);

#endif
