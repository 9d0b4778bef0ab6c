/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the runners themselves cost and reach: empty tasks, computing on two cores, a thousand and a
 * million sleeps, the lateness of timers beside that of a bare epoll_pwait2.
 *
 * Each sample is a fresh process that measures one case by the program's own means. The contestants
 * of a comparison take turns, in an order that changes from round to round; medians over the rounds
 * are printed.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/measure/measure.h"
#include "results/statistics/estimate.h"
#include "results/statistics/quantile.h"
#include "results/statistics/shuffle.h"
#include "support/clock.h"
#include "support/parameter_pool.h"
#include "support/system_call.h"
#include "support/text.h"
#include "workloads/operations/sleep.h"

#define ROUNDS 7
#define CONTESTANT_LIMIT 8
#define LATENESS_TASKS 1000
#define LATENESS_SPREAD_NS (100 * NANOSECONDS_PER_MILLISECOND)

struct contestant {
	const char *title, *workload, *parameters;
	const char *runner; /* "name" or "name:parameter=value,…" */
	unsigned cores, concurrency;
	uint64_t tasks;    /* 0: as many as 50 ms take */
	bool only_warm_up; /* for memory: working the samples out takes some, too */
};

struct figure {
	double task_ns; /* elapsed time a task */
	double elapsed_ns;
	double cpu_ns;       /* of the whole batch */
	double memory_bytes; /* resident at most, in the whole life of the process */
};

static struct topology *topology;

static _Noreturn void die(const char *what, const char *why)
{
	fprintf(stderr, "figures/runners: %s: %s\n", what, why);
	exit(1);
}

static void make_job(struct job *job, const struct contestant *contestant)
{
	const struct pin pin = {.policy = PIN_CORES};
	struct error error = {0};
	char runner[128];
	const char *assignments;

	snprintf(runner, sizeof(runner), "%s", contestant->runner);
	assignments = text_split(runner, ':');
	if (job_init(job, contestant->workload, contestant->parameters, runner,
		    assignments != NULL ? assignments : "", &error) < 0 ||
		topology_place(topology, &pin, contestant->cores, job->cpus, &error) < 0)
		die(contestant->title, error.text);
	job->cores = contestant->cores;
	job->concurrency = contestant->concurrency;
	job->tasks = contestant->tasks;
	job->samples = contestant->only_warm_up ? 0 : 1;
	job->sample_minimum_ns = 50 * NANOSECONDS_PER_MILLISECOND;
	job->stamped = strcmp(contestant->workload, "noop") != 0;
}

static _Noreturn void child_main(const struct contestant *contestant, int answer)
{
	struct block block = {0};
	struct figure figure;
	struct job job;

	make_job(&job, contestant);
	measure(&job, topology, &block);
	if (block.status != STATUS_OK)
		die(contestant->title, block.reason);
	figure = (struct figure){0};
	if (block.sample_count > 0)
		figure = (struct figure){
			.task_ns = (double)block.samples[0].elapsed_ns / (double)block.tasks,
			.elapsed_ns = (double)block.samples[0].elapsed_ns,
			.cpu_ns = (double)(block.samples[0].user_ns + block.samples[0].system_ns),
		};
	_exit(write(answer, &figure, sizeof(figure)) == sizeof(figure) ? 0 : 1);
}

/* One sample in a fresh process. */
static struct figure sample(const struct contestant *contestant)
{
	struct figure figure = {0};
	struct rusage usage;
	int ends[2], status;
	pid_t pid;

	if (pipe(ends) < 0 || (pid = fork()) < 0)
		die(contestant->title, "cannot start a process");
	if (pid == 0)
		child_main(contestant, ends[1]);
	close(ends[1]);
	if (read(ends[0], &figure, sizeof(figure)) != sizeof(figure))
		exit(1);
	close(ends[0]);
	wait4(pid, &status, 0, &usage);
	figure.memory_bytes = (double)usage.ru_maxrss * 1024;
	return figure;
}

struct series {
	double task_ns[ROUNDS], elapsed_ns[ROUNDS], cpu_ns[ROUNDS], memory_bytes[ROUNDS];
};

/* All rounds of a comparison; the medians into figures. */
static void compare(const struct contestant *contestants, size_t count, unsigned rounds,
	struct figure *figures)
{
	static struct series series[CONTESTANT_LIMIT];
	size_t order[CONTESTANT_LIMIT];

	for (unsigned round = 0; round < rounds; round++) {
		shuffle_order(1, round, order, count, NULL);
		for (size_t i = 0; i < count; i++) {
			struct series *to = &series[order[i]];
			struct figure figure = sample(&contestants[order[i]]);

			to->task_ns[round] = figure.task_ns;
			to->elapsed_ns[round] = figure.elapsed_ns;
			to->cpu_ns[round] = figure.cpu_ns;
			to->memory_bytes[round] = figure.memory_bytes;
		}
	}
	for (size_t i = 0; i < count; i++)
		figures[i] = (struct figure){
			.task_ns = estimate_median(series[i].task_ns, rounds),
			.elapsed_ns = estimate_median(series[i].elapsed_ns, rounds),
			.cpu_ns = estimate_median(series[i].cpu_ns, rounds),
			.memory_bytes = estimate_median(series[i].memory_bytes, rounds),
		};
}

static void empty_tasks(void)
{
	static const struct contestant contestants[] = {
		{"serial", "noop", "", "serial", 1, 1, 0, false},
		{"async, 1 in flight", "noop", "", "async", 1, 1, 0, false},
		{"async, 64 in flight", "noop", "", "async", 1, 64, 0, false},
		{"thread-pool, 1 worker", "noop", "", "thread-pool", 1, 1, 0, false},
		{"process-pool, 1 worker", "noop", "", "process-pool", 1, 1, 0, false},
		{"thread-pool, 2 workers on 2 cores", "noop", "", "thread-pool", 2, 2, 0, false},
	};
	const size_t count =
		sizeof(contestants) / sizeof(contestants[0]) - (topology_cores(topology) < 2);
	struct figure figures[CONTESTANT_LIMIT];

	compare(contestants, count, ROUNDS, figures);
	printf("Empty tasks (to stay at or below 10 ns in async and in thread-pool with one worker)\n");
	for (size_t i = 0; i < count; i++)
		printf("  %-36s %6.1f ns a task\n", contestants[i].title, figures[i].task_ns);
}

/* The ways in which tasks come to the workers of a pool. */
static void ways(void)
{
	static const struct contestant contestants[] = {
		{"thread-pool", "noop", "", "thread-pool", 2, 2, 0, false},
		{"thread-pool, chunk=64", "noop", "", "thread-pool:chunk=64", 2, 2, 0, false},
		{"thread-pool, stealing", "noop", "", "thread-pool:queue=stealing", 2, 2, 0, false},
		{"thread-pool, submit", "noop", "", "thread-pool:dispatch=submit", 2, 2, 0, false},
		{"process-pool, submit", "noop", "", "process-pool:dispatch=submit", 2, 2, 0,
			false},
		{"process-pool, pipe", "noop", "", "process-pool:channel=pipe", 2, 2, 0, false},
		{"process-pool, pipe, chunk=64", "noop", "", "process-pool:channel=pipe,chunk=64",
			2, 2, 0, false},
		{"openmp", "noop", "", "openmp", 2, 2, 0, false},
	};
	const size_t last = sizeof(contestants) / sizeof(contestants[0]) - 1;
	struct error error = {0};
	const size_t count = last + (runner_find("openmp", &error) != NULL);
	struct figure figures[CONTESTANT_LIMIT];

	if (topology_cores(topology) < 2)
		return;
	compare(contestants, count, ROUNDS, figures);
	printf("\nEmpty tasks through the pools, 2 workers on 2 cores\n");
	for (size_t i = 0; i < count; i++)
		printf("  %-36s %6.1f ns a task\n", contestants[i].title, figures[i].task_ns);
}

static void computing(void)
{
	static const struct contestant contestants[] = {
		{"serial", "cpu-sum", "", "serial", 1, 1, 0, false},
		{"async, 8 in flight", "cpu-sum", "", "async", 1, 8, 0, false},
		{"threads, 2 on 2 cores", "cpu-sum", "iterations=1e7", "threads", 2, 2, 0, false},
		{"thread-pool, 2 workers on 2 cores", "cpu-sum", "", "thread-pool", 2, 2, 0, false},
		{"process-pool, 2 workers on 2 cores", "cpu-sum", "", "process-pool", 2, 2, 0,
			false},
	};
	static const struct contestant large = {
		"serial", "cpu-sum", "iterations=1e7", "serial", 1, 1, 0, false};
	const size_t count = sizeof(contestants) / sizeof(contestants[0]);
	struct figure figures[CONTESTANT_LIMIT], large_figure;

	if (topology_cores(topology) < 2) {
		printf("\nComputing on 2 cores: this process may use only one\n");
		return;
	}
	compare(contestants, count, ROUNDS, figures);
	compare(&large, 1, ROUNDS, &large_figure);
	printf("\nComputing, times serial (2 workers: at least 1.8; async: about 1.0)\n");
	for (size_t i = 1; i < count; i++) {
		bool is_large = contestants[i].parameters[0] != '\0';
		double serial_ns = is_large ? large_figure.task_ns : figures[0].task_ns;

		printf("  %-36s %6.2f%s\n", contestants[i].title, serial_ns / figures[i].task_ns,
			is_large ? " (tasks of 1e7 iterations)" : "");
	}
}

static void sleeps(void)
{
	static const struct contestant thousand = {
		"1000 sleeps", "sleep", "duration=10ms", "async", 1, 1000, 10000, false};
	static const struct contestant million = {
		"1e6 sleeps", "sleep", "duration=100ms", "async", 1, 1000000, 1000000, false};
	static const struct contestant resident = {
		"1e6 sleeps", "sleep", "duration=100ms", "async", 1, 1000000, 1000000, true};
	static const struct contestant one = {
		"one sleep", "sleep", "duration=1ms", "async", 1, 1, 1, true};
	struct figure figure, memory, base;

	compare(&thousand, 1, ROUNDS, &figure);
	printf("\nasync, 1000 sleeps of 10 ms in flight (at least 80 000/s)\n  %.0f tasks/s\n",
		1e9 / figure.task_ns);
	compare(&one, 1, 3, &base);
	compare(&resident, 1, 3, &memory);
	compare(&million, 1, 3, &figure);
	printf("\nasync, 1 000 000 sleeps of 100 ms in flight (under 0.4 s, under 160 bytes a task)\n"
	       "  %.3f s, %.3f s of CPU, %.0f bytes a task\n",
		figure.elapsed_ns / 1e9, figure.cpu_ns / 1e9,
		(memory.memory_bytes - base.memory_bytes) / 1e6);
}

/* ---- Lateness: each task sleeps a time of its own and notes how late it woke. */

struct late_task {
	struct task task;
	struct sleep_arguments sleep;
	uint64_t due_ns;
};

static uint64_t *lateness_ns; /* by task, shared with the process that measures */

static enum step late_step(struct task *base, struct work *work)
{
	struct late_task *task = (struct late_task *)base;

	(void)work;
	if (base->state == 0) {
		base->state = 1;
		base->operation = &operation_sleep;
		base->arguments = &task->sleep;
		task->sleep.duration_ns = (base->index + 1) * (LATENESS_SPREAD_NS / LATENESS_TASKS);
		task->due_ns = clock_now_ns() + task->sleep.duration_ns;
		return STEP_WAIT;
	}
	lateness_ns[base->index] = clock_now_ns() - task->due_ns;
	base->value = base->index;
	return STEP_DONE;
}

static uint64_t late_expected(const struct work *work, uint64_t index)
{
	(void)work;
	return index;
}

static const struct workload late_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "late",
	.task_size = sizeof(struct late_task),
	.step = late_step,
	.expected = late_expected,
};

static void print_lateness(const char *title)
{
	printf("  %-36s p50 %5.1f µs, p99 %5.1f µs\n", title,
		(double)quantile(lateness_ns, LATENESS_TASKS, 0.5) / 1e3,
		(double)quantile(lateness_ns, LATENESS_TASKS, 0.99) / 1e3);
}

/* The same wakings with nothing but a loop's wait between them: what this machine can do. */
static void bare_lateness(void)
{
	int descriptor = epoll_create1(EPOLL_CLOEXEC);
	uint64_t begin_ns = clock_now_ns();
	struct epoll_event event;

	for (uint64_t i = 0; i < LATENESS_TASKS; i++) {
		uint64_t due_ns = begin_ns + (i + 1) * (LATENESS_SPREAD_NS / LATENESS_TASKS),
			 now_ns;

		while ((now_ns = clock_now_ns()) < due_ns) {
			struct timespec left = clock_timespec(due_ns - now_ns);

			system_epoll_wait(descriptor, &event, 1, &left);
		}
		lateness_ns[i] = now_ns - due_ns;
	}
	close(descriptor);
}

static void lateness(void)
{
	const struct pin pin = {.policy = PIN_CORES};
	struct error error = {0};
	struct block block = {0};
	struct job job = {
		.workload = &late_workload,
		.runner = runner_find("async", &error),
		.cores = 1,
		.concurrency = LATENESS_TASKS,
		.pin_each = true,
		.tasks = LATENESS_TASKS,
		.samples = 1,
		.stamped = true,
	};

	lateness_ns = calloc(LATENESS_TASKS, sizeof(*lateness_ns));
	job.workload_parameters = parameter_pool_make(NULL, "", &error);
	job.runner_parameters = parameter_pool_make(job.runner->parameters, "", &error);
	if (lateness_ns == NULL || topology_place(topology, &pin, 1, job.cpus, &error) < 0 ||
		job.workload_parameters == NULL || job.runner_parameters == NULL)
		die("lateness", error.text);
	printf("\nLateness of 1000 sleeps spread over 100 ms (p50 below 60 µs; about 20 µs is what a machine of this kind can do)\n");
	measure(&job, topology, &block);
	if (block.status != STATUS_OK)
		die("lateness", block.reason);
	print_lateness("async");
	/* measure() left this process bound and its timer slack at its least: the same for the bare
	 * loop. */
	bare_lateness();
	print_lateness("a bare epoll_pwait2 in this run");
	block_clear(&block);
	free(lateness_ns);
}

int main(void)
{
	struct error error = {0};

	if (topology_load(&topology, &error) < 0)
		die("the machine", error.text);
	setvbuf(stdout, NULL, _IOLBF, 0);
	empty_tasks();
	ways();
	computing();
	sleeps();
	lateness();
	topology_free(topology);
	return 0;
}
