/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * processes: one process per task, forked when fewer than the allowed number are alive. Forking and
 * reaping belong to the batch, because they are what this way of running costs.
 */
#include "config.h"

#include "runners/child.h"
#include "runners/runner.h"
#include "runners/waiting/arrival.h"
#include "runners/waiting/blocking.h"
#include "support/limits.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* One task in flight: the slot and worker of the same number. */
struct places {
	unsigned alive;
	unsigned free_count;
	unsigned *free; /* numbers of the free places; the last is used next */
	pid_t *pids;    /* of each place, 0 for a free one */
};

static void stop(struct crew *crew)
{
	struct places *places = crew->state;

	free(places->pids);
	free(places->free);
	free(places);
	crew->state = NULL;
}

static int start(struct crew *crew, struct error *error)
{
	struct places *places = calloc(1, sizeof(*places));

	if (places == NULL)
		return error_set(error, "no memory for %u processes", crew->worker_limit);
	crew->state = places;
	places->free = calloc(crew->worker_limit, sizeof(*places->free));
	places->pids = calloc(crew->worker_limit, sizeof(*places->pids));
	if (places->free == NULL || places->pids == NULL)
		error_set(error, "no memory for %u processes", crew->worker_limit);
	else if (crew_bind_all(crew, error) == 0)
		return 0;
	stop(crew);
	return -1;
}

static _Noreturn void child_main(struct crew *crew, struct worker *worker, uint64_t index,
	uint64_t begin_ns)
{
	struct task *task = crew_slot(crew, worker->number);
	enum step end;

	if (worker_bind(crew, worker, &worker->error) < 0)
		_exit(1);
	task_init(task, index, begin_ns);
	end = blocking_execute(task, crew->work, worker);
	worker_record(worker, crew, task, end, crew_stamp(crew));
	worker_see_cpu(worker);
	locals_close(&worker->locals);
	_exit(0);
}

static int create(struct crew *crew, struct places *places, uint64_t index, struct error *error)
{
	unsigned place = places->free[places->free_count - 1];
	uint64_t begin_ns = arrival_await(crew, index, crew_stamp(crew));
	pid_t pid = child_fork();

	if (pid == 0)
		child_main(crew, &crew->workers[place], index, begin_ns);
	if (pid < 0)
		return error_set(error, "cannot fork a process for task %llu with %u alive: %s",
			(unsigned long long)index, places->alive, limits_process_error(errno));
	places->pids[place] = pid;
	places->free_count--;
	places->alive++;
	return 0;
}

/* Waits until any process ends and frees its place. The search costs little beside the
 * fork it follows. */
static int reap(struct crew *crew, struct places *places, struct error *error)
{
	int status;
	pid_t pid = waitpid(-1, &status, 0);

	if (pid < 0 && errno == EINTR)
		return 0;
	if (pid < 0)
		return error_set(error, "cannot wait for %u processes: %s", places->alive,
			limits_error(errno));
	for (unsigned place = 0; place < crew->worker_limit; place++) {
		if (places->pids[place] != pid)
			continue;
		places->pids[place] = 0;
		places->free[places->free_count++] = place;
		places->alive--;
		break;
	}
	return child_check(crew, pid, status, error);
}

static int run(struct crew *crew, struct error *error)
{
	struct places *places = crew->state;
	uint64_t index = 0;
	int result = 0;

	places->alive = 0;
	places->free_count = crew->worker_limit;
	for (unsigned i = 0; i < crew->worker_limit; i++)
		places->free[i] = crew->worker_limit - 1 - i;
	crew->batch.begin_ns = clock_now_ns();
	while (result == 0 && (index < crew->batch.tasks || places->alive > 0)) {
		if (index < crew->batch.tasks && places->free_count > 0)
			result = create(crew, places, index++, error);
		else
			result = reap(crew, places, error);
	}
	while (places->alive > 0 && (reap(crew, places, error) == 0 || errno != ECHILD))
		continue;
	crew->batch.end_ns = clock_now_ns();
	crew->workers_created = index;
	crew_check_workers(crew, error);
	return result;
}

const struct runner runner_processes = {
	.name = "processes",
	.summary = "one forked process for each task",
	.model = MODEL_PROCESSES,
	.axes = AXIS_CORES | AXIS_CONCURRENCY,
	.start = start,
	.run = run,
	.stop = stop,
};
