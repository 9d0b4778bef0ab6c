/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GSL's MT19937, seeded from seed and stream; see generator.h. */
#include "config.h"

#include "results/statistics/generator.h"

#include <gsl/gsl_errno.h>

uint32_t generator_seed(uint64_t seed, unsigned stream)
{
	uint64_t z = seed + (uint64_t)stream * UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	z ^= z >> 31;
	return (uint32_t)(z >> 32);
}

void generator_prepare(void)
{
	gsl_set_error_handler_off();
}

gsl_rng *generator_new(uint64_t seed, unsigned stream)
{
	gsl_rng *generator;

	generator_prepare();
	generator = gsl_rng_alloc(gsl_rng_mt19937);
	if (generator != NULL)
		gsl_rng_set(generator, generator_seed(seed, stream));
	return generator;
}
