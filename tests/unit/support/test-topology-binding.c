/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * This machine's own topology, and binding to it.
 *
 * The program brings its own sched_setaffinity(), which hwloc calls: told to, it claims to have
 * bound and does nothing, which must be noticed when the binding is read back.
 */
#include "config.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "support/topology.h"

#define CPUS 256

static bool binding_lies;

int sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *set)
{
	long result = binding_lies ? 0 : syscall(SYS_sched_setaffinity, pid, size, set);

	return result < 0 ? -1 : 0;
}

static struct topology *real(void)
{
	struct topology *topology = NULL;
	struct error error = {0};

	cr_assert_eq(topology_load(&topology, &error), 0, "%s", error.text);
	return topology;
}

Test(topology_binding, nothing_is_bound_on_a_described_machine)
{
	static const unsigned cpu = 0;
	struct topology *topology = NULL;
	struct error error = {0};

	cr_assert_eq(topology_load_synthetic(&topology, "core:2 pu:1", "", &error), 0, "%s",
		error.text);
	cr_assert_eq(topology_bind(topology, &cpu, 1, &error), -1);
	cr_assert_not_null(strstr(error.text, "not this machine's"), "%s", error.text);
	error.text[0] = '\0';
	cr_assert_eq(topology_bind_process(topology, getpid(), &cpu, 1, &error), -1);
	cr_assert_not_null(strstr(error.text, "not this machine's"), "%s", error.text);
	topology_free(topology);
}

/* The CPUs that a thread may run on, as the kernel says. */
static unsigned kernel_says(pid_t thread, unsigned *cpus)
{
	cpu_set_t set;
	unsigned count = 0;

	cr_assert_eq(sched_getaffinity(thread, sizeof(set), &set), 0);
	for (unsigned cpu = 0; cpu < CPU_SETSIZE && count < CPUS; cpu++)
		if (CPU_ISSET(cpu, &set))
			cpus[count++] = cpu;
	return count;
}

Test(topology_binding, this_machine)
{
	struct topology *topology = real();
	unsigned own[CPUS], placed[CPUS], count = kernel_says(0, own);
	struct pin pin = {.policy = PIN_COMPACT};
	struct error error = {0};
	unsigned rest[CPUS];

	cr_assert_eq(topology_cpus(topology), count);
	cr_assert_geq(topology_cores(topology), 1);
	cr_assert_leq(topology_cores(topology), count);
	cr_assert_geq(topology_packages(topology), 1);
	cr_assert_geq(topology_numa_nodes(topology), 1);
	cr_assert_eq(topology_place(topology, &pin, count, placed, &error), 0, "%s", error.text);
	cr_assert_eq(topology_others(topology, own, count, false, rest), 0);
	topology_free(topology);
}

Test(topology_binding, binds_to_each_cpu)
{
	struct topology *topology = real();
	unsigned own[CPUS], now[CPUS], count = kernel_says(0, own);
	struct error error = {0};

	for (unsigned i = 0; i < count; i++) {
		cr_assert_eq(topology_bind(topology, &own[i], 1, &error), 0, "%s", error.text);
		cr_assert_eq(kernel_says(0, now), 1);
		cr_assert_eq(now[0], own[i]);
		cr_assert_eq((unsigned)sched_getcpu(), own[i]);
	}
	cr_assert_eq(topology_bind(topology, own, count, &error), 0, "%s", error.text);
	cr_assert_eq(kernel_says(0, now), count);
	cr_assert_eq(topology_bind(topology, own, 0, &error), -1);
	cr_assert_not_null(strstr(error.text, "at least one"), "%s", error.text);
	topology_free(topology);
}

/* As under taskset: the rest of the machine is not there. */
Test(topology_binding, stays_inside_what_the_process_may_use)
{
	unsigned own[CPUS], count = kernel_says(0, own);
	struct topology *whole = real(), *topology;
	struct error error = {0};
	char expected[128];

	if (count < 2)
		cr_skip_test("needs two CPUs");
	/* all threads: hwloc goes by the process, which Criterion has threads of its own in */
	cr_assert_eq(topology_bind_process(whole, getpid(), &own[1], 1, &error), 0, "%s",
		error.text);
	topology = real();
	cr_assert_eq(topology_cpus(topology), 1);
	cr_assert_eq(topology_cores(topology), 1);
	snprintf(expected, sizeof(expected), "CPU %u may not be used by this process, only CPUs %u",
		own[0], own[1]);
	cr_assert_eq(topology_bind(topology, &own[0], 1, &error), -1);
	cr_assert_str_eq(error.text, expected, "%s", error.text);
	topology_free(topology);
	topology_free(whole);
}

Test(topology_binding, a_binding_that_did_not_happen_is_noticed)
{
	struct topology *topology = real();
	unsigned own[CPUS], count = kernel_says(0, own);
	struct error error = {0};

	if (count < 2)
		cr_skip_test("needs two CPUs");
	binding_lies = true;
	cr_assert_eq(topology_bind(topology, &own[0], 1, &error), -1);
	cr_assert_not_null(strstr(error.text, "reads back"), "%s", error.text);
	error.text[0] = '\0';
	cr_assert_eq(topology_bind_process(topology, getpid(), &own[0], 1, &error), -1);
	cr_assert_not_null(strstr(error.text, "reads back"), "%s", error.text);
	topology_free(topology);
}

static void *write_and_wait(void *argument)
{
	pid_t thread = gettid();

	if (write(*(int *)argument, &thread, sizeof(thread)) == sizeof(thread))
		pause();
	return NULL;
}

/* A child with two threads that wait to be killed; their numbers. */
static pid_t start_child(pid_t threads[2])
{
	int ends[2];
	pid_t child;

	cr_assert_eq(pipe(ends), 0);
	child = fork();
	cr_assert_geq(child, 0);
	if (child == 0) {
		pthread_t thread;

		if (pthread_create(&thread, NULL, write_and_wait, &ends[1]) == 0)
			write_and_wait(&ends[1]);
		_exit(1);
	}
	for (unsigned i = 0; i < 2; i++)
		cr_assert_eq(read(ends[0], &threads[i], sizeof(threads[i])), sizeof(threads[i]));
	close(ends[0]);
	close(ends[1]);
	return child;
}

Test(topology_binding, binds_all_threads_of_another_process)
{
	struct topology *topology = real();
	unsigned own[CPUS], now[CPUS], count = kernel_says(0, own);
	struct error error = {0};
	pid_t threads[2], child = start_child(threads);
	int bound = topology_bind_process(topology, child, &own[count - 1], 1, &error);
	unsigned counts[2], cpus[2];

	for (unsigned i = 0; i < 2; i++) {
		counts[i] = kernel_says(threads[i], now);
		cpus[i] = now[0];
	}
	kill(child, SIGKILL);
	cr_assert_eq(waitpid(child, NULL, 0), child);
	cr_assert_eq(bound, 0, "%s", error.text);
	for (unsigned i = 0; i < 2; i++) {
		cr_assert_eq(counts[i], 1);
		cr_assert_eq(cpus[i], own[count - 1]);
	}
	cr_assert_eq(kernel_says(0, now), count, "this process itself is not bound");

	/* it is gone now */
	cr_assert_eq(topology_bind_process(topology, child, own, 1, &error), -1);
	cr_assert_not_null(strstr(error.text, "cannot be bound"), "%s", error.text);
	topology_free(topology);
}

Test(topology_binding, another_machine_from_the_environment_is_refused)
{
	struct topology *topology = NULL;
	struct error error = {0};

	setenv("HWLOC_SYNTHETIC", "pu:64", 1);
	cr_assert_eq(topology_load(&topology, &error), -1);
	cr_assert_null(topology);
	cr_assert_not_null(strstr(error.text, "HWLOC_SYNTHETIC"), "%s", error.text);
}
