/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workers with a duty behind a gate; see team.h. */
#include "config.h"

#include "runners/team.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

struct team *team_new(const struct team_duty *duty, void *common, bool own_account,
	struct error *error)
{
	struct team *team = mmap(NULL, sizeof(*team), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (team == MAP_FAILED) {
		error_set(error, "cannot map memory for a team: %s", strerror(errno));
		return NULL;
	}
	team->duty = duty;
	team->common = common;
	team->own_account = own_account;
	return team;
}

void team_free(struct team *team)
{
	munmap(team, sizeof(*team));
}

static int begin(const struct crew *crew, const struct team *team, struct worker *worker,
	void **own)
{
	if (worker_bind(crew, worker, &worker->error) < 0)
		return -1;
	return team->duty->begin != NULL ? team->duty->begin(crew, worker, own, &worker->error) : 0;
}

void team_worker(const struct crew *crew, struct team *team, struct worker *worker)
{
	uint32_t seen_call = 0, seen_open = 0;
	struct usage before = {0};
	void *own = NULL;
	int ready = begin(crew, team, worker, &own);

	gate_arrive(&team->gate, crew->worker_limit);
	while (gate_wait_call(&team->gate, &seen_call) == GATE_COME) {
		if (team->own_account) {
			crew_prefault(crew);
			before = usage_of(RUSAGE_SELF);
		}
		gate_arrive(&team->gate, crew->worker_limit);
		gate_pass(&team->gate, &seen_open);
		if (ready == 0)
			team->duty->work(crew, team, worker, own);
		if (team->own_account)
			worker->usage = usage_since(usage_of(RUSAGE_SELF), before);
		gate_arrive(&team->gate, crew->worker_limit);
	}
	if (ready == 0 && team->duty->end != NULL)
		team->duty->end(own);
	locals_close(&worker->locals);
}

int team_run(struct crew *crew, struct team *team, bool (*alive)(void *context), void *context,
	struct error *error)
{
	atomic_store_explicit(&team->next, 0, memory_order_relaxed);
	gate_call(&team->gate, GATE_COME);
	if (gate_await(&team->gate, crew->worker_limit, alive, context) < 0)
		return error_set(error, "a worker ended before the batch began");
	crew->batch.begin_ns = clock_now_ns();
	gate_open(&team->gate);
	if (gate_await(&team->gate, crew->worker_limit, alive, context) < 0)
		return error_set(error, "a worker ended in the middle of the batch");
	for (unsigned i = 0; i < crew->worker_limit; i++)
		if (crew->workers[i].ended_ns > crew->batch.end_ns)
			crew->batch.end_ns = crew->workers[i].ended_ns;
	return crew_check_workers(crew, error);
}
