/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks after a batch; see check.h. */
#include "config.h"

#include "bench/measure/check.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "bench/case/hook.h"
#include "support/limits.h"
#include "support/text.h"

#define WORDS_SIZE 256

static const char *failure(const struct worker *worker)
{
	if (worker->failed_reason[0] != '\0')
		return worker->failed_reason;
	return worker->failed_result < 0 && worker->failed_result > INT_MIN
		? limits_error((int)-worker->failed_result)
		: "no reason given";
}

static enum status check_tasks(const struct crew *crew, struct error *error)
{
	const struct worker *first = NULL;
	uint64_t done = 0, failed = 0;

	for (unsigned i = 0; i < crew->worker_limit; i++) {
		const struct worker *worker = &crew->workers[i];

		done += worker->done;
		failed += worker->failed;
		if (worker->failed > 0 &&
			(first == NULL || worker->failed_index < first->failed_index))
			first = worker;
	}
	if (done != crew->batch.tasks)
		error_set(error, "%" PRIu64 " tasks ended instead of %" PRIu64, done,
			crew->batch.tasks);
	else if (first != NULL)
		error_set(error,
			"task %" PRIu64 " failed: %s (%" PRIu64 " of %" PRIu64 " tasks failed)",
			first->failed_index, failure(first), failed, done);
	else
		return STATUS_OK;
	return STATUS_FAILED;
}

/* ": status 503 instead of 200", formatted by the workload if it can. */
static void describe_value(const struct crew *crew, uint64_t index, char *buffer, size_t size)
{
	const struct workload *workload = crew->work->workload;
	const uint64_t value = crew->batch.values[index];
	const uint64_t expected = workload->expected(crew->work, index);
	char words[WORDS_SIZE] = "";

	/* The initial value that crew_prepare() set. */
	if (value == ~expected) {
		snprintf(words, sizeof(words), "no value instead of %" PRIu64, expected);
	} else if (workload->describe != NULL) {
		hook_enter(HOOK_DESCRIBE);
		workload->describe(crew->work, index, value, expected, words, sizeof(words));
		hook_enter(HOOK_EXPECTED);
	}
	words[sizeof(words) - 1] = '\0';
	if (words[0] != '\0')
		snprintf(buffer, size, ": %s", words);
	else
		snprintf(buffer, size, " answered %" PRIu64 " instead of %" PRIu64, value,
			expected);
}

static enum status check_values(const struct crew *crew, struct error *error)
{
	uint64_t index = 0, wrong = crew_wrong_values(crew, &index);
	char what[WORDS_SIZE + 2];

	if (wrong == 0)
		return STATUS_OK;
	describe_value(crew, index, what, sizeof(what));
	error_set(error, "task %" PRIu64 "%s (%" PRIu64 " of %" PRIu64 " task%s wrong)", index,
		what, wrong, crew->batch.tasks, text_plural(crew->batch.tasks));
	return STATUS_WRONG;
}

static bool may_run_on(const struct crew *crew, const struct worker *worker, unsigned cpu)
{
	if (crew->pin_each)
		return cpu == worker->cpu;
	for (unsigned i = 0; i < crew->cores; i++)
		if (crew->cpus[i] == cpu)
			return true;
	return false;
}

static enum status check_places(const struct crew *crew, struct error *error)
{
	for (unsigned i = 0; i < crew->worker_limit; i++) {
		const struct worker *worker = &crew->workers[i];

		for (unsigned cpu = 0; cpu < CREW_CPU_LIMIT; cpu++) {
			if (!(worker->cpus_seen[cpu / 64] >> cpu % 64 & 1) ||
				may_run_on(crew, worker, cpu))
				continue;
			error_set(error, "worker %u, bound to CPU %u, was found on CPU %u", i,
				worker->cpu, cpu);
			return STATUS_FAILED;
		}
	}
	return STATUS_OK;
}

/* No task may begin before it arrives. */
static enum status check_arrivals(const struct crew *crew, struct error *error)
{
	const struct batch *batch = &crew->batch;

	if (batch->intended_ns == NULL || batch->task_begin_ns == NULL)
		return STATUS_OK;
	for (uint64_t i = 0; i < batch->tasks; i++) {
		const uint64_t due_ns = batch->begin_ns + batch->intended_ns[i];

		if (batch->task_begin_ns[i] >= due_ns)
			continue;
		error_set(error, "task %" PRIu64 " began %" PRIu64 " ns before it was due", i,
			due_ns - batch->task_begin_ns[i]);
		return STATUS_FAILED;
	}
	return STATUS_OK;
}

enum status check_batch(const struct crew *crew, struct error *error)
{
	enum status status = check_tasks(crew, error);

	if (status == STATUS_OK)
		status = check_values(crew, error);
	if (status == STATUS_OK)
		status = check_places(crew, error);
	if (status == STATUS_OK)
		status = check_arrivals(crew, error);
	if (status == STATUS_OK && crew->batch.end_ns <= crew->batch.begin_ns) {
		error_set(error, "the runner did not say when the batch began and ended");
		status = STATUS_FAILED;
	}
	return status;
}

enum status check_concurrency(const struct crew *crew, struct overlap *overlap, struct error *error)
{
	const struct batch *batch = &crew->batch;
	const size_t spare = (size_t)crew->concurrency * (crew->grain - 1);

	if (overlap_of(overlap, batch->task_begin_ns, batch->task_end_ns, batch->tasks,
		    crew->concurrency, spare, error) < 0)
		return STATUS_FAILED;
	if (overlap->peak <= crew->concurrency)
		return STATUS_OK;
	error_set(error, "%" PRIu64 " tasks were in flight; at most %u are allowed", overlap->peak,
		crew->concurrency);
	return STATUS_FAILED;
}
