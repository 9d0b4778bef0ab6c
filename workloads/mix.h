/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number that looks random, made from another one: the same everywhere, in any order of calls. */
#ifndef BREAKEVEN_WORKLOADS_MIX_H
#define BREAKEVEN_WORKLOADS_MIX_H

#include <stdint.h>

/* The output function of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, OOPSLA 2014): each input has its own output, and neighbours have nothing in common.
 */
static inline uint64_t mix(uint64_t number)
{
	number += 0x9e3779b97f4a7c15;
	number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9;
	number = (number ^ number >> 27) * 0x94d049bb133111eb;
	return number ^ number >> 31;
}

/* A number in [-1, 1), evenly distributed over the inputs. */
static inline double mix_signed_unit(uint64_t number)
{
	return (double)(mix(number) >> 11) * 0x1p-52 - 1;
}

#endif
