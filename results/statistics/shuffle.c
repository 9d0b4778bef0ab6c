/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GSL's generator and shuffle, seeded from seed and block; see shuffle.h. */
#include "config.h"

#include "results/statistics/shuffle.h"

#include <errno.h>
#include <gsl/gsl_randist.h>
#include <stdlib.h>
#include <sys/random.h>

#include "results/statistics/generator.h"

void shuffle_order(uint64_t seed, unsigned block, size_t *order, size_t count)
{
	gsl_rng *generator;

	for (size_t i = 0; i < count; i++)
		order[i] = i;
	if (count < 2)
		return;
	generator = generator_new(seed, block);
	gsl_ran_shuffle(generator, order, count, sizeof(*order));
	gsl_rng_free(generator);
}

uint64_t shuffle_below(uint64_t seed, unsigned block, uint32_t limit)
{
	gsl_rng *generator = generator_new(seed, block);
	uint64_t number = gsl_rng_uniform_int(generator, limit);

	gsl_rng_free(generator);
	return number;
}

uint64_t seed_draw(void)
{
	uint64_t seed;

	/* Fewer than 256 bytes come whole; before the kernel is seeded the call waits, and a
	 * signal may end that wait. Any other failure means there is no such call on this
	 * kernel. */
	while (getrandom(&seed, sizeof(seed), 0) != (ssize_t)sizeof(seed))
		if (errno != EINTR)
			abort();
	return seed & SEED_LARGEST;
}
