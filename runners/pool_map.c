/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dispatch=map: each worker takes the next range of `chunk` tasks from one shared counter; their
 * answers are in order without sorting. Timed: from the opening of the gate until the last worker
 * sees that nothing is left.
 */
#include "config.h"

#include "runners/pool.h"
#include "runners/waiting/blocking.h"

static int set_chunk(const struct crew *crew, struct team *team, struct error *error)
{
	(void)error;
	team->chunk = pool_chunk(crew->parameters);
	return 0;
}

/* The tasks that a worker has taken and not yet started. */
struct range {
	struct team *team;
	uint64_t next, end;
};

static uint64_t claim_from_range(void *from)
{
	struct range *range = from;

	if (range->next == range->end) {
		range->next = atomic_fetch_add_explicit(&range->team->next, range->team->chunk,
			memory_order_relaxed);
		range->end = range->next + range->team->chunk;
	}
	return range->next++;
}

static void work(const struct crew *crew, struct team *team, struct worker *worker, void *own)
{
	struct range range = {.team = team};

	(void)own;
	if (team->chunk == 1)
		blocking_work(crew, worker, team_claim, team);
	else
		blocking_work(crew, worker, claim_from_range, &range);
}

const struct team_duty pool_map = {
	.open = set_chunk,
	.work = work,
};
