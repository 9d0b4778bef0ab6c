/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A forked process that computes and sleeps in turns; see neighbour.h. */
#include "config.h"

#include "tests/proofs/neighbour.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/clock.h"
#include "workloads/cpu.h"

static uint64_t draw_ns(unsigned short state[3])
{
	const unsigned range_ms = NEIGHBOUR_LONGEST_MS - NEIGHBOUR_SHORTEST_MS;

	return (uint64_t)((NEIGHBOUR_SHORTEST_MS + erand48(state) * range_ms) *
		(double)NANOSECONDS_PER_MILLISECOND);
}

static _Noreturn void burst_and_pause(uint64_t seed)
{
	unsigned short state[3] = {
		(unsigned short)seed, (unsigned short)(seed >> 16), (unsigned short)(seed >> 32)};

	for (;;) {
		uint64_t end_ns = clock_now_ns() + draw_ns(state);
		struct timespec pause = clock_timespec(draw_ns(state));

		while (clock_now_ns() < end_ns)
			cpu_work(10000);
		nanosleep(&pause, NULL);
	}
}

pid_t neighbour_start(const struct topology *topology, unsigned cpu, uint64_t seed,
	struct error *error)
{
	pid_t parent = getpid(), child = fork();

	if (child < 0)
		return error_set(error, "cannot start the neighbour: %s", strerror(errno));
	if (child > 0) {
		if (topology_bind_process(topology, child, &cpu, 1, error) == 0)
			return child;
		neighbour_stop(child);
		return -1;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	burst_and_pause(seed);
}

void neighbour_stop(pid_t neighbour)
{
	kill(neighbour, SIGKILL);
	while (waitpid(neighbour, NULL, 0) < 0 && errno == EINTR)
		continue;
}
