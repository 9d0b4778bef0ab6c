/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Impossible batches; see fastest_possible.h. */
#include "config.h"

#include "bench/measure/fastest_possible.h"

#include "bench/measure/yardstick.h"
#include "support/clock.h"
#include "support/text.h"

#include <stdbool.h>

/* How much faster than the yardstick is still accepted: frequencies change. */
#define CPU_ALLOWANCE 1.25
/* Timers are never early, but clocks are adjusted while they run. */
#define WAIT_ALLOWANCE 1.01
/* A core shared with others can be slow for this long. */
#define RETRY_NS NANOSECONDS_PER_SECOND

static struct cost cost_of(const struct crew *crew)
{
	struct cost cost = {0};

	crew->work->workload->cost(crew->work, &cost);
	return cost;
}

static double elapsed_ns(const struct batch *batch)
{
	return (double)(batch->end_ns - batch->begin_ns);
}

/* The CPU time that the batch had available for each task. */
static double computing_ns(const struct crew *crew)
{
	return elapsed_ns(&crew->batch) * crew->cores / (double)crew->batch.tasks;
}

/* Whether the batch was faster than the yardstick allows, even after repeated measurements of the
 * yardstick. These have no pause between them, since a core that was just idle may be slow. */
static bool is_too_fast(struct crew *crew, double had_ns)
{
	uint64_t begin_ns = 0;

	while (had_ns * CPU_ALLOWANCE < cost_of(crew).fastest_cpu_ns) {
		const uint64_t now_ns = clock_now_ns();
		double again;

		if (begin_ns == 0)
			begin_ns = now_ns;
		if (now_ns - begin_ns > RETRY_NS)
			return true;
		again = yardstick_additions_per_second(crew->cpus[0]);
		if (again > crew->work->additions_per_second)
			crew->work->additions_per_second = again;
	}
	return false;
}

static enum status check_computing(struct crew *crew, struct error *error)
{
	char took[TEXT_NUMBER_SIZE], fastest[TEXT_NUMBER_SIZE];
	const double had_ns = computing_ns(crew);

	if (!is_too_fast(crew, had_ns))
		return STATUS_OK;
	error_set(error,
		"a task used %s of CPU but needs at least %s: the compiler may have removed "
		"work",
		text_duration_rounded(took, sizeof(took), had_ns),
		text_duration_rounded(fastest, sizeof(fastest), cost_of(crew).fastest_cpu_ns));
	return STATUS_INVALID;
}

/* The shortest time for which a stamped task was in flight, but at most the average time of a wave
 * of the batch; if no task is stamped, that average. */
static double shortest_ns(const struct crew *crew)
{
	const struct batch *batch = &crew->batch;
	const uint64_t waves = (batch->tasks + crew->concurrency - 1) / crew->concurrency;
	double shortest = elapsed_ns(batch) / (double)waves;

	for (uint64_t i = 0; batch->task_end_ns != NULL && i < batch->tasks; i++) {
		double task_ns = (double)(int64_t)(batch->task_end_ns[i] - batch->task_begin_ns[i]);

		if (task_ns < shortest)
			shortest = task_ns;
	}
	return shortest;
}

enum status fastest_possible_check(struct crew *crew, struct error *error)
{
	char took[TEXT_NUMBER_SIZE], fastest[TEXT_NUMBER_SIZE];
	const double wait_ns = cost_of(crew).fastest_wait_ns, had_ns = shortest_ns(crew);

	if (had_ns * WAIT_ALLOWANCE >= wait_ns)
		return check_computing(crew, error);
	error_set(error,
		"a task took %s but must wait for at least %s: it was stamped or "
		"ended too early",
		text_duration_rounded(took, sizeof(took), had_ns < 0 ? 0 : had_ns),
		text_duration_rounded(fastest, sizeof(fastest), wait_ns));
	return STATUS_INVALID;
}
