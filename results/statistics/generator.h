/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random numbers that are reproducible from a seed.
 *
 * MT19937 (M. Matsumoto and T. Nishimura, ACM Transactions on Modeling and Computer Simulation 8
 * (1998), 3-30), as GSL has it. Seed and stream are mixed into the generator's 32 bits of seed by
 * the finaliser of SplitMix64 (G. L. Steele, D. Lea and C. H. Flood, Fast Splittable Pseudorandom
 * Number Generators, OOPSLA 2014, 453-472).
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_GENERATOR_H
#define BREAKEVEN_RESULTS_STATISTICS_GENERATOR_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

/* The 32 bits of seed for one stream of a seed: a separate seed for what has streams of its own. */
uint32_t generator_seed(uint64_t seed, unsigned stream);

/* Call once, before anything else of GSL: its errors are then return values that are checked. Its
 * own handler would end the process. */
void generator_prepare(void);

/* A generator from seed and stream alone; free it with gsl_rng_free(). NULL where memory is out. */
gsl_rng *generator_new(uint64_t seed, unsigned stream);

#endif
