/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the runner gil shows: that two threads on two cores compute no faster than one, and how
 * often a thread that waits gets the lock from one that only computes.
 *
 * The first is measured by the program's own means, each sample in a fresh process, serial and gil
 * in turns. The second is the lock alone: a hog that computes in short pieces and drops the lock
 * when it is asked to, and a thread on the other core that takes the lock, releases it, waits until
 * the hog is at work again (as for something that is there at once) and wants the lock back.
 * Medians over the rounds are printed.
 */
#include "config.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/measure/measure.h"
#include "results/statistics/estimate.h"
#include "runners/interpreter_lock.h"
#include "support/clock.h"
#include "workloads/cpu.h"

#define ROUNDS 7
#define PIECE_ITERATIONS 10000 /* of the hog, from one look for requests to the next */
#define DURATION_NS (500 * NANOSECONDS_PER_MILLISECOND)

static struct topology *topology;
static unsigned cpus[2];

static _Noreturn void die(const char *what, const char *why)
{
	fprintf(stderr, "figures/gil: %s: %s\n", what, why);
	exit(1);
}

/* ---- Computing */

static void make_job(struct job *job, const char *runner, unsigned workers)
{
	struct error error = {0};

	if (job_init(job, "cpu-sum", "", runner, "", &error) < 0)
		die(runner, error.text);
	job->cores = job->concurrency = workers;
	memcpy(job->cpus, cpus, sizeof(cpus));
	job->samples = 1;
	job->sample_minimum_ns = 200 * NANOSECONDS_PER_MILLISECOND;
	job->stamped = true;
}

static _Noreturn void child_main(const char *runner, unsigned workers, int answer)
{
	struct block block = {0};
	struct job job;
	double task_ns;

	make_job(&job, runner, workers);
	measure(&job, topology, &block);
	if (block.status != STATUS_OK)
		die(runner, block.reason);
	task_ns = (double)block.samples[0].elapsed_ns / (double)block.tasks;
	_exit(write(answer, &task_ns, sizeof(task_ns)) == sizeof(task_ns) ? 0 : 1);
}

/* Nanoseconds a task, in a fresh process. */
static double sample(const char *runner, unsigned workers)
{
	double task_ns;
	int ends[2];
	pid_t pid;

	if (pipe(ends) < 0 || (pid = fork()) < 0)
		die(runner, "cannot start a process");
	if (pid == 0)
		child_main(runner, workers, ends[1]);
	close(ends[1]);
	if (read(ends[0], &task_ns, sizeof(task_ns)) != sizeof(task_ns))
		exit(1);
	close(ends[0]);
	waitpid(pid, NULL, 0);
	return task_ns;
}

static void computing(void)
{
	double serial_ns[ROUNDS], gil_ns[ROUNDS], ratio[ROUNDS];

	for (unsigned round = 0; round < ROUNDS; round++) {
		if (round % 2 == 0)
			serial_ns[round] = sample("serial", 1);
		gil_ns[round] = sample("gil", 2);
		if (round % 2 == 1)
			serial_ns[round] = sample("serial", 1);
		ratio[round] = gil_ns[round] / serial_ns[round];
	}
	printf("cpu-sum, gil with 2 workers on 2 cores beside serial (within 1.05)\n"
	       "  serial %.0f ns a task, gil %.0f ns a task: %.3f times as long\n",
		estimate_median(serial_ns, ROUNDS), estimate_median(gil_ns, ROUNDS),
		estimate_median(ratio, ROUNDS));
}

/* ---- The lock beside a hog */

struct contest {
	struct interpreter_lock lock;
	_Atomic bool ending;
	_Atomic uint64_t pieces; /* that the hog has done */
};

static void bind_to(unsigned cpu)
{
	struct error error = {0};

	if (topology_bind(topology, &cpu, 1, &error) < 0)
		die("a thread", error.text);
}

static void *hog_main(void *argument)
{
	struct contest *contest = argument;

	bind_to(cpus[0]);
	interpreter_lock_acquire(&contest->lock);
	while (!contest->ending) {
		cpu_work(PIECE_ITERATIONS);
		atomic_fetch_add_explicit(&contest->pieces, 1, memory_order_relaxed);
		if (interpreter_lock_drop_requested(&contest->lock)) {
			interpreter_lock_release(&contest->lock);
			interpreter_lock_acquire(&contest->lock);
		}
	}
	interpreter_lock_release(&contest->lock);
	return NULL;
}

/* Until the hog, which has to get the lock for it, has done another piece. */
static void await_piece(struct contest *contest)
{
	const uint64_t pieces = contest->pieces;

	while (contest->pieces == pieces)
		sched_yield();
}

/* How often a second the calling thread gets the lock beside a hog. */
static double acquisitions(uint64_t interval_ns, bool forced)
{
	struct contest contest = {.pieces = 0};
	struct error error = {0};
	uint64_t begin_ns, elapsed_ns, count = 0;
	pthread_t hog;

	if (interpreter_lock_open(&contest.lock, interval_ns, forced, &error) < 0)
		die("the lock", error.text);
	if (pthread_create(&hog, NULL, hog_main, &contest) != 0)
		die("the hog", "cannot create a thread");
	await_piece(&contest);
	begin_ns = clock_now_ns();
	while ((elapsed_ns = clock_now_ns() - begin_ns) < DURATION_NS) {
		interpreter_lock_acquire(&contest.lock);
		count++;
		interpreter_lock_release(&contest.lock);
		await_piece(&contest);
	}
	contest.ending = true;
	pthread_join(hog, NULL);
	interpreter_lock_close(&contest.lock);
	return (double)count * 1e9 / (double)elapsed_ns;
}

static void beside_a_hog(void)
{
	static const struct {
		const char *title;
		uint64_t interval_ns;
		bool forced;
	} rows[] = {
		{"interval=5ms forced=yes (about 200)", 5000000, true},
		{"interval=1ms forced=yes (about 1000)", 1000000, true},
		{"interval=5ms forced=no  (the convoy)", 5000000, false},
		{"interval=1ms forced=no  (the convoy)", 1000000, false},
	};

	bind_to(cpus[1]);
	prctl(PR_SET_TIMERSLACK, 1UL); /* as the program has it where it measures */
	printf("\nBeside one thread that only computes, another gets the lock\n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double rates[ROUNDS];

		for (unsigned round = 0; round < ROUNDS; round++)
			rates[round] = acquisitions(rows[i].interval_ns, rows[i].forced);
		printf("  %-38s %7.1f times a second\n", rows[i].title,
			estimate_median(rates, ROUNDS));
	}
}

int main(void)
{
	const struct pin pin = {.policy = PIN_CORES};
	struct error error = {0};

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (topology_load(&topology, &error) < 0)
		die("the machine", error.text);
	if (topology_cores(topology) < 2) {
		printf("gil: this process may use only one core\n");
		return 0;
	}
	if (topology_place(topology, &pin, 2, cpus, &error) < 0)
		die("the machine", error.text);
	computing();
	beside_a_hog();
	topology_free(topology);
	return 0;
}
