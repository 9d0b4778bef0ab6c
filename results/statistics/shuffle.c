/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GSL's generator and shuffle, seeded from seed and block; see shuffle.h. */
#include "config.h"

#include "results/statistics/shuffle.h"

#include <errno.h>
#include <gsl/gsl_randist.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "results/statistics/generator.h"
#include "support/clock.h"

int shuffle_order(uint64_t seed, unsigned block, size_t *order, size_t count, struct error *error)
{
	gsl_rng *generator;

	for (size_t i = 0; i < count; i++)
		order[i] = i;
	if (count < 2)
		return 0;
	generator = generator_new(seed, block);
	if (generator == NULL)
		return error_set(error, "no memory for a random order of %zu", count);
	gsl_ran_shuffle(generator, order, count, sizeof(*order));
	gsl_rng_free(generator);
	return 0;
}

uint64_t shuffle_below(uint64_t seed, unsigned block, uint32_t limit)
{
	/* 32 bits are far more than any limit needs: the bias is below 1 in 2^32 / limit. */
	return (uint64_t)generator_seed(seed, block) * limit >> 32;
}

/* A seed need not be secret, only different each time. */
static uint64_t seed_of_time(void)
{
	uint64_t now_ns = clock_now_ns();

	return (((uint64_t)generator_seed(now_ns, (unsigned)getpid()) << 32) |
		       generator_seed((uint64_t)time(NULL), (unsigned)getpid())) &
		SEED_LARGEST;
}

uint64_t seed_draw(void)
{
	uint64_t seed;

	/* Fewer than 256 bytes are never cut short. Before the kernel is seeded the call waits, and
	 * a signal may end that wait. Any other failure means that this call does not exist. */
	while (getrandom(&seed, sizeof(seed), 0) != (ssize_t)sizeof(seed))
		if (errno != EINTR)
			return seed_of_time();
	return seed & SEED_LARGEST;
}
