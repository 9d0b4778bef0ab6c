/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measuring one case: where workers are bound, how batches are settled, what a failure leaves. */
#include "config.h"

#include "bench/measure/measure.h"
#include "support/parameter_pool.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>
#include <time.h>

#include <criterion/criterion.h>

static struct topology *topology;
static struct error error;

static void set_up(void)
{
	cr_assert_eq(topology_load(&topology, &error), 0, "%s", error.text);
}

static void tear_down(void)
{
	topology_free(topology);
}

/* A task that answers on how many CPUs it may run. */
static enum step count_cpus(struct task *task, struct work *work)
{
	cpu_set_t allowed;

	(void)work;
	if (sched_getaffinity(0, sizeof(allowed), &allowed) < 0) {
		task->result = -errno;
		return STEP_FAILED;
	}
	task->value = (uint64_t)CPU_COUNT(&allowed);
	return STEP_DONE;
}

static uint64_t expected_cpus;

static uint64_t expect_cpus(const struct work *work, uint64_t index)
{
	(void)work;
	(void)index;
	return expected_cpus;
}

static void cost_nothing(const struct work *work, struct cost *cost)
{
	(void)work;
	*cost = (struct cost){0};
}

static const struct workload counting = {
	.name = "counting",
	.task_size = sizeof(struct task),
	.step = count_cpus,
	.expected = expect_cpus,
	.cost = cost_nothing,
};

static struct job make_job(const char *runner, unsigned cores, unsigned concurrency)
{
	const struct pin pin = {.policy = PIN_CORES};
	struct job job = {
		.workload = &counting,
		.runner = runner_find(runner, &error),
		.cores = cores,
		.concurrency = concurrency,
		.pin_each = true,
		.tasks = 8,
		.samples = 1,
		.stamped = true,
	};

	cr_assert_not_null(job.runner, "%s", error.text);
	job.workload_parameters = parameter_pool_make(NULL, "", &error);
	cr_assert_not_null(job.workload_parameters, "%s", error.text);
	job.runner_parameters = parameter_pool_make(job.runner->parameters, "", &error);
	cr_assert_not_null(job.runner_parameters, "%s", error.text);
	cr_assert_eq(topology_place(topology, &pin, cores, job.cpus, &error), 0, "%s", error.text);
	return job;
}

static void check_bound(const char *runner, bool pin_each, unsigned cpus)
{
	struct job job = make_job(runner, 2, 2);
	struct block block = {0};

	job.pin_each = pin_each;
	expected_cpus = cpus;
	measure(&job, topology, &block);
	cr_expect_eq(block.status, STATUS_OK, "%s: %s", runner, block.reason);
	block_clear(&block);
}

Test(measure, workers_have_one_core_each_or_all_of_the_case, .init = set_up, .fini = tear_down)
{
	static const char *const runners[] = {
		"threads", "thread-pool", "processes", "process-pool"};

	if (topology_cores(topology) < 2)
		cr_skip_test("this process may use one core");
	for (size_t i = 0; i < sizeof(runners) / sizeof(runners[0]); i++) {
		check_bound(runners[i], true, 1);
		check_bound(runners[i], false, 2);
	}
}

Test(measure, a_batch_grows_until_it_is_long_enough, .init = set_up, .fini = tear_down)
{
	struct job job = make_job("async", 1, 4);
	struct block block = {0}, again = {0};

	expected_cpus = 1;
	job.tasks = 0;
	job.sample_minimum_ns = 50000000;
	measure(&job, topology, &block);
	cr_assert_eq(block.status, STATUS_OK, "%s", block.reason);
	cr_assert_gt(block.tasks, 3 * 4, "no growth from three waves");
	cr_assert_eq(block.tasks % 4, 0, "%ju tasks are no whole waves", (uintmax_t)block.tasks);
	job.tasks = block.tasks;
	measure(&job, topology, &again);
	cr_assert_eq(again.tasks, block.tasks, "a number that is given is kept");
	block_clear(&block);
	block_clear(&again);
}

static unsigned warm_tasks; /* done so far */

/* A task that is slow in the first three waves, and only there. */
static enum step warm(struct task *task, struct work *work)
{
	(void)work;
	if (warm_tasks++ < 3 * 4)
		usleep(8000);
	task->value = 1;
	return STEP_DONE;
}

static uint64_t expect_one(const struct work *work, uint64_t index)
{
	(void)work;
	(void)index;
	return 1;
}

static const struct workload warming = {
	.name = "warming",
	.task_size = sizeof(struct task),
	.step = warm,
	.expected = expect_one,
	.cost = cost_nothing,
};

/* The first batch lasts about twice as long as it must, the next one next to nothing, unless others
 * take the core just then. */
Test(measure, a_cold_batch_settles_nothing, .init = set_up, .fini = tear_down)
{
	struct job job = make_job("async", 1, 4);
	struct block block = {0};

	job.workload = &warming;
	job.tasks = 0;
	job.sample_minimum_ns = 50000000;
	for (unsigned attempt = 0; attempt < 5 && block.tasks <= 3 * 4; attempt++) {
		block_clear(&block);
		warm_tasks = 0;
		measure(&job, topology, &block);
		cr_assert_eq(block.status, STATUS_OK, "%s", block.reason);
	}
	cr_assert_gt(block.tasks, 3 * 4);
	block_clear(&block);
}

Test(measure, three_waves_at_least, .init = set_up, .fini = tear_down)
{
	struct job job = make_job("async", 1, 100);
	struct block block = {0};

	expected_cpus = 1;
	job.tasks = 0;
	job.sample_minimum_ns = 1;
	measure(&job, topology, &block);
	cr_assert_eq(block.status, STATUS_OK, "%s", block.reason);
	cr_assert_eq(block.tasks, 300);
	block_clear(&block);
}

Test(measure, evidence_is_taken, .init = set_up, .fini = tear_down)
{
	struct job job = make_job("serial", 1, 1);
	struct block block = {0};

	expected_cpus = 1;
	measure(&job, topology, &block);
	cr_assert_eq(block.status, STATUS_OK, "%s", block.reason);
	cr_assert(block.samples[0].has_evidence);
	cr_expect(block.samples[0].evidence.known[EVIDENCE_MINOR_FAULTS]);
	cr_expect_eq(block.workers, 1, "counting them is left as it was");
	block_clear(&block);
}

/* Where the batch makes its workers, nobody saw them move. */
Test(measure, migrations_of_workers_of_the_batch, .init = set_up, .fini = tear_down)
{
	struct job job = make_job("threads", 1, 2);
	struct block block = {0};

	expected_cpus = 1;
	measure(&job, topology, &block);
	cr_assert_eq(block.status, STATUS_OK, "%s", block.reason);
	cr_expect_not(block.samples[0].evidence.known[EVIDENCE_MIGRATIONS]);
	cr_expect_eq(block.workers, 8);
	block_clear(&block);
}

Test(measure, a_wrong_value_is_a_status_with_its_reason, .init = set_up, .fini = tear_down)
{
	struct job job = make_job("serial", 1, 1);
	struct block block = {0};

	expected_cpus = 7;
	measure(&job, topology, &block);
	cr_assert_eq(block.status, STATUS_WRONG);
	cr_assert_str_eq(block.reason, "task 0 answered 1 instead of 7 (8 of 8 tasks wrong)");
	cr_assert_eq(block.sample_count, 0);
	block_clear(&block);
}

#define MUCH (200UL << 20)

static size_t touched_bytes;

/* A task that takes memory, holds it for a while, and gives it back. */
static enum step take_memory(struct task *task, struct work *work)
{
	const struct timespec while_it_is_read = {.tv_nsec = 300000000};
	void *memory = mmap(NULL, touched_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)work;
	if (memory == MAP_FAILED)
		return STEP_FAILED;
	memset(memory, 1, touched_bytes);
	nanosleep(&while_it_is_read, NULL);
	munmap(memory, touched_bytes);
	task->value = 1;
	return STEP_DONE;
}

static struct memory memory_of(const char *runner, size_t bytes)
{
	struct job job = make_job(runner, 1, 1);
	struct workload taking = counting;
	struct block block = {0};
	struct memory memory;

	taking.step = take_memory;
	job.workload = &taking;
	job.tasks = 1;
	job.memory = true;
	touched_bytes = bytes;
	expected_cpus = 1;
	measure(&job, topology, &block);
	cr_assert_eq(block.status, STATUS_OK, "%s: %s", runner, block.reason);
	cr_assert_gt(block.memory.readings, 0, "%s", runner);
	memory = block.memory;
	block_clear(&block);
	return memory;
}

/* In one and the same process, which a case has for itself elsewhere. */
Test(measure, memory_is_of_the_case_and_not_of_the_one_before, .init = set_up, .fini = tear_down)
{
	static const char *const runners[] = {"serial", "process-pool"};

	for (size_t i = 0; i < sizeof(runners) / sizeof(runners[0]); i++) {
		struct memory big = memory_of(runners[i], MUCH),
			      small = memory_of(runners[i], MUCH / 100);

		cr_expect_geq(big.peak_bytes, MUCH, "%s: %ju", runners[i],
			(uintmax_t)big.peak_bytes);
		cr_expect_geq(big.growth_bytes, MUCH, "%s: %ju", runners[i],
			(uintmax_t)big.growth_bytes);
		cr_expect_geq(small.growth_bytes, MUCH / 100, "%s: %ju", runners[i],
			(uintmax_t)small.growth_bytes);
		cr_expect_lt(small.peak_bytes, MUCH / 2, "%s: %ju", runners[i],
			(uintmax_t)small.peak_bytes);
		cr_expect_lt(small.growth_bytes, MUCH / 10, "%s: %ju", runners[i],
			(uintmax_t)small.growth_bytes);
		cr_expect_eq(big.bytes_per_task, 0, "one task tells nothing");
	}
}

/* Asked by AddressSanitizer, where the program has it. It keeps what was freed for a while, by
 * default up to 256 MB: that would be taken for memory of the case. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "quarantine_size_mb=1:thread_local_quarantine_size_kb=64";
}

/* What the harness keeps for each task of a long batch is not the case's. */
Test(measure, memory_is_without_the_accounts, .init = set_up, .fini = tear_down)
{
	struct job job = make_job("serial", 1, 1);
	const size_t accounts_bytes = 24UL << 20;
	struct block block = {0};

	job.tasks = accounts_bytes / (3 * sizeof(uint64_t));
	job.memory = true;
	expected_cpus = 1;
	measure(&job, topology, &block);
	cr_assert_eq(block.status, STATUS_OK, "%s", block.reason);
	cr_expect_gt(block.memory.readings, 0);
	cr_expect_lt(block.memory.growth_bytes, accounts_bytes / 3, "%ju",
		(uintmax_t)block.memory.growth_bytes);
	block_clear(&block);
}

Test(measure, memory_only_where_it_is_asked_for, .init = set_up, .fini = tear_down)
{
	struct job job = make_job("threads", 1, 4);
	struct block block = {0};

	expected_cpus = 1;
	measure(&job, topology, &block);
	cr_assert_eq(block.status, STATUS_OK, "%s", block.reason);
	cr_expect_eq(block.memory.readings, 0);
	block_clear(&block);
}

static int refuse(struct work *work, struct error *why)
{
	(void)work;
	return error_set(why, "refused by the workload");
}

Test(measure, a_workload_that_cannot_open, .init = set_up, .fini = tear_down)
{
	struct job job = make_job("serial", 1, 1);
	struct workload refusing = counting;
	struct block block = {0};

	refusing.open = refuse;
	job.workload = &refusing;
	measure(&job, topology, &block);
	cr_assert_eq(block.status, STATUS_FAILED);
	cr_assert_str_eq(block.reason, "refused by the workload");
	block_clear(&block);
}

/* Eight tasks in one worker are ended eight times, and the batch begins and ends. */
Test(measure, what_the_clock_took, .init = set_up, .fini = tear_down)
{
	struct job job = make_job("serial", 1, 1);
	struct block block = {0};
	double clock_ns;

	expected_cpus = 1;
	measure(&job, topology, &block);
	cr_assert_eq(block.status, STATUS_OK, "%s", block.reason);
	clock_ns = block.samples[0].clock_share * (double)block.samples[0].elapsed_ns / 11;
	cr_expect_gt(clock_ns, 1);
	cr_expect_lt(clock_ns, 20000);
	cr_expect_eq(block.samples[0].mean_concurrency, 1);
	block_clear(&block);
	job.stamped = false;
	measure(&job, topology, &block);
	cr_expect_float_eq(block.samples[0].clock_share * (double)block.samples[0].elapsed_ns / 2,
		clock_ns, 0.9 * clock_ns);
	cr_expect_eq(block.samples[0].mean_concurrency, 0);
	block_clear(&block);
}
