/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dispatch=map: each worker takes the next range of `chunk` tasks from one shared counter; what
 * they answer lies in order by itself. Timed: from the opening of the gate until the last worker
 * sees that nothing is left.
 */
#include "config.h"

#include "runners/pool.h"
#include "runners/waiting/blocking.h"

static void prepare(struct pool *pool, const struct crew *crew, const struct worker *worker)
{
	(void)crew;
	if (worker == NULL)
		atomic_store_explicit(&pool->next, 0, memory_order_relaxed);
}

static uint64_t claim_one(void *from)
{
	struct pool *pool = from;

	return atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
}

/* What a worker has taken and not yet begun. */
struct range {
	struct pool *pool;
	uint64_t next, end;
};

static uint64_t claim_from_range(void *from)
{
	struct range *range = from;

	if (range->next == range->end) {
		range->next = atomic_fetch_add_explicit(&range->pool->next, range->pool->chunk,
			memory_order_relaxed);
		range->end = range->next + range->pool->chunk;
	}
	return range->next++;
}

static void work(struct pool *pool, const struct crew *crew, struct worker *worker)
{
	struct range range = {.pool = pool};

	if (pool->chunk == 1)
		blocking_work(crew, worker, claim_one, pool);
	else
		blocking_work(crew, worker, claim_from_range, &range);
}

const struct dispatch dispatch_map = {
	.prepare = prepare,
	.work = work,
};
