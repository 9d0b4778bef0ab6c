/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checks after a batch, against batches that lie in each way that there is. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/measure/check.h"
#include "workloads/registry.h"

#define TASKS 8

static uint64_t expected(const struct work *work, uint64_t index)
{
	(void)work;
	return index * 10;
}

static const struct workload workload = {
	.name = "told", .task_size = sizeof(struct task), .expected = expected};
static struct work work = {.workload = &workload};
static const unsigned cpus[] = {3, 5};
static struct crew *crew;
static struct error error;

/* Two workers on CPUs 3 and 5, three tasks in flight allowed, and a batch that is in order: task i
 * lasts from i to i+2, so that two are in flight. */
static void set_up(void)
{
	crew = crew_new(&error);
	cr_assert_not_null(crew, "%s", error.text);
	crew->work = &work;
	crew->cpus = cpus;
	crew->cores = 2;
	crew->concurrency = 3;
	crew->pin_each = true;
	cr_assert_eq(crew_open(crew, TASKS, true, CREW_WORKER_PER_TASK, &error), 0, "%s",
		error.text);
	crew_prepare(crew, TASKS);
	for (uint64_t i = 0; i < TASKS; i++) {
		struct task task = {.index = i, .value = i * 10, .begin_ns = i + 1};

		worker_record(&crew->workers[i % 2], crew, &task, STEP_DONE, i + 3);
	}
	for (unsigned i = 0; i < crew->worker_limit; i++)
		memset(crew->workers[i].cpus_seen, 0, sizeof(crew->workers[i].cpus_seen));
	crew->workers[0].cpus_seen[0] = 1 << 3;
	crew->workers[1].cpus_seen[0] = 1 << 5;
	crew->batch.begin_ns = 1;
	crew->batch.end_ns = 11;
}

static void tear_down(void)
{
	crew_free(crew);
}

static void check_refused(enum status status, const char *words)
{
	cr_assert_eq(check_batch(crew, &error), status, "%s", error.text);
	cr_assert_not_null(strstr(error.text, words), "no \"%s\" in: %s", words, error.text);
}

Test(check, a_batch_in_order_passes, .init = set_up, .fini = tear_down)
{
	struct overlap overlap = {0};

	cr_assert_eq(check_batch(crew, &error), STATUS_OK, "%s", error.text);
	cr_assert_eq(check_concurrency(crew, &overlap, &error), STATUS_OK, "%s", error.text);
	cr_assert_eq(overlap.peak, 2);
}

Test(check, one_wrong_value, .init = set_up, .fini = tear_down)
{
	crew->batch.values[7] ^= 1;
	check_refused(STATUS_WRONG, "task 7 answered 71 instead of 70 (1 of 8 tasks wrong)");
}

Test(check, wrong_values, .init = set_up, .fini = tear_down)
{
	crew->batch.values[4] = 41;
	crew->batch.values[6] = 0;
	check_refused(STATUS_WRONG, "task 4 answered 41 instead of 40 (2 of 8 tasks wrong)");
}

/* The words of a workload, whatever it writes. */
static void describe_status(const struct work *of, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	(void)of;
	snprintf(buffer, size, "status %d of %d instead of %d", (int)value, (int)index, (int)right);
}

static void describe_nothing(const struct work *of, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	(void)of, (void)index, (void)value, (void)right, (void)buffer, (void)size;
}

static void describe_without_end(const struct work *of, uint64_t index, uint64_t value,
	uint64_t right, char *buffer, size_t size)
{
	(void)of, (void)index, (void)value, (void)right;
	memset(buffer, 'w', size);
}

Test(check, a_workload_says_what_its_value_means, .init = set_up, .fini = tear_down)
{
	struct workload described = workload;

	work.workload = &described;
	crew->batch.values[6] = 3;
	described.describe = describe_status;
	check_refused(STATUS_WRONG, "task 6: status 3 of 6 instead of 60 (1 of 8 tasks wrong)");
	error.text[0] = '\0';
	described.describe = describe_nothing;
	check_refused(STATUS_WRONG, "task 6 answered 3 instead of 60 (1 of 8 tasks wrong)");
	error.text[0] = '\0';
	described.describe = describe_without_end;
	check_refused(STATUS_WRONG, "www (1 of 8 tasks wrong)");
	work.workload = &workload;
}

/* Where a value means something, the message says it rather than two numbers. */
Test(check, own_workloads_say_what_their_values_mean)
{
	static const struct {
		const char *name, *words;
		uint64_t value, right;
	} rows[] = {
		{"http-fetch", "status 503 instead of 200", 503ULL << 32 | 3, 200ULL << 32 | 11},
		{"http-fetch", "39 bytes instead of 11", 200ULL << 32 | 39, 200ULL << 32 | 11},
		{"exec", "exit status 1 instead of 0", 1, 0},
		{"exec", "exit status 137 (128 + signal 9 (Killed)) instead of 0", 137, 0},
		{"counter", "counted up 9 times instead of 10", 5 + 9, 5 + 10},
		{"sleep", "slept for 9 ns instead of 10", 5 + 9, 5 + 10},
		{"noop", "has the value of task 7", 7, 5},
		{"cpu-sum", "a sum of 9 instead of 10", 9, 10},
		{"mixed", "a sum of 9 instead of 10", 5 + 9, 5 + 10},
		{"memory-stream", "a sum of 9 instead of 10", 9, 10},
		{"hash", "a digest that begins with 0000000000000009 instead of 000000000000000a",
			5 + 9, 5 + 10},
		{"ping-pong", "messages whose numbers add up to 9 instead of 10", 9, 10},
		{"file-read",
			"a file whose checksum is 0000000000000009 instead of 000000000000000a", 9,
			10},
		{"file-write", "wrote 10 bytes, but 9 of them are in its file", 5 + 10, 5 + 9},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct workload *found = workload_find(rows[i].name, &error);
		char words[256] = "";

		cr_assert_not_null(found, "%s", error.text);
		cr_assert_not_null(found->describe, "%s describes nothing", rows[i].name);
		found->describe(&work, 5, rows[i].value, rows[i].right, words, sizeof(words));
		cr_expect_str_eq(words, rows[i].words, "%s: %s", rows[i].name, words);
	}
}

Test(check, a_task_that_never_ran, .init = set_up, .fini = tear_down)
{
	crew_prepare(crew, TASKS);
	crew->workers[0].done = TASKS;
	check_refused(STATUS_WRONG, "task 0: no value instead of 0 (8 of 8 tasks wrong)");
}

Test(check, a_lost_task, .init = set_up, .fini = tear_down)
{
	crew->workers[1].done--;
	check_refused(STATUS_FAILED, "7 tasks ended instead of 8");
}

Test(check, failed_tasks_with_the_first_reason, .init = set_up, .fini = tear_down)
{
	worker_note_failure(&crew->workers[1], &(struct task){.index = 5, .result = -EIO},
		STEP_FAILED);
	worker_note_failure(&crew->workers[0], &(struct task){.index = 2, .result = -ENOSPC},
		STEP_FAILED);
	check_refused(STATUS_FAILED,
		"task 2 failed: No space left on device (2 of 8 tasks failed)");
}

Test(check, a_worker_found_elsewhere, .init = set_up, .fini = tear_down)
{
	crew->workers[1].cpus_seen[0] |= 1 << 3;
	check_refused(STATUS_FAILED, "worker 1, bound to CPU 5, was found on CPU 3");
	error.text[0] = '\0';
	crew->pin_each = false;
	cr_assert_eq(check_batch(crew, &error), STATUS_OK,
		"unpinned workers may be on any core of the case");
	crew->workers[1].cpus_seen[1] |= 1;
	check_refused(STATUS_FAILED, "was found on CPU 64");
}

Test(check, a_batch_without_times, .init = set_up, .fini = tear_down)
{
	crew->batch.end_ns = crew->batch.begin_ns;
	check_refused(STATUS_FAILED, "did not say when the batch began and ended");
}

Test(check, more_in_flight_than_allowed, .init = set_up, .fini = tear_down)
{
	struct overlap overlap = {0};

	for (uint64_t i = 0; i < 4; i++)
		crew->batch.task_begin_ns[i] = 1;
	cr_assert_eq(check_concurrency(crew, &overlap, &error), STATUS_FAILED);
	cr_assert_eq(overlap.peak, 4);
	cr_assert_not_null(strstr(error.text, "4 tasks were in flight; at most 3 are allowed"),
		"%s", error.text);
}

Test(check, a_task_begun_before_it_was_due, .init = set_up, .fini = tear_down)
{
	uint64_t intended_ns[TASKS];

	for (uint64_t i = 0; i < TASKS; i++)
		intended_ns[i] = i;
	crew->batch.intended_ns = intended_ns;
	cr_assert_eq(check_batch(crew, &error), STATUS_OK, "%s", error.text);
	intended_ns[5] += 3;
	check_refused(STATUS_FAILED, "task 5 began 3 ns before it was due");
	crew->batch.intended_ns = NULL;
}

Test(check, a_workers_own_error_is_reported, .init = set_up, .fini = tear_down)
{
	error_set(&crew->workers[1].error, "refused");
	cr_assert_eq(crew_check_workers(crew, &error), -1);
	cr_assert_str_eq(error.text, "worker 1: refused");
}
