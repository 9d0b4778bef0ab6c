/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Little's law; see littles_law.h. */
#include "config.h"

#include "bench/measure/littles_law.h"

#include <math.h>

#define WAVES 3        /* of the tasks that may be in flight, at least: two are ramps */
#define ALLOWANCE 0.05 /* of the time in system: from the end of a task to the next begin */
#define LATENESSES 4.0 /* in the same gap: to the leader and back, each behind another */

static double mean_latency_ns(const struct batch *batch)
{
	double sum = 0;

	for (uint64_t i = 0; i < batch->tasks; i++)
		sum += (double)(int64_t)(batch->task_end_ns[i] - batch->task_begin_ns[i]);
	return sum / (double)batch->tasks;
}

bool littles_law_falls_short(const struct crew *crew, const struct overlap *overlap,
	struct error *reason)
{
	const struct batch *batch = &crew->batch;
	const double latency_ns = mean_latency_ns(batch);
	struct cost cost = {0};
	double late_ns, gap_ns, mean;

	crew->work->workload->cost(crew->work, &cost);
	if (cost.fastest_wait_ns <= 0 || cost.cpu_ns > ALLOWANCE * cost.fastest_wait_ns ||
		batch->tasks < WAVES * crew->grain * crew->concurrency ||
		(double)overlap->between_ns < latency_ns)
		return false;
	late_ns = fmax(latency_ns - cost.fastest_wait_ns, 0);
	gap_ns = ALLOWANCE * latency_ns + LATENESSES * late_ns;
	mean = crew->concurrency * latency_ns / (latency_ns + gap_ns);
	if (overlap->mean >= mean)
		return false;
	error_set(reason,
		"on average %.3g tasks were in flight while enough remained, but %u were "
		"promised: %.4g tasks/s × %.3g ms in flight",
		overlap->mean, crew->concurrency, overlap->mean / latency_ns * 1e9,
		latency_ns / 1e6);
	return true;
}
