/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workers with a duty behind a gate; see team.h. */
#include "config.h"

#include "runners/team.h"

#include "support/memory.h"

int leader_open(struct leader *leader, const struct crew *crew, const struct team_duty *duty,
	bool processes, struct error *error)
{
	leader->duty = duty;
	leader->error = error;
	leader->team = memory_map(sizeof(*leader->team), "a team", error);
	if (leader->team == NULL)
		return -1;
	leader->team->processes = processes;
	if (duty->open == NULL || duty->open(crew, leader->team, error) == 0)
		return 0;
	memory_unmap(leader->team, sizeof(*leader->team));
	return -1;
}

void leader_close(struct leader *leader)
{
	if (leader->duty->close != NULL)
		leader->duty->close(leader->team);
	memory_unmap(leader->team, sizeof(*leader->team));
}

static int await(const struct leader *leader, const struct crew *crew)
{
	return gate_await(&leader->team->gate, crew->worker_limit, leader->watchman.alive,
		leader->watchman.context);
}

int leader_await_workers(const struct leader *leader, struct crew *crew, struct error *error)
{
	if (await(leader, crew) < 0)
		return error_set(error, "a worker ended before it was ready");
	return crew_check_workers(crew, error);
}

int team_run(struct crew *crew, struct error *error)
{
	struct leader *leader = crew->state;
	const struct team_duty *duty = leader->duty;
	struct team *team = leader->team;

	leader->error = error;
	if (team->chunk > 1)
		crew->grain = team->chunk;
	atomic_store_explicit(&team->next, 0, memory_order_relaxed);
	if (duty->prepare != NULL)
		duty->prepare(crew, team, NULL);
	gate_call(&team->gate, GATE_COME);
	if (await(leader, crew) < 0)
		return error_set(error, "a worker ended before the batch began");
	crew->batch.begin_ns = clock_now_ns();
	if (duty->fill != NULL)
		duty->fill(crew, team);
	gate_open(&team->gate);
	if ((duty->lead != NULL && duty->lead(crew, team, &leader->watchman) < 0) ||
		await(leader, crew) < 0)
		return error_set(error, "a worker ended in the middle of the batch");
	for (unsigned i = 0; i < crew->worker_limit && duty->lead == NULL; i++)
		if (crew->workers[i].ended_ns > crew->batch.end_ns)
			crew->batch.end_ns = crew->workers[i].ended_ns;
	return crew_check_workers(crew, error);
}

/* ---- The worker's side */

static int begin(const struct crew *crew, const struct team_duty *duty, struct worker *worker,
	void **own)
{
	if (worker_bind(crew, worker, &worker->error) < 0)
		return -1;
	return duty->begin != NULL ? duty->begin(crew, worker, own, &worker->error) : 0;
}

/* What each process has of its own and prepares for each batch. */
static void prepare(struct crew *crew, struct team *team, const struct team_duty *duty,
	const struct worker *worker)
{
	crew_follow(crew);
	crew_prefault(crew);
	if (duty->prepare != NULL)
		duty->prepare(crew, team, worker);
}

void team_worker(struct crew *crew, struct team *team, const struct team_duty *duty,
	struct worker *worker)
{
	uint32_t seen_call = 0, seen_open = 0;
	struct usage before = {0};
	void *own = NULL;
	int ready = begin(crew, duty, worker, &own);

	gate_arrive(&team->gate, crew->worker_limit);
	while (gate_wait_call(&team->gate, &seen_call) == GATE_COME) {
		if (team->processes) {
			prepare(crew, team, duty, worker);
			before = usage_of_process_and_children();
		}
		gate_arrive(&team->gate, crew->worker_limit);
		gate_pass(&team->gate, &seen_open);
		/* When tasks are due depends on the batch's start, which a copy of the crew does
		 * not know yet. */
		if (crew->batch.intended_ns != NULL)
			crew_follow(crew);
		if (ready == 0)
			duty->work(crew, team, worker, own);
		if (team->processes)
			worker->usage = usage_since(usage_of_process_and_children(), before);
		gate_arrive(&team->gate, crew->worker_limit);
	}
	if (ready == 0 && duty->end != NULL)
		duty->end(own);
	locals_close(&worker->locals);
}
