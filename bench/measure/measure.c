/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Measuring one case; see measure.h.
 *
 * The warm-up of the first block finds the number of tasks in a batch: it starts with three waves
 * of tasks and grows until a batch lasts long enough. Later blocks get this number and warm up with
 * it. A batch that is just long enough must be so twice, since the first of its size may be slow
 * for other reasons: pages, connections. If tasks arrive at a rate, the plan sets the number.
 */
#include "config.h"

#include "bench/measure/measure.h"

#include "bench/case/batch_size.h"
#include "bench/measure/check.h"
#include "bench/measure/clock_cost.h"
#include "bench/case/hook.h"
#include "bench/measure/littles_law.h"
#include "bench/measure/memory_watch.h"
#include "bench/measure/observe.h"
#include "bench/measure/fastest_possible.h"
#include "bench/measure/probe.h"
#include "bench/journal/sample_file.h"
#include "bench/measure/yardstick.h"
#include "results/statistics/arrivals.h"
#include "results/statistics/generator.h"
#include "results/statistics/overlap.h"
#include "results/statistics/quantile.h"
#include "runners/crew.h"
#include "support/clock.h"
#include "support/limits.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define CAPACITY (1ULL << 24) /* the most tasks that the warm-up can choose for a batch */
#define BATCH_READINGS 2      /* of the clock, for its begin and its end */
#define SHORT_BATCHES 8       /* all with too few in flight: not by chance */
#define LONG_ENOUGH 0.8       /* of the minimum, so that noise does not double a batch */
#define SURELY 4.0            /* times that: a batch is also long enough when warm */

/* The state of measuring one case. */
struct measurement {
	const struct job *job;
	struct work work;
	struct crew *crew;
	uint64_t workers_kept;      /* that start() made */
	struct memory_watch *watch; /* NULL: the memory is not wanted, or cannot be read here */
	int samples_file;           /* where each sample is appended; -1: nowhere */
	int job_file;               /* for workers that are separate programs; -1: none are */
	struct probe *probe;
	struct block *block;
	unsigned batches;     /* run so far: the warm-up is the first */
	double clock_ns;      /* of one reading */
	size_t short_batches; /* timed ones with too few tasks in flight, and why the first was */
	struct error shortfall;
	struct error error;
};

static char *const worker_program[] = {(char *)"breakeven", (char *)"worker", NULL};

/* Notes the first thing that went wrong. Returns -1. */
static int fail(struct measurement *measurement, enum status status)
{
	struct block *block = measurement->block;

	if (block->status != STATUS_OK)
		return -1;
	limits_add_memory(&measurement->error);
	block->status = status;
	block->reason = strdup(measurement->error.text[0] != '\0' ? measurement->error.text
								  : "no reason was given");
	return -1;
}

/* Draws the arrival times of the next batch. 0, or -1 with the error. */
static int schedule(struct measurement *measurement, uint64_t tasks)
{
	const struct job *job = measurement->job;

	if (!(job->arrivals.rate_per_second > 0))
		return 0;
	return arrivals_schedule(&job->arrivals,
		generator_seed(job->arrivals_seed, measurement->batches++),
		measurement->crew->batch.intended_ns, tasks, &measurement->error);
}

/* Runs and checks one batch; sets *usage, and *evidence of the system during it. 0 or -1. */
static int run_batch(struct measurement *measurement, uint64_t tasks, struct usage *usage,
	struct evidence *evidence)
{
	struct crew *crew = measurement->crew;
	const uint64_t workers = crew->workers_created;
	struct probe_batch batch = {0};
	struct usage before;
	enum status status;

	hook_enter(HOOK_EXPECTED);
	crew_prepare(crew, tasks);
	if (schedule(measurement, tasks) < 0 ||
		hook_prepare(&measurement->work, tasks, &measurement->error) < 0)
		return fail(measurement, STATUS_FAILED);
	hook_enter(HOOK_STEP);
	/* If run() sets it, it creates workers. */
	crew->workers_created = 0;
	probe_begin(measurement->probe);
	before = usage_of_process_and_children();
	if (measurement->job->runner->run(crew, &measurement->error) < 0)
		return fail(measurement, crew->crashed ? STATUS_CRASHED : STATUS_FAILED);
	batch.usage = usage_since(usage_of_process_and_children(), before);
	for (unsigned i = 0; i < crew->worker_limit; i++)
		batch.usage = usage_sum(batch.usage, crew->workers[i].usage);
	batch.made_workers = crew->workers_created > 0;
	if (!batch.made_workers)
		crew->workers_created = workers;
	probe_end(measurement->probe, &batch, evidence);
	*usage = batch.usage;
	hook_enter(HOOK_EXPECTED);
	status = check_batch(crew, &measurement->error);
	hook_enter(HOOK_COST);
	if (status == STATUS_OK)
		status = fastest_possible_check(crew, &measurement->error);
	hook_enter(HOOK_NONE);
	return status == STATUS_OK ? 0 : fail(measurement, status);
}

/* Runs one batch that is not a sample; sets *elapsed_ns. 0 or -1. */
static int try_batch(struct measurement *measurement, uint64_t tasks, uint64_t *elapsed_ns)
{
	const struct batch *batch = &measurement->crew->batch;
	struct evidence evidence;
	struct usage usage;

	if (run_batch(measurement, tasks, &usage, &evidence) < 0)
		return -1;
	*elapsed_ns = batch->end_ns - batch->begin_ns;
	return 0;
}

/* Warms up, and sets the number of tasks in a batch. 0 or -1. */
static int warm_up(struct measurement *measurement, uint64_t *tasks)
{
	const struct job *job = measurement->job;
	const uint64_t capacity = measurement->crew->capacity;
	const double long_enough_ns = LONG_ENOUGH * (double)job->sample_minimum_ns;
	uint64_t elapsed_ns;

	*tasks = batch_size_first(job);
	for (;;) {
		if (try_batch(measurement, *tasks, &elapsed_ns) < 0)
			return -1;
		if (job->tasks > 0 || *tasks >= capacity ||
			(double)elapsed_ns >= SURELY * long_enough_ns)
			return 0;
		if ((double)elapsed_ns >= long_enough_ns) {
			if (try_batch(measurement, *tasks, &elapsed_ns) < 0)
				return -1;
			if ((double)elapsed_ns >= long_enough_ns)
				return 0;
		}
		*tasks = batch_size_grown(job, *tasks, elapsed_ns, capacity);
	}
}

/* Records the figures of a batch whose tasks arrived at a rate. Converts intended times to the
 * clock's scale, as stamps are. 0, or -1 with the error. */
static int note_arrivals(struct sample *sample, const struct crew *crew, struct error *error)
{
	const struct batch *batch = &crew->batch;

	sample->arrived = true;
	sample->latency_uncorrected = sample->latency;
	sample->schedule_ns = batch->intended_ns[batch->tasks - 1];
	for (uint64_t i = 0; i < batch->tasks; i++)
		batch->intended_ns[i] += batch->begin_ns;
	if (overlap_peak(&sample->peak_arrived, batch->intended_ns, batch->task_end_ns,
		    batch->tasks, error) < 0)
		return -1;
	return quantile_latency(&sample->latency, batch->intended_ns, batch->task_end_ns,
		batch->tasks, error);
}

static void note_clock(const struct measurement *measurement, struct sample *sample,
	uint64_t readings)
{
	sample->clock_share = (double)readings * measurement->clock_ns /
		((double)sample->elapsed_ns * measurement->job->cores);
}

static int take_sample(struct measurement *measurement, uint64_t tasks, struct sample *sample)
{
	const struct batch *batch = &measurement->crew->batch;
	struct evidence evidence;
	struct overlap overlap;
	struct usage usage;

	if (run_batch(measurement, tasks, &usage, &evidence) < 0)
		return -1;
	*sample = (struct sample){
		.elapsed_ns = batch->end_ns - batch->begin_ns,
		.user_ns = usage.user_ns,
		.system_ns = usage.system_ns,
		.voluntary_switches = usage.voluntary_switches,
		.involuntary_switches = usage.involuntary_switches,
		.stamped = measurement->job->stamped,
		.has_evidence = true,
		.evidence = evidence,
	};
	hook_enter(HOOK_OBSERVE);
	if (observe(&measurement->work, sample, &measurement->error) < 0)
		return fail(measurement, STATUS_FAILED);
	hook_enter(HOOK_NONE);
	if (!sample->stamped) {
		note_clock(measurement, sample, BATCH_READINGS);
		return 0;
	}
	if (check_concurrency(measurement->crew, &overlap, &measurement->error) != STATUS_OK ||
		quantile_latency(&sample->latency, batch->task_begin_ns, batch->task_end_ns, tasks,
			&measurement->error) < 0)
		return fail(measurement, STATUS_FAILED);
	sample->peak_concurrency = overlap.peak;
	note_clock(measurement, sample, overlap.readings + BATCH_READINGS);
	if (batch->intended_ns != NULL)
		return note_arrivals(sample, measurement->crew, &measurement->error) < 0
			? fail(measurement, STATUS_FAILED)
			: 0;
	sample->mean_concurrency = overlap.mean;
	measurement->short_batches +=
		littles_law_falls_short(measurement->crew, &overlap, &measurement->shortfall);
	return 0;
}

static void note_cpus_seen(struct block *block, const struct crew *crew)
{
	for (unsigned cpu = 0; cpu < CREW_CPU_LIMIT; cpu++) {
		bool seen = false;

		for (unsigned i = 0; i < crew->worker_limit && !seen; i++)
			seen = crew->workers[i].cpus_seen[cpu / 64] >> cpu % 64 & 1;
		if (seen)
			block->cpus_seen[block->cpus_seen_count++] = cpu;
	}
}

/* One batch can be disturbed, but a runner that is not concurrent falls short in every batch. If
 * there are too few samples to decide, runs more batches, which are used for nothing else. */
static bool is_never_concurrent(struct measurement *measurement)
{
	const struct block *block = measurement->block;
	size_t batches = block->sample_count;
	struct sample another;

	while (batches > 0 && measurement->short_batches == batches && batches < SHORT_BATCHES)
		if (take_sample(measurement, block->tasks, &another) == 0)
			batches++;
		else
			return false; /* the block already has the reason */
	return batches > 0 && measurement->short_batches == batches;
}

static void take_samples(struct measurement *measurement)
{
	struct block *block = measurement->block;

	if (warm_up(measurement, &block->tasks) < 0)
		return;
	probe_note_tasks(measurement->probe);
	while (block->sample_count < measurement->job->samples) {
		if (take_sample(measurement, block->tasks, &block->samples[block->sample_count]) <
			0)
			return;
		sample_file_append(&measurement->samples_file, block->tasks,
			&block->samples[block->sample_count++]);
	}
	block->workers = measurement->crew->workers_created;
	note_cpus_seen(block, measurement->crew);
	if (measurement->workers_kept > 0 && is_never_concurrent(measurement)) {
		measurement->error = measurement->shortfall;
		fail(measurement, STATUS_INVALID);
	}
}

/* The number by which the batch's memory is divided: the tasks in flight, or the workers kept for
 * them if there are more of these. 0 if it is unknown: processes created for each task come and go
 * while they are read, and threads created for tasks too short to be stamped are not counted. */
static int count_in_flight(struct measurement *measurement, uint64_t *in_flight)
{
	const struct job *job = measurement->job;
	const struct runner *runner = job->runner;
	struct overlap overlap = {.peak = job->concurrency};

	if (job->stamped &&
		check_concurrency(measurement->crew, &overlap, &measurement->error) != STATUS_OK)
		return fail(measurement, STATUS_FAILED);
	*in_flight = overlap.peak;
	if (measurement->workers_kept > *in_flight)
		*in_flight = measurement->workers_kept;
	if (measurement->workers_kept == 0 && runner->workers == CREW_WORKER_PER_TASK &&
		(runner->model == MODEL_PROCESSES || !job->stamped))
		*in_flight = 0;
	return 0;
}

/* A third of the tasks of a sample, but at least one wave of `concurrency` tasks. */
static uint64_t tasks_for_memory(const struct measurement *measurement)
{
	const struct job *job = measurement->job;
	const uint64_t tasks = measurement->block->tasks, third = tasks / BATCH_SIZE_WAVES;
	const uint64_t wanted = batch_size_whole_groups(job->workload,
		third > job->concurrency ? third : job->concurrency);

	return wanted < tasks ? wanted : tasks;
}

/* Runs one more batch to measure memory, after the samples so that it cannot disturb them. */
static void watch_memory(struct measurement *measurement)
{
	const struct crew *crew = measurement->crew;
	struct memory_shares shares;
	struct evidence evidence;
	struct usage usage;
	int outcome;

	if (memory_watch_begin(measurement->watch) < 0)
		return;
	outcome = run_batch(measurement, tasks_for_memory(measurement), &usage, &evidence);
	memory_watch_end(measurement->watch);
	if (outcome < 0 || count_in_flight(measurement, &shares.in_flight) < 0)
		return;
	shares.accounts_bytes = crew_accounts_bytes(crew, measurement->block->tasks);
	shares.slots_bytes = crew_slots_bytes(crew);
	shares.slot_bytes = shares.slots_bytes / crew->concurrency;
	measurement->block->memory = memory_watch_figures(measurement->watch, &shares);
}

/* Runs the runner from start to stop. */
static void run(struct measurement *measurement)
{
	const struct runner *runner = measurement->job->runner;
	struct block *block = measurement->block;
	struct crew *crew = measurement->crew;
	uint64_t begin_ns = clock_now_ns();

	if (runner->start != NULL && runner->start(crew, &measurement->error) < 0) {
		fail(measurement, STATUS_FAILED);
		return;
	}
	block->startup_ns = clock_now_ns() - begin_ns;
	measurement->workers_kept = crew->workers_created;
	take_samples(measurement);
	if (measurement->watch != NULL && block->status == STATUS_OK)
		watch_memory(measurement);
	begin_ns = clock_now_ns();
	if (runner->stop != NULL)
		runner->stop(crew);
	block->teardown_ns = clock_now_ns() - begin_ns;
}

static int assemble(struct measurement *measurement, const struct topology *topology)
{
	const struct job *job = measurement->job;
	const uint64_t first = batch_size_first(job);
	struct crew *crew = measurement->crew = crew_new(&measurement->error);

	if (crew == NULL)
		return -1;
	measurement->probe = probe_open("", job->cpus, job->cores);
	if (measurement->probe == NULL)
		return error_set(&measurement->error, "no memory for the evidence");
	job_to_crew(job, &measurement->work, topology, crew);
	if (job->runner->join != NULL) {
		measurement->job_file = job_to_file(job, &measurement->error);
		if (measurement->job_file < 0)
			return -1;
		crew->program = worker_program;
		crew->job = measurement->job_file;
	}
	return crew_open(crew,
		job->tasks > 0 || first > CAPACITY ? first : batch_size_whole_waves(job, CAPACITY),
		job->stamped, job->runner->workers, &measurement->error);
}

/* Allows as many descriptors as the system permits, and timers that fire on time: the same for
 * every runner; threads and processes inherit both. */
static void lift_limits(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	prctl(PR_SET_TIMERSLACK, 1UL);
}

void measure(const struct job *job, const struct topology *topology, struct block *block)
{
	struct measurement measurement = {
		.job = job, .block = block, .job_file = -1, .samples_file = -1};
	struct work *work = &measurement.work;

	block->pid = getpid();
	block->status = STATUS_OK;
	block->samples = calloc(job->samples, sizeof(*block->samples));
	block->cpus_seen = calloc(CREW_CPU_LIMIT, sizeof(*block->cpus_seen));
	job_to_work(job, work);
	lift_limits();
	if (block->samples == NULL || block->cpus_seen == NULL ||
		topology_bind(topology, job->cpus, job->cores, &measurement.error) < 0 ||
		hook_open(work, &measurement.error) < 0 ||
		parameters_check_asked(&measurement.error) < 0) {
		fail(&measurement, STATUS_FAILED);
		return;
	}
	measurement.watch = job->memory ? memory_watch_open(topology) : NULL;
	measurement.clock_ns = clock_cost_ns();
	measurement.samples_file = sample_file_open(job->samples_path);
	work->additions_per_second = yardstick_additions_per_second(job->cpus[0]);
	if (hook_check_cost(work, &measurement.error) < 0 || assemble(&measurement, topology) < 0)
		fail(&measurement, STATUS_FAILED);
	else
		run(&measurement);
	hook_close(work);
	if (parameters_check_asked(&measurement.error) < 0)
		fail(&measurement, STATUS_FAILED);
	probe_close(measurement.probe);
	crew_free(measurement.crew);
	memory_watch_close(measurement.watch);
	sample_file_close(measurement.samples_file);
	if (measurement.job_file >= 0)
		close(measurement.job_file);
}
