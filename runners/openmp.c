/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * openmp: as many threads as tasks may be in flight, created and run by the compiler's OpenMP
 * runtime (libgomp or libomp). The first thread creates one `omp task` for each task, the others
 * execute them, and so does the first when it has created all, or when the runtime makes it wait
 * for the others. How the runtime queues, spins and sleeps is its own decision; the OMP_…
 * environment variables for that are in force.
 *
 * Timed: from the creation of the first task until the last has ended. Not timed: making the
 * threads (that is start-up), and waking them to a barrier before a batch, where each binds itself.
 *
 * The runtime begins tasks in any order.
 */
#include "config.h"

#include "runners/runner.h"
#include "runners/waiting/blocking.h"
#include "support/system_call.h"

#include <omp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#define END_CHECK_NS 100000 /* between two checks whether the threads have ended */

struct team {
	unsigned size;        /* that the runtime made */
	_Atomic bool unbound; /* a thread could not be bound; its worker says why */
	pid_t thread_ids[];   /* by worker; 0: never made */
};

static void execute(const struct crew *crew, uint64_t index)
{
	struct worker *worker = &crew->workers[omp_get_thread_num()];
	struct task *task = crew_slot(crew, worker->number);
	enum step end;

	task_init(task, index, crew_stamp(crew));
	end = blocking_execute(task, crew->work, worker);
	worker_record(worker, crew, task, end, crew_stamp(crew));
}

/* By the first thread, while the others wait at the end of the region and take tasks there. */
static void create_tasks(struct crew *crew)
{
	crew->batch.begin_ns = clock_now_ns();
	for (uint64_t i = 0; i < crew->batch.tasks; i++) {
#pragma omp task firstprivate(crew, i)
		execute(crew, i);
	}
#pragma omp taskwait
	crew->batch.end_ns = clock_now_ns();
}

/* Runs all threads, each bound; with the tasks of a batch if `batch` is set. */
static int lead(struct crew *crew, bool batch, struct error *error)
{
	struct team *team = crew->state;

#pragma omp parallel num_threads(crew->worker_limit)
	{
		struct worker *worker = &crew->workers[omp_get_thread_num()];

		team->thread_ids[worker->number] = system_thread();
		if (worker_bind(crew, worker, &worker->error) < 0)
			atomic_store_explicit(&team->unbound, true, memory_order_relaxed);
#pragma omp barrier
#pragma omp master
		{
			team->size = (unsigned)omp_get_num_threads();
			if (batch && team->size == crew->worker_limit &&
				!atomic_load_explicit(&team->unbound, memory_order_relaxed))
				create_tasks(crew);
		}
#pragma omp barrier
		worker_see_cpu(worker);
	}
	if (team->size != crew->worker_limit)
		return error_set(error,
			"OpenMP made %u of %u threads (see OMP_THREAD_LIMIT and OMP_DYNAMIC)",
			team->size, crew->worker_limit);
	return crew_check_workers(crew, error);
}

/* The runtime keeps its threads for the next region: this releases them, and waits until they have
 * ended by themselves. */
static void release(const struct crew *crew, const struct team *team)
{
	const struct timespec pause = clock_timespec(END_CHECK_NS);

	if (omp_pause_resource_all(omp_pause_hard) != 0)
		return;
	for (unsigned i = 0; i < crew->worker_limit; i++)
		while (team->thread_ids[i] != 0 && team->thread_ids[i] != system_thread() &&
			system_thread_lives(team->thread_ids[i]))
			nanosleep(&pause, NULL);
	/* Sets the runtime up before the next fork: otherwise libomp 14 aborts in the child.
	 * Makes no thread. */
	omp_get_max_threads();
}

static void stop(struct crew *crew)
{
	struct team *team = crew->state;
	struct error ignored = {0};

	for (unsigned i = 0; i < crew->worker_limit; i++)
		locals_close(&crew->workers[i].locals);
	release(crew, team);
	/* This thread was bound as the first of the team. */
	crew_bind_all(crew, &ignored);
	free(team);
	crew->state = NULL;
}

static int start(struct crew *crew, struct error *error)
{
	struct team *team = calloc(1, sizeof(*team) + crew->worker_limit * sizeof(pid_t));

	if (team == NULL)
		return error_set(error, "no memory for %u threads", crew->worker_limit);
	crew->state = team;
	if (crew_bind_all(crew, error) == 0 && lead(crew, false, error) == 0) {
		crew->workers_created = team->size;
		return 0;
	}
	stop(crew);
	return -1;
}

static int run(struct crew *crew, struct error *error)
{
	return lead(crew, true, error);
}

static int supports(const struct parameters *parameters, const struct workload *workload,
	unsigned needs, struct error *reason)
{
	(void)parameters;
	(void)needs;
	if (workload->partners > 1)
		return error_set(reason,
			"its tasks wait for each other, but OpenMP starts them in any order");
	return 0;
}

static int supports_arrivals(const struct parameters *parameters, struct error *reason)
{
	(void)parameters;
	return error_set(reason,
		"with --rate the thread that creates OpenMP's tasks would sleep instead of working");
}

const struct runner runner_openmp = {
	.name = "openmp",
	.summary = "an `omp task` for each task, on as many OpenMP threads as tasks in flight",
	.model = MODEL_THREADS,
	.axes = AXIS_CORES | AXIS_CONCURRENCY,
	.start = start,
	.run = run,
	.stop = stop,
	.supports = supports,
	.supports_arrivals = supports_arrivals,
};
