/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The random order of a block, reproducible from a seed.
 *
 * The generator is MT19937 (M. Matsumoto and T. Nishimura, ACM Transactions on Modeling and
 * Computer Simulation 8 (1998), 3-30), the shuffle that of Fisher and Yates (D. E. Knuth, The
 * Art of Computer Programming, vol. 2, 3rd ed., 3.4.2, algorithm P), both as GSL has them. Seed
 * and block are mixed into the generator's 32 bits of seed by the finaliser of SplitMix64 (G. L.
 * Steele, D. Lea and C. H. Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014,
 * 453-472).
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_SHUFFLE_H
#define BREAKEVEN_RESULTS_STATISTICS_SHUFFLE_H

#include "support/error.h"

#include <stddef.h>
#include <stdint.h>

#define SEED_LARGEST ((UINT64_C(1) << 53) - 1) /* what every reader of JSON holds exactly */

/* A permutation of 0 … count-1 into order, from seed and block alone. 0, or -1 with the error where
 * memory is out. */
int shuffle_order(uint64_t seed, unsigned block, size_t *order, size_t count, struct error *error);

/* A number from 0 … limit - 1, each equally likely, from seed and block alone; limit from 1. */
uint64_t shuffle_below(uint64_t seed, unsigned block, uint32_t limit);

/* A fresh seed from the kernel, or from the time where it gives none, 0 … SEED_LARGEST. */
uint64_t seed_draw(void);

#endif
