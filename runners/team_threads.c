/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A team in threads; see team_threads.h. */
#include "config.h"

#include "runners/team_threads.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct team_threads {
	struct team *team;
	unsigned created;
	struct member {
		const struct crew *crew;
		struct team *team;
		struct worker *worker;
		pthread_t thread;
	} members[];
};

static void *member_main(void *argument)
{
	struct member *member = argument;

	team_worker(member->crew, member->team, member->worker);
	return NULL;
}

static int create(struct crew *crew, struct team_threads *threads, struct error *error)
{
	while (threads->created < crew->worker_limit) {
		struct member *member = &threads->members[threads->created];
		int failure;

		*member = (struct member){crew, threads->team, &crew->workers[threads->created], 0};
		failure = pthread_create(&member->thread, NULL, member_main, member);
		if (failure != 0)
			return error_set(error,
				"cannot create thread %u of %u: %s (see ulimit -u, ulimit -v, kernel.pid_max)",
				threads->created + 1, crew->worker_limit, strerror(failure));
		threads->created++;
	}
	return 0;
}

struct team_threads *team_threads_start(struct crew *crew, const struct team_duty *duty,
	void *common, struct error *error)
{
	struct team_threads *threads =
		calloc(1, sizeof(*threads) + crew->worker_limit * sizeof(struct member));

	if (threads == NULL) {
		error_set(error, "no memory for %u threads", crew->worker_limit);
		return NULL;
	}
	threads->team = team_new(duty, common, false, error);
	if (threads->team == NULL)
		goto free_threads;
	if (crew_bind_all(crew, error) < 0 || create(crew, threads, error) < 0)
		goto stop;
	gate_await(&threads->team->gate, threads->created, NULL, NULL);
	crew->workers_created = threads->created;
	if (crew_check_workers(crew, error) == 0)
		return threads;
stop:
	team_threads_stop(threads);
	return NULL;
free_threads:
	free(threads);
	return NULL;
}

int team_threads_run(struct team_threads *threads, struct crew *crew, struct error *error)
{
	return team_run(crew, threads->team, NULL, NULL, error);
}

void team_threads_stop(struct team_threads *threads)
{
	gate_call(&threads->team->gate, GATE_LEAVE);
	for (unsigned i = 0; i < threads->created; i++)
		pthread_join(threads->members[i].thread, NULL);
	team_free(threads->team);
	free(threads);
}
