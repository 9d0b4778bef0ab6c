/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dispatch=map with queue=stealing: every worker has a deque. The leader gives each an equal share
 * of the batch, as ranges of `chunk` tasks; a worker executes its own from the first task to the
 * last, and then steals the last range of another worker, one at a time.
 *
 * Timed: filling the deques, opening the gate, and everything until the last worker has found every
 * deque empty. Not timed: making the deques and their pages present. Nobody pushes after the gate
 * is open, so a deque that was seen empty stays so.
 */
#include "config.h"

#include "runners/deque.h"
#include "runners/pool.h"
#include "runners/waiting/blocking.h"
#include "support/memory.h"

struct stealing {
	size_t size; /* of this, the deques and their rings, in bytes */
	size_t ring_length;
	_Atomic uint64_t *rings;
	struct deque deques[]; /* by worker */
};

static uint64_t count_ranges(uint64_t tasks, uint64_t chunk)
{
	return tasks / chunk + (tasks % chunk > 0);
}

static int open_deques(const struct crew *crew, struct team *team, struct error *error)
{
	const size_t workers = crew->worker_limit, chunk = pool_chunk(crew->parameters);
	const size_t share = count_ranges(crew->capacity, chunk) / workers + 1;
	const size_t head = sizeof(struct stealing) + workers * sizeof(struct deque);
	const size_t length = deque_ring_length(share);
	const size_t size = head + workers * length * sizeof(uint64_t);
	struct stealing *stealing = memory_map(size, "the deques", error);

	if (stealing == NULL)
		return -1;
	stealing->size = size;
	stealing->ring_length = length;
	stealing->rings = (_Atomic uint64_t *)(void *)((char *)stealing + head);
	for (size_t i = 0; i < workers; i++)
		deque_open(&stealing->deques[i], stealing->rings + i * length, length);
	team->chunk = chunk;
	team->common = stealing;
	return 0;
}

static void close_deques(struct team *team)
{
	const struct stealing *stealing = team->common;

	memory_unmap(team->common, stealing->size);
}

/* Every deque is empty: they are reset, so that each batch uses the same pages. */
static void prepare(const struct crew *crew, struct team *team, const struct worker *worker)
{
	struct stealing *stealing = team->common;
	const size_t share = count_ranges(crew->batch.tasks, team->chunk) / crew->worker_limit + 1;

	(void)worker;
	for (unsigned i = 0; i < crew->worker_limit; i++) {
		_Atomic uint64_t *ring = stealing->rings + i * stealing->ring_length;

		deque_open(&stealing->deques[i], ring, stealing->ring_length);
		for (size_t j = 0; j < share; j++)
			atomic_store_explicit(&ring[j], 0, memory_order_relaxed);
	}
}

static void fill(const struct crew *crew, struct team *team)
{
	struct stealing *stealing = team->common;
	const uint64_t ranges = count_ranges(crew->batch.tasks, team->chunk),
		       workers = crew->worker_limit;

	/* The owner takes the range that was pushed last, so that must be its first. */
	for (uint64_t i = 0, begin = 0; i < workers; i++) {
		uint64_t end = begin + ranges / workers + (i < ranges % workers);

		for (uint64_t range = end; range-- > begin;)
			deque_push(&stealing->deques[i], range);
		begin = end;
	}
}

/* The tasks that a worker has taken and not yet started. */
struct hand {
	struct team *team;
	const struct crew *crew;
	unsigned own, victim;
	uint64_t next, end;
};

/* Visits all deques once, starting with that of the last victim. */
static bool steal(struct hand *hand, uint64_t *range)
{
	struct stealing *stealing = hand->team->common;

	for (unsigned tried = 0; tried < hand->crew->worker_limit; tried++) {
		enum deque_steal stolen;

		do {
			stolen = deque_steal(&stealing->deques[hand->victim], range);
		} while (stolen == DEQUE_LOST);
		if (stolen == DEQUE_STOLEN)
			return true;
		hand->victim = (hand->victim + 1) % hand->crew->worker_limit;
	}
	return false;
}

static uint64_t claim(void *from)
{
	struct hand *hand = from;
	struct stealing *stealing = hand->team->common;
	uint64_t range;

	if (hand->next < hand->end)
		return hand->next++;
	if (!deque_take(&stealing->deques[hand->own], &range) && !steal(hand, &range))
		return UINT64_MAX;
	hand->next = range * hand->team->chunk;
	hand->end = hand->next + hand->team->chunk;
	if (hand->end > hand->crew->batch.tasks)
		hand->end = hand->crew->batch.tasks;
	return hand->next++;
}

static void work(const struct crew *crew, struct team *team, struct worker *worker, void *own)
{
	struct hand hand = {
		.team = team,
		.crew = crew,
		.own = worker->number,
		.victim = (worker->number + 1) % crew->worker_limit,
	};

	(void)own;
	blocking_work(crew, worker, claim, &hand);
}

const struct team_duty pool_stealing = {
	.open = open_deques,
	.prepare = prepare,
	.fill = fill,
	.work = work,
	.close = close_deques,
};
