/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A team in threads; see team_threads.h. */
#include "config.h"

#include "runners/team_threads.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "support/limits.h"

struct team_threads {
	struct leader leader;
	unsigned created;
	struct member {
		struct crew *crew;
		const struct leader *leader;
		struct worker *worker;
		pthread_t thread;
	} members[];
};

static void *member_main(void *argument)
{
	struct member *member = argument;

	team_worker(member->crew, member->leader->team, member->leader->duty, member->worker);
	return NULL;
}

static int create(struct crew *crew, struct team_threads *threads, struct error *error)
{
	while (threads->created < crew->worker_limit) {
		struct member *member = &threads->members[threads->created];
		int failure;

		*member = (struct member){
			crew, &threads->leader, &crew->workers[threads->created], 0};
		failure = pthread_create(&member->thread, NULL, member_main, member);
		if (failure != 0)
			return error_set(error, "cannot create thread %u of %u: %s",
				threads->created + 1, crew->worker_limit,
				limits_process_error(failure));
		threads->created++;
	}
	return 0;
}

int team_threads_start(struct crew *crew, const struct team_duty *duty, struct error *error)
{
	struct team_threads *threads =
		calloc(1, sizeof(*threads) + crew->worker_limit * sizeof(struct member));

	if (threads == NULL)
		return error_set(error, "no memory for %u threads", crew->worker_limit);
	if (leader_open(&threads->leader, crew, duty, false, error) < 0) {
		free(threads);
		return -1;
	}
	crew->state = threads;
	if (crew_bind_all(crew, error) < 0 || create(crew, threads, error) < 0)
		goto stop;
	crew->workers_created = threads->created;
	if (leader_await_workers(&threads->leader, crew, error) == 0)
		return 0;
stop:
	team_threads_stop(crew);
	return -1;
}

void team_threads_stop(struct crew *crew)
{
	struct team_threads *threads = crew->state;

	gate_call(&threads->leader.team->gate, GATE_LEAVE);
	for (unsigned i = 0; i < threads->created; i++)
		pthread_join(threads->members[i].thread, NULL);
	leader_close(&threads->leader);
	free(threads);
	crew->state = NULL;
}
