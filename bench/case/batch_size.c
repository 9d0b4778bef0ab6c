/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The number of tasks of a batch; see batch_size.h. */
#include "config.h"

#include "bench/case/batch_size.h"

#define GROWTH_LIMIT 100.0 /* from one batch to the next */
#define MARGIN 1.1         /* so that the next batch is probably long enough */

static uint64_t whole(uint64_t wanted, uint64_t part)
{
	return (wanted + part - 1) / part * part;
}

uint64_t batch_size_whole_groups(const struct workload *workload, uint64_t wanted)
{
	return whole(wanted, workload->partners > 0 ? workload->partners : 1);
}

uint64_t batch_size_whole_waves(const struct job *job, uint64_t wanted)
{
	return whole(wanted, batch_size_whole_groups(job->workload, job->concurrency));
}

uint64_t batch_size_first(const struct job *job)
{
	return job->tasks > 0 ? batch_size_whole_groups(job->workload, job->tasks)
			      : BATCH_SIZE_WAVES * batch_size_whole_waves(job, job->concurrency);
}

uint64_t batch_size_grown(const struct job *job, uint64_t tasks, uint64_t elapsed_ns,
	uint64_t capacity)
{
	const double growth = MARGIN * (double)job->sample_minimum_ns / (double)elapsed_ns;
	const double wanted = (double)tasks * (growth < GROWTH_LIMIT ? growth : GROWTH_LIMIT) + 1;

	return batch_size_whole_waves(job, wanted < (double)capacity ? (uint64_t)wanted : capacity);
}
