/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The contract: every workload under every runner, at several cores and concurrencies. All values
 * right, every task once, never more in flight than allowed and as many as allowed where tasks
 * wait, on the cores that were given, and no thread, process or descriptor left.
 *
 * Nothing here knows a plugin by its name.
 */
#include "config.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "bench/measure.h"
#include "tests/combinations.h"
#include "workloads/registry.h"

#define LONGEST_WAIT_MS 512

static const struct {
	unsigned cores, concurrency;
} points[] = {{1, 1}, {1, 5}, {2, 2}, {2, 7}};

static unsigned count_entries(const char *path)
{
	DIR *folder = opendir(path);
	unsigned count = 0;

	cr_assert_not_null(folder, "%s cannot be read", path);
	while (readdir(folder) != NULL)
		count++;
	closedir(folder);
	return count;
}

/* Whether this thread is one of the kernel's that work for an io_uring: it keeps one until the
 * thread that had the ring ends. */
static bool is_kernels_own(const char *number)
{
	char path[64], name[32] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%.16s/comm", number);
	file = fopen(path, "re");
	if (file == NULL)
		return false;
	if (fgets(name, sizeof(name), file) == NULL)
		name[0] = '\0';
	fclose(file);
	return strncmp(name, "iou-wrk-", strlen("iou-wrk-")) == 0;
}

static unsigned count_threads(void)
{
	DIR *folder = opendir("/proc/self/task");
	unsigned count = 0;

	cr_assert_not_null(folder, "the threads cannot be counted");
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
		count += entry->d_name[0] != '.' && !is_kernels_own(entry->d_name);
	closedir(folder);
	return count;
}

/* Processes that the calling thread has forked and that are not waited for. */
static unsigned count_children(void)
{
	unsigned count = 0;
	char path[64];
	FILE *list;
	int pid;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", gettid());
	list = fopen(path, "re");
	cr_assert_not_null(list, "%s cannot be read", path);
	while (fscanf(list, "%d", &pid) == 1)
		count++;
	fclose(list);
	return count;
}

/* What a case could leave behind. */
struct traces {
	unsigned descriptors, threads, children;
};

static struct traces traces_now(void)
{
	return (struct traces){count_entries("/proc/self/fd"), count_threads(), count_children()};
}

static void check_traces(const struct traces *before, const char *name)
{
	struct traces after = traces_now();

	cr_assert_eq(after.descriptors, before->descriptors, "%s left descriptors open", name);
	cr_assert_eq(after.threads, before->threads, "%s left threads running", name);
	cr_assert_eq(after.children, before->children, "%s left processes", name);
}

static struct cost cost_of(const struct job *job)
{
	struct work work = {
		.workload = job->workload,
		.parameters = job->workload_parameters,
		.iterations_per_second = job->iterations_per_second,
	};
	struct cost cost = {0};

	job->workload->cost(&work, &cost);
	return cost;
}

/* What holds for a sample of tasks that mostly wait: none is done before its time. */
static void check_waiting(const struct job *job, const struct sample *sample, const char *name)
{
	double wait_ns = cost_of(job).wait_ns, waves = (double)job->tasks / job->concurrency;

	cr_assert_geq((double)sample->latency.p50, wait_ns, "%s: done before its time", name);
	cr_assert_geq((double)sample->elapsed_ns, waves * wait_ns, "%s: faster than possible",
		name);
}

static void check_block(const struct job *job, const struct block *block, const char *name)
{
	bool waits = cost_of(job).wait_ns > cost_of(job).cpu_ns;

	cr_assert_eq(block->status, STATUS_OK, "%s: %s", name, block->reason);
	cr_assert_eq(block->sample_count, job->samples, "%s", name);
	cr_assert_geq(block->workers, 1, "%s", name);
	for (size_t i = 0; i < block->sample_count; i++) {
		const struct sample *sample = &block->samples[i];

		cr_assert_gt(sample->elapsed_ns, 0, "%s", name);
		cr_assert_leq(sample->peak_concurrency, job->concurrency, "%s", name);
		cr_assert_leq(sample->latency.p50, sample->latency.max, "%s", name);
		if (waits)
			check_waiting(job, sample, name);
	}
	cr_assert_leq(block->cpus_seen_count, job->cores, "%s", name);
	if (waits)
		cr_assert_eq(block->cpus_seen_count, job->cores, "%s: not on all of its cores",
			name);
}

static uint64_t largest_peak(const struct block *block)
{
	uint64_t peak = 0;

	for (size_t i = 0; i < block->sample_count; i++)
		if (block->samples[i].peak_concurrency > peak)
			peak = block->samples[i].peak_concurrency;
	return peak;
}

static unsigned ran, missing;

/* Measures and checks once. Returns whether as many tasks were in flight as may be, where that is
 * to be asked for: tasks that only compute may be done before the next worker has woken. */
static bool check_once(const struct job *job, const struct topology *topology, const char *name)
{
	bool waits = cost_of(job).wait_ns > cost_of(job).cpu_ns, reached;
	struct traces before = traces_now();
	struct block block = {0};

	measure(job, topology, &block);
	combination_done(job);
	check_block(job, &block, name);
	reached = !waits || largest_peak(&block) == job->concurrency;
	block_clear(&block);
	check_traces(&before, name);
	return reached;
}

static void check_combination(const struct workload *workload, const struct runner *runner,
	unsigned variant, unsigned cores, unsigned concurrency, const struct topology *topology,
	const char *server)
{
	struct error reason = {0};
	bool reached = false;
	char name[256], parameters[PARAMETERS_TEXT_SIZE];
	struct job job;

	/* The slower this machine is in creating workers, the longer tasks must wait to overlap. */
	for (unsigned wait_ms = 2; wait_ms <= LONGEST_WAIT_MS && !reached; wait_ms *= 4) {
		bool exists = combination_job(&job, workload, runner, variant, cores, concurrency,
				      wait_ms, topology, server, &reason) == 0;

		snprintf(name, sizeof(name), "%s/%s%s/cores=%u/concurrency=%u", workload->name,
			runner->name,
			parameters_format(&job.runner_parameters, parameters, sizeof(parameters)),
			cores, concurrency);
		if (!exists) {
			missing++;
			fprintf(stderr, "no %s: %s\n", name, reason.text);
			return;
		}
		reached = check_once(&job, topology, name);
	}
	cr_assert(reached, "%s: never %u in flight", name, concurrency);
	ran++;
}

static void check_workload(const struct workload *workload, const struct topology *topology,
	const char *server)
{
	for (size_t i = 0; runner_table[i] != NULL; i++)
		for (unsigned variant = 0; variant < combination_variants(runner_table[i]);
			variant++)
			for (size_t j = 0; j < sizeof(points) / sizeof(points[0]); j++)
				check_combination(workload, runner_table[i], variant,
					points[j].cores, points[j].concurrency, topology, server);
}

Test(contract, every_workload_under_every_runner, .timeout = 240)
{
	struct topology *topology;
	struct error error = {0};
	char url[64] = "";
	pid_t server = combination_server(url, sizeof(url));

	cr_assert_eq(topology_load(&topology, &error), 0, "%s", error.text);
	for (size_t i = 0; workload_table[i] != NULL; i++)
		check_workload(workload_table[i], topology, url);
	fprintf(stderr, "%u combinations ran, %u do not exist\n", ran, missing);
	cr_assert_gt(ran, 0);
	topology_free(topology);
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
}
