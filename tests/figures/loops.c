/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The event loops beside each other, epoll and io_uring: the lateness of their timers, sleeping
 * tasks, and reading files in the page cache, which a loop on epoll hands to helper threads or is
 * blocked by.
 *
 * Each sample is taken in a fresh process on the first core; the contestants take turns, in an
 * order that changes from round to round. Medians over the rounds are printed.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/case/case_folder.h"
#include "bench/measure/measure.h"
#include "results/statistics/estimate.h"
#include "results/statistics/quantile.h"
#include "results/statistics/shuffle.h"
#include "runners/waiting/epoll_loop.h"
#include "runners/waiting/ring_loop.h"
#include "support/clock.h"

#define ROUNDS 7
#define CONTESTANT_LIMIT 3
#define TIMERS 1000
#define SPREAD_NS (100 * NANOSECONDS_PER_MILLISECOND)
#define READS 256 /* of 4 KiB, in a task */

static struct topology *topology;
static unsigned cpus[CREW_CPU_LIMIT];

static _Noreturn void die(const char *what, const char *why)
{
	fprintf(stderr, "figures/loops: %s: %s\n", what, why);
	exit(1);
}

struct contestant {
	const char *title;

	/* A loop alone, with timers; or a case of the runner async. */
	struct common_loop *(*make)(unsigned concurrency, unsigned helpers, struct error *error);
	const char *workload, *parameters, *runner_parameters;
	unsigned concurrency;
};

struct figure {
	double first, second;
};

/* ---- Timers */

struct alarm {
	struct timer timer;
	uint64_t due_ns, late_ns;
};

static unsigned fired_count;

static void fired(struct loop *loop, struct timer *timer)
{
	struct alarm *alarm = (struct alarm *)timer;

	(void)loop;
	alarm->late_ns = clock_now_ns() - alarm->due_ns;
	fired_count++;
}

static void bind_to_core(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpus[0], &set);
	if (sched_setaffinity(0, sizeof(set), &set) < 0)
		die("the first core", "cannot bind to it");
}

/* p50 and p99 of the lateness. */
static struct figure measure_timers(const struct contestant *contestant)
{
	static struct alarm alarms[TIMERS];
	static uint64_t late_ns[TIMERS];
	struct error error = {""};
	struct common_loop *loop;

	bind_to_core();
	loop = contestant->make(TIMERS, 0, &error);
	if (loop == NULL)
		die(contestant->title, error.text);
	for (unsigned i = 0; i < TIMERS; i++) {
		uint64_t wait_ns = (i + 1) * (SPREAD_NS / TIMERS);

		alarms[i].timer.fired = fired;
		alarms[i].due_ns = clock_now_ns() + wait_ns;
		loop_after(&loop->base, &alarms[i].timer, wait_ns);
	}
	while (fired_count < TIMERS)
		if (common_loop_turn(loop, true, &error) < 0)
			die(contestant->title, error.text);
	for (unsigned i = 0; i < TIMERS; i++)
		late_ns[i] = alarms[i].late_ns;
	return (struct figure){
		(double)quantile(late_ns, TIMERS, 0.5), (double)quantile(late_ns, TIMERS, 0.99)};
}

/* ---- Cases */

static void make_job(struct job *job, const struct contestant *contestant)
{
	struct error error = {""};

	if (job_init(job, contestant->workload, contestant->parameters, "async",
		    contestant->runner_parameters, &error) < 0 ||
		case_folder_make(job->folder, sizeof(job->folder), "/tmp", &error) < 0)
		die(contestant->title, error.text);
	job->concurrency = contestant->concurrency;
	job->cpus[0] = cpus[0];
	job->samples = 1;
	job->sample_minimum_ns = 200 * NANOSECONDS_PER_MILLISECOND;
	job->stamped = true;
}

/* Tasks a second, and the share of the core that they took. */
static struct figure measure_case(const struct contestant *contestant)
{
	struct block block = {0};
	struct error error = {""};
	struct figure figure;
	struct sample sample;
	struct job job;

	make_job(&job, contestant);
	measure(&job, topology, &block);
	if (case_folder_remove(job.folder, &error) < 0)
		die(contestant->title, error.text);
	if (block.status != STATUS_OK)
		die(contestant->title, block.reason);
	sample = block.samples[0];
	figure.first = (double)block.tasks * 1e9 / (double)sample.elapsed_ns;
	figure.second = (double)(sample.user_ns + sample.system_ns) / (double)sample.elapsed_ns;
	return figure;
}

/* ---- Rounds */

static struct figure take_sample(const struct contestant *contestant)
{
	struct figure figure;
	int ends[2], status;
	pid_t pid;

	if (pipe(ends) < 0 || (pid = fork()) < 0)
		die(contestant->title, "cannot start a process");
	if (pid == 0) {
		figure = contestant->make != NULL ? measure_timers(contestant)
						  : measure_case(contestant);
		_exit(write(ends[1], &figure, sizeof(figure)) == sizeof(figure) ? 0 : 1);
	}
	close(ends[1]);
	if (read(ends[0], &figure, sizeof(figure)) != sizeof(figure))
		exit(1);
	close(ends[0]);
	waitpid(pid, &status, 0);
	return figure;
}

static void compare(const struct contestant *contestants, size_t count, struct figure *figures)
{
	static double first[CONTESTANT_LIMIT][ROUNDS], second[CONTESTANT_LIMIT][ROUNDS];
	size_t order[CONTESTANT_LIMIT];

	for (unsigned round = 0; round < ROUNDS; round++) {
		shuffle_order(1, round, order, count, NULL);
		for (size_t i = 0; i < count; i++) {
			struct figure figure = take_sample(&contestants[order[i]]);

			first[order[i]][round] = figure.first;
			second[order[i]][round] = figure.second;
		}
	}
	for (size_t i = 0; i < count; i++)
		figures[i] = (struct figure){
			estimate_median(first[i], ROUNDS), estimate_median(second[i], ROUNDS)};
}

static void timers(void)
{
	static const struct contestant contestants[] = {
		{.title = "epoll", .make = epoll_loop_new},
		{.title = "io_uring", .make = ring_loop_new},
	};
	struct figure figures[2];

	compare(contestants, 2, figures);
	printf("Lateness of 1000 timers spread over 100 ms\n");
	for (size_t i = 0; i < 2; i++)
		printf("  %-24s p50 %5.1f µs, p99 %5.1f µs\n", contestants[i].title,
			figures[i].first / 1e3, figures[i].second / 1e3);
}

static void sleeps(void)
{
	static const struct contestant contestants[] = {
		{"epoll", NULL, "sleep", "duration=10ms", "loop=epoll", 1000},
		{"io_uring", NULL, "sleep", "duration=10ms", "loop=io_uring", 1000},
	};
	struct figure figures[2];

	compare(contestants, 2, figures);
	printf("\nasync, 1000 sleeps of 10 ms in flight\n");
	for (size_t i = 0; i < 2; i++)
		printf("  %-24s %8.0f tasks/s, %3.0f %% of the core\n", contestants[i].title,
			figures[i].first, 100 * figures[i].second);
}

static void reads(void)
{
	static const struct contestant contestants[] = {
		{"epoll, blocking=offload", NULL, "file-read", "size=1MiB,block=4KiB",
			"blocking=offload", 32},
		{"epoll, blocking=inline", NULL, "file-read", "size=1MiB,block=4KiB",
			"blocking=inline", 32},
		{"io_uring", NULL, "file-read", "size=1MiB,block=4KiB", "loop=io_uring", 32},
	};
	struct figure figures[3];

	compare(contestants, 3, figures);
	printf("\nasync, cached files read in blocks of 4 KiB, 32 tasks in flight\n");
	for (size_t i = 0; i < 3; i++)
		printf("  %-24s %8.0f reads/s, %3.0f %% of the core\n", contestants[i].title,
			figures[i].first * READS, 100 * figures[i].second);
}

int main(void)
{
	const struct pin pin = {.policy = PIN_CORES};
	struct error error = {""};

	if (topology_load(&topology, &error) < 0 ||
		topology_place(topology, &pin, 1, cpus, &error) < 0)
		die("the machine", error.text);
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (ring_loop_probe(&error) < 0) {
		printf("No io_uring to compare with: %s\n", error.text);
		topology_free(topology);
		return 0;
	}
	timers();
	sleeps();
	reads();
	topology_free(topology);
	return 0;
}
