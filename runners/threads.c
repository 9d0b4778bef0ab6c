/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * threads: one thread per task, created when fewer than the allowed number are alive. Creating and
 * joining belong to the batch, because they are what this way of running costs.
 *
 * A thread that is done gives its place back under the lock; the creator joins it before it uses
 * the place again.
 */
#include "config.h"

#include "runners/runner.h"
#include "runners/waiting/arrival.h"
#include "runners/waiting/blocking.h"
#include "support/limits.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct place {
	struct crew *crew;
	struct places *places;
	struct worker *worker;
	uint64_t index, begin_ns; /* of its task */
	pthread_t thread;
	bool joinable;
};

struct places {
	pthread_mutex_t mutex;
	pthread_cond_t freed;
	unsigned free_count; /* guarded by mutex */
	struct place **free; /* guarded by mutex; the last is used next */
	struct place all[];
};

static void *thread_main(void *argument)
{
	struct place *place = argument;
	struct crew *crew = place->crew;
	struct worker *worker = place->worker;
	struct task *task = crew_slot(crew, worker->number);

	if (worker_bind(crew, worker, &worker->error) == 0) {
		enum step end;

		task_init(task, place->index, place->begin_ns);
		end = blocking_execute(task, crew->work, worker);
		worker_record(worker, crew, task, end, crew_stamp(crew));
		worker_see_cpu(worker);
		locals_close(&worker->locals);
	}
	pthread_mutex_lock(&place->places->mutex);
	place->places->free[place->places->free_count++] = place;
	pthread_cond_signal(&place->places->freed);
	pthread_mutex_unlock(&place->places->mutex);
	return NULL;
}

static void stop(struct crew *crew)
{
	struct places *places = crew->state;

	pthread_cond_destroy(&places->freed);
	pthread_mutex_destroy(&places->mutex);
	free(places->free);
	free(places);
	crew->state = NULL;
}

static int start(struct crew *crew, struct error *error)
{
	const unsigned count = crew->worker_limit;
	struct places *places = calloc(1, sizeof(*places) + count * sizeof(struct place));

	if (places == NULL)
		return error_set(error, "no memory for %u threads", count);
	places->free = calloc(count, sizeof(struct place *));
	if (places->free == NULL) {
		free(places);
		return error_set(error, "no memory for %u threads", count);
	}
	pthread_mutex_init(&places->mutex, NULL);
	pthread_cond_init(&places->freed, NULL);
	for (unsigned i = 0; i < count; i++)
		places->all[i] =
			(struct place){.crew = crew, .places = places, .worker = &crew->workers[i]};
	crew->state = places;
	if (crew_bind_all(crew, error) == 0)
		return 0;
	stop(crew);
	return -1;
}

static struct place *take_free(struct places *places)
{
	struct place *place;

	pthread_mutex_lock(&places->mutex);
	while (places->free_count == 0)
		pthread_cond_wait(&places->freed, &places->mutex);
	place = places->free[--places->free_count];
	pthread_mutex_unlock(&places->mutex);
	if (place->joinable)
		pthread_join(place->thread, NULL);
	place->joinable = false;
	return place;
}

static int create(struct crew *crew, struct place *place, uint64_t index, struct error *error)
{
	int failure;

	place->index = index;
	place->begin_ns = arrival_await(crew, index, crew_stamp(crew));
	failure = pthread_create(&place->thread, NULL, thread_main, place);
	if (failure != 0)
		return error_set(error, "cannot create a thread for task %llu: %s",
			(unsigned long long)index, limits_process_error(failure));
	place->joinable = true;
	return 0;
}

static int run(struct crew *crew, struct error *error)
{
	struct places *places = crew->state;
	uint64_t index = 0;
	int result = 0;

	places->free_count = crew->worker_limit;
	for (unsigned i = 0; i < crew->worker_limit; i++)
		places->free[i] = &places->all[crew->worker_limit - 1 - i];
	crew->batch.begin_ns = clock_now_ns();
	for (; index < crew->batch.tasks && result == 0; index++)
		result = create(crew, take_free(places), index, error);
	for (unsigned i = 0; i < crew->worker_limit; i++) {
		if (places->all[i].joinable)
			pthread_join(places->all[i].thread, NULL);
		places->all[i].joinable = false;
	}
	crew->batch.end_ns = clock_now_ns();
	crew->workers_created = index;
	return crew_check_workers(crew, error) < 0 ? -1 : result;
}

const struct runner runner_threads = {
	.name = "threads",
	.summary = "one new thread for each task",
	.model = MODEL_THREADS,
	.axes = AXIS_CORES | AXIS_CONCURRENCY,
	.start = start,
	.run = run,
	.stop = stop,
};
