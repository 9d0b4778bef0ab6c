/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The three canaries and the process they live in; see canary.h. */
#include "config.h"

#include "bench/measure/canary.h"

#include "results/statistics/estimate.h"
#include "runners/child.h"
#include "support/clock.h"
#include "support/reap.h"
#include "workloads/cpu.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#define ROUNDS 15
#define ADDITIONS 200000        /* one a cycle: some 50 µs */
#define STREAM_BYTES (4U << 20) /* more than the private caches of most cores */
#define ROUND_TRIPS 20

/* The resources of the canaries, created before they are timed. */
struct cage {
	uint64_t *stream;
	int ping, pong; /* eventfds to the partner and back */
};

static void compute(const struct cage *cage)
{
	(void)cage;
	cpu_work(ADDITIONS);
}

static void stream(const struct cage *cage)
{
	uint64_t total = 0;

	for (size_t i = 0; i < STREAM_BYTES / sizeof(uint64_t); i += 4) {
		total += cage->stream[i] + cage->stream[i + 1] + cage->stream[i + 2] +
			cage->stream[i + 3];
		__asm__ volatile("" : "+r"(total));
	}
}

static void wake_up(const struct cage *cage)
{
	eventfd_t value;

	for (int i = 0; i < ROUND_TRIPS; i++)
		if (eventfd_write(cage->ping, 1) < 0 || eventfd_read(cage->pong, &value) < 0)
			_exit(1);
}

static void *answer(void *context)
{
	const struct cage *cage = context;
	eventfd_t value;

	while (eventfd_read(cage->ping, &value) == 0 && eventfd_write(cage->pong, 1) == 0)
		continue;
	return NULL;
}

static double time_ns(void (*work)(const struct cage *), const struct cage *cage)
{
	uint64_t begin_ns = clock_now_ns();

	work(cage);
	return (double)(clock_now_ns() - begin_ns);
}

/* Creates what the canaries need. 0 or -1. */
static int open_cage(struct cage *cage)
{
	pthread_t partner;

	cage->ping = eventfd(0, EFD_CLOEXEC);
	cage->pong = eventfd(0, EFD_CLOEXEC);
	cage->stream = mmap(NULL, STREAM_BYTES, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (cage->ping < 0 || cage->pong < 0 || cage->stream == MAP_FAILED)
		return -1;
	return pthread_create(&partner, NULL, answer, cage) == 0 ? 0 : -1;
}

/* In the child: round after round, so that each canary covers the whole time. */
static _Noreturn void live(const struct topology *topology, unsigned cpu, double *figures)
{
	static void (*const works[CANARY_COUNT])(const struct cage *) = {
		[CANARY_COMPUTE] = compute, [CANARY_MEMORY] = stream, [CANARY_WAKE_UP] = wake_up};
	double times[CANARY_COUNT][ROUNDS];
	struct error error = {0};
	struct cage cage = {0};

	if (topology_bind(topology, &cpu, 1, &error) < 0 || open_cage(&cage) < 0)
		_exit(1);
	for (int i = 0; i < CANARY_COUNT; i++)
		works[i](&cage);
	for (int round = 0; round < ROUNDS; round++)
		for (int i = 0; i < CANARY_COUNT; i++)
			times[i][round] = time_ns(works[i], &cage);
	for (int i = 0; i < CANARY_COUNT; i++)
		figures[i] = estimate_median(times[i], ROUNDS);
	figures[CANARY_WAKE_UP] /= ROUND_TRIPS;
	_exit(0); /* ends the partner, too */
}

void canary_take(const struct topology *topology, unsigned cpu, double figures[CANARY_COUNT])
{
	const size_t size = CANARY_COUNT * sizeof(*figures);
	double *shared =
		mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid;

	memset(figures, 0, size);
	if (shared == MAP_FAILED)
		return;
	pid = child_fork();
	if (pid == 0)
		live(topology, cpu, shared);
	if (pid > 0)
		reap_child(pid);
	memcpy(figures, shared, size);
	munmap(shared, size);
}
