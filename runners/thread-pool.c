/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * thread-pool: as many threads as tasks may be in flight, created once. How tasks come to them,
 * `dispatch` and `queue` say.
 */
#include "config.h"

#include "runners/pool.h"
#include "runners/runner.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct thread_pool {
	struct pool *pool;
	unsigned created;
	struct member {
		struct crew *crew;
		struct pool *pool;
		struct worker *worker;
		pthread_t thread;
	} members[];
};

static void *member_main(void *argument)
{
	struct member *member = argument;

	pool_worker(member->crew, member->pool, member->worker);
	return NULL;
}

static void stop(struct crew *crew)
{
	struct thread_pool *threads = crew->state;

	gate_call(&threads->pool->gate, GATE_LEAVE);
	for (unsigned i = 0; i < threads->created; i++)
		pthread_join(threads->members[i].thread, NULL);
	pool_free(threads->pool);
	free(threads);
	crew->state = NULL;
}

static int create(struct crew *crew, struct thread_pool *threads, struct error *error)
{
	while (threads->created < crew->worker_limit) {
		struct member *member = &threads->members[threads->created];
		int failure;

		*member = (struct member){crew, threads->pool, &crew->workers[threads->created], 0};
		failure = pthread_create(&member->thread, NULL, member_main, member);
		if (failure != 0)
			return error_set(error,
				"cannot create thread %u of %u: %s (see ulimit -u, ulimit -v, kernel.pid_max)",
				threads->created + 1, crew->worker_limit, strerror(failure));
		threads->created++;
	}
	return 0;
}

static const char *const queues[] = {"shared", "stealing", NULL};

static bool is_stealing(const struct parameters *parameters)
{
	return strcmp(parameters_text(parameters, "queue"), "stealing") == 0;
}

static const struct dispatch *choose_dispatch(const struct parameters *parameters)
{
	return is_stealing(parameters) ? &dispatch_stealing : pool_dispatch(parameters);
}

static int start(struct crew *crew, struct error *error)
{
	struct thread_pool *threads =
		calloc(1, sizeof(*threads) + crew->worker_limit * sizeof(struct member));
	int created;

	if (threads == NULL)
		return error_set(error, "no memory for %u threads", crew->worker_limit);
	threads->pool = pool_new(crew, choose_dispatch(&crew->parameters), false, error);
	if (threads->pool == NULL) {
		free(threads);
		return -1;
	}
	crew->state = threads;
	created = crew_bind_all(crew, error);
	if (created == 0)
		created = create(crew, threads, error);
	gate_await(&threads->pool->gate, threads->created, NULL, NULL);
	crew->workers_created = threads->created;
	if (created == 0 && crew_check_workers(crew, error) == 0)
		return 0;
	stop(crew);
	return -1;
}

static int run(struct crew *crew, struct error *error)
{
	static const struct watchman nobody;
	struct thread_pool *threads = crew->state;

	return pool_run(crew, threads->pool, &nobody, error);
}

static int supports(const struct parameters *parameters, const struct workload *workload,
	const struct parameters *workload_parameters, struct error *reason)
{
	(void)workload_parameters;
	if (is_stealing(parameters) && pool_dispatch(parameters) == &dispatch_submit)
		return error_set(reason,
			"dispatch=submit has one queue; queue=stealing goes with dispatch=map");
	return pool_supports(parameters, workload, !is_stealing(parameters), reason);
}

static const struct parameter parameters_table[] = {
	POOL_PARAMETERS,
	{
		.name = "queue",
		.kind = PARAMETER_CHOICE,
		.option = true,
		.unit = "",
		.standard = "shared",
		.choices = queues,
		.help = "one for all workers, or one deque each, from which idle workers steal",
	},
	{0},
};

const struct runner runner_thread_pool = {
	.name = "thread-pool",
	.summary = "a fixed set of threads, as many as tasks in flight; each takes task after task",
	.model = MODEL_THREADS,
	.axes = AXIS_CORES | AXIS_CONCURRENCY,
	.parameters = parameters_table,
	.start = start,
	.run = run,
	.stop = stop,
	.supports = supports,
};
