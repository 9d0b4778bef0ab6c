/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The contract: every workload under every runner, in all their variants, at several cores and
 * concurrencies. All values right, every task once, never more in flight than allowed and as many
 * as allowed where tasks wait, on the cores that were given, and no thread, process or descriptor
 * left.
 *
 * Nothing here knows a plugin by its name. Workers that are programs of their own are this program
 * started anew as `worker`, so main() is ours and not Criterion's.
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "bench/program/command.h"
#include "bench/measure/measure.h"
#include "tests/contract/combinations.h"
#include "tests/contract/traces.h"
#include "workloads/registry.h"

#define LONGEST_WAIT_MS 512
#define ARRIVALS_RATE 2000

static const struct {
	unsigned cores, concurrency;
} points[] = {{1, 1}, {1, 5}, {2, 2}, {2, 7}};

#define LAST (sizeof(points) / sizeof(points[0]) - 1)
#define OMISSION_LIMIT 1000
#define WORKLOAD_LIMIT 64

int main(int argc, char **argv)
{
	struct criterion_test_set *tests;
	int result = 0;

	if (argc > 1 && strcmp(argv[1], command_worker.name) == 0)
		return command_worker.main(argc - 1, argv + 1);
	tests = criterion_initialize();
	if (criterion_handle_args(argc, argv, true))
		result = !criterion_run_all_tests(tests);
	criterion_finalize(tests);
	return result;
}

static void check_traces(const struct traces *before, const char *name)
{
	const char *left = traces_left(before, TRACES_LIMIT_NS);

	cr_assert_null(left, "%s left %s behind", name, left);
}

static struct cost cost_of(const struct job *job)
{
	struct work work = {
		.workload = job->workload,
		.parameters = *job->workload_parameters,
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

/* What does not exist, by runner and reason. */
static struct omission {
	const struct runner *runner;
	unsigned count;
	char example[512];
	struct error reason;
} omissions[OMISSION_LIMIT];
static size_t omission_count;

static void note_omission(const struct combination *combination, const struct error *reason)
{
	struct omission *omission = omissions;

	missing++;
	while (omission < omissions + omission_count &&
		(omission->runner != combination->runner ||
			strcmp(omission->reason.text, reason->text) != 0))
		omission++;
	if (omission == omissions + omission_count) {
		cr_assert_lt(omission_count, OMISSION_LIMIT, "too many reasons");
		omission_count++;
		omission->runner = combination->runner;
		omission->reason = *reason;
		combination_text(combination, omission->example, sizeof(omission->example));
	}
	omission->count++;
}

static void print_omissions(const struct workload *workload)
{
	fprintf(stderr, "%s: %u combinations ran, %u do not exist%s\n", workload->name, ran,
		missing, missing > 0 ? ":" : "");
	for (size_t i = 0; i < omission_count; i++)
		if (omissions[i].count > 1)
			fprintf(stderr, "  %s and %u like it: %s\n", omissions[i].example,
				omissions[i].count - 1, omissions[i].reason.text);
		else
			fprintf(stderr, "  %s: %s\n", omissions[i].example,
				omissions[i].reason.text);
}

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

static void check_combination(const struct combination *combination,
	const struct topology *topology, const char *server)
{
	struct error reason = {0};
	bool reached = false;
	char name[512];
	struct job job;

	combination_text(combination, name, sizeof(name));
	/* The slower this machine is in creating workers, the longer tasks must wait to overlap. */
	for (unsigned wait_ms = 2; wait_ms <= LONGEST_WAIT_MS && !reached; wait_ms *= 4) {
		if (combination_job(&job, combination, wait_ms, topology, server, &reason) < 0) {
			note_omission(combination, &reason);
			return;
		}
		reached = check_once(&job, topology, name);
	}
	cr_assert(reached, "%s: never %u in flight", name, combination->concurrency);
	ran++;
}

/* As they stand by default, a workload and every variant of a runner meet at all points; the other
 * variants of the workload at the last one that the runner's axes leave. */
static void check_points(struct combination combination, const struct topology *topology,
	const char *server)
{
	unsigned axes = combination.runner->axes;

	if (!combination_is_tried(&combination))
		return;
	if (combination.workload_variant > 0) {
		combination.cores = axes & AXIS_CORES ? points[LAST].cores : 1;
		combination.concurrency = axes & AXIS_CONCURRENCY ? points[LAST].concurrency : 1;
		check_combination(&combination, topology, server);
		return;
	}
	for (size_t i = 0; i <= LAST; i++) {
		combination.cores = points[i].cores;
		combination.concurrency = points[i].concurrency;
		check_combination(&combination, topology, server);
	}
}

static void check_pair(const struct workload *workload, const struct runner *runner,
	const struct topology *topology, const char *server)
{
	unsigned of_workload = combination_variants(workload->parameters);
	unsigned of_runner = combination_variants(runner->parameters);

	for (unsigned i = 0; i < of_workload; i++)
		for (unsigned j = 0; j < of_runner; j++)
			check_points((struct combination){.workload = workload,
					     .runner = runner,
					     .workload_variant = i,
					     .runner_variant = j},
				topology, server);
}

/* What each test of the matrix needs. */
struct stand {
	struct topology *topology;
	char url[64]; /* of the server */
	pid_t server;
};

static void stand_open(struct stand *stand)
{
	struct error error = {0};

	combination_begin();
	stand->server = combination_server(stand->url, sizeof(stand->url));
	/* Criterion runs each test in this same program, told so by the environment: a worker must
	 * not take itself for a test. */
	unsetenv("BXFI_MAP");
	cr_assert_eq(topology_load(&stand->topology, &error), 0, "%s", error.text);
}

static void stand_close(struct stand *stand)
{
	topology_free(stand->topology);
	kill(stand->server, SIGTERM);
	waitpid(stand->server, NULL, 0);
}

/* A test for each workload, so that several go on at the same time. */
static struct criterion_test_params each_workload(void)
{
	static size_t positions[WORKLOAD_LIMIT];
	size_t count = 0;

	while (workload_table[count] != NULL) {
		cr_assert_lt(count, WORKLOAD_LIMIT);
		positions[count] = count;
		count++;
	}
	return cr_make_param_array(size_t, positions, count);
}

ParameterizedTestParameters(contract, every_workload_under_every_runner)
{
	return each_workload();
}

ParameterizedTest(const size_t *position, contract, every_workload_under_every_runner,
	.timeout = 480)
{
	struct stand stand;

	stand_open(&stand);
	for (size_t i = 0; runner_table[i] != NULL; i++)
		check_pair(workload_table[*position], runner_table[i], stand.topology, stand.url);
	print_omissions(workload_table[*position]);
	cr_assert_gt(ran, 0);
	stand_close(&stand);
}

/* Arrivals: every task waits until it is due, and all that are due are let in, as far as there is
 * room. */
static void check_arrivals(const struct job *job, const struct block *block, const char *name)
{
	cr_assert_eq(block->status, STATUS_OK, "%s: %s", name, block->reason);
	cr_assert_eq(block->sample_count, job->samples, "%s", name);
	for (size_t i = 0; i < block->sample_count; i++) {
		const struct sample *sample = &block->samples[i];

		cr_assert(sample->arrived, "%s", name);
		cr_assert_gt(sample->schedule_ns, 0, "%s", name);
		cr_assert_geq(sample->elapsed_ns, sample->schedule_ns,
			"%s: the last task did not wait until it was due", name);
		cr_assert_leq(sample->peak_concurrency, job->concurrency, "%s", name);
		cr_assert_geq(sample->peak_arrived, sample->peak_concurrency, "%s", name);
		cr_assert_geq(sample->latency.p50, sample->latency_uncorrected.p50, "%s", name);
		cr_assert_geq(sample->latency.max, sample->latency_uncorrected.max, "%s", name);
	}
}

static void check_arriving(const struct combination *combination, const struct topology *topology,
	const char *server)
{
	struct traces before = traces_now();
	struct error reason = {0};
	struct block block = {0};
	char name[512];
	struct job job;

	combination_text(combination, name, sizeof(name));
	if (combination_job(&job, combination, 1, topology, server, &reason) < 0) {
		note_omission(combination, &reason);
		return;
	}
	if (runner_supports_arrivals(combination->runner, job.runner_parameters, &reason) < 0) {
		combination_done(&job);
		note_omission(combination, &reason);
		return;
	}
	job.arrivals = (struct arrivals){
		.rate_per_second = ARRIVALS_RATE, .poisson = combination->runner_variant % 2};
	job.arrivals_seed = combination->runner_variant;
	measure(&job, topology, &block);
	combination_done(&job);
	check_arrivals(&job, &block, name);
	block_clear(&block);
	check_traces(&before, name);
	ran++;
}

/* The workload as it stands by default, under every variant of the runner. */
static void check_pair_arriving(const struct workload *workload, const struct runner *runner,
	const struct topology *topology, const char *server)
{
	for (unsigned i = 0; i < combination_variants(runner->parameters); i++)
		check_arriving(
			&(struct combination){
				.workload = workload,
				.runner = runner,
				.runner_variant = i,
				.cores = runner->axes & AXIS_CORES ? 2 : 1,
				.concurrency = runner->axes & AXIS_CONCURRENCY ? 4 : 1,
			},
			topology, server);
}

ParameterizedTestParameters(contract, every_runner_holds_tasks_back_until_they_are_due)
{
	return each_workload();
}

ParameterizedTest(const size_t *position, contract,
	every_runner_holds_tasks_back_until_they_are_due, .timeout = 240)
{
	struct stand stand;

	stand_open(&stand);
	for (size_t i = 0; runner_table[i] != NULL; i++)
		check_pair_arriving(workload_table[*position], runner_table[i], stand.topology,
			stand.url);
	print_omissions(workload_table[*position]);
	cr_assert_gt(ran, 0);
	stand_close(&stand);
}
